"""GraphQL types, one module per subject."""
