"""Alembic's environment: runs on the connection that assessor.storage.migrate hands over."""

from alembic import context

from assessor.storage.migrate import is_ours
from assessor.storage.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, include_object=is_ours, compare_type=True
)
with context.begin_transaction():
    context.run_migrations()
