"""Alembic revisions of the register, for SQLite and PostgreSQL alike."""
