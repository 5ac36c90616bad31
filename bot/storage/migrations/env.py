"""What Alembic runs: migrations on the connection that `bot.storage.schema` hands over.

Comes in: a connection in the configuration's attributes. Goes out: a migrated schema. Does not:
open databases.
"""

from alembic import context

from bot.storage.tables import metadata


def run() -> None:
    """Run the migrations that were asked for."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


if getattr(context, "config", None) is not None:
    run()
