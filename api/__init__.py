"""The GraphQL door: it spells questions into core filters and core answers into types."""
