"""The way in: settings, command line and the assembled application."""
