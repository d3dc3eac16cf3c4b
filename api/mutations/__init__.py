"""Acts: each spells one act of the desk, the one a form of ours calls too."""
