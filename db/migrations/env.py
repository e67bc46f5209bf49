"""How Alembic runs here: on the connection that `bot.migrate` hands over, in one transaction.

The triggers come off before and are made again after: SQLite drops a trigger with the table that a batch
rebuilds, and refuses to rename a table that some trigger still names.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from db import guards, stamps
from db.migrations.rendering import render_item
from db.models import Base


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=context.config.attributes.get("batch", connection.dialect.name == "sqlite"),
        render_item=render_item,
        compare_type=True,
        # Alembic believes that SQLite cannot roll back DDL; with our own BEGIN it can.
        transactional_ddl=True,
    )
    guards.remove(connection)
    stamps.remove(connection)
    with context.begin_transaction():
        context.run_migrations()
    standing = set(context.get_context().get_current_heads())
    if standing and standing == set(context.script.get_heads()):
        guards.install(connection)
        stamps.install(connection)


run(context.config.attributes["connection"])
