"""Runs the steps on the connection that ``store.database.upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from store import seals
from store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a table in place
)
with context.begin_transaction():
    seals.take_away(connection)  # a step may change any table
    context.run_migrations()
    seals.lay(connection)
