"""What is told at the moment it happens: each is asked like any field, with its policy."""
