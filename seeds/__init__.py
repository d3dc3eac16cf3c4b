"""Sourced facts and a deterministic synthetic register around them, labelled synthetic."""
