"""Release: count the register once, protect every cell and margin, replace the bulletin."""
