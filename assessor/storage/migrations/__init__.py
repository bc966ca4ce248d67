"""Alembic's environment and versions. Migrations are never edited once released; a new one is added."""
