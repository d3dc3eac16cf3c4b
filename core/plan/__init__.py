"""The national action plan: its definition, what its indicators measure, and how they stand."""
