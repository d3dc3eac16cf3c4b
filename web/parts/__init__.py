"""The blocks pages are made of: each reads the bulletin and hands a template what to spell."""
