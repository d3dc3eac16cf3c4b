"""Files that need a library of their own: workbooks, documents, pictures and GeoPackages.

They are written by a process of its own (:mod:`web.writers.process`), so that no page waits.
"""
