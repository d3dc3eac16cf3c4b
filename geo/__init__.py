"""Outlines, projection, classes and labels. It knows no counts, only figures handed to it."""
