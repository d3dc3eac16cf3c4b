"""Who may see or do what, decided below both doors."""
