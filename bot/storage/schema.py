"""The schema brought up to date, forward only.

Comes in: an engine. Goes out: a store with all tables; StoreTooNew where a newer program has been
here. Does not: go back, or touch rows.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import StoreTooNew
from bot.storage.engine import translated

_SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(engine: AsyncEngine) -> str:
    """Run what is missing; the revision the store is at afterwards."""
    with translated():
        async with engine.connect() as connection:
            revision = await connection.run_sync(_upgrade)
            await connection.commit()
    return revision


def alembic_config(connection: Connection) -> AlembicConfig:
    """Alembic's own configuration, without a file."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> str:
    config = alembic_config(connection)
    scripts = ScriptDirectory.from_config(config)
    newest = scripts.get_current_head() or ""
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise StoreTooNew(f"the store is at revision {current}, this program knows {newest}")
    if current != newest:
        command.upgrade(config, "head")
    return newest
