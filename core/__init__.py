"""The business of Yanapay; it knows no HTTP, GraphQL, HTML or geometry."""
