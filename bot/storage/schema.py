"""The schema brought up to date, forward only.

Comes in: an engine, or a connection to an empty store. Goes out: a store with all tables;
StoreTooNew where a newer program has been here. Does not: go back, or touch rows.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from bot.domain.errors import StorageError, StoreTooNew
from bot.storage.databases import database_of
from bot.storage.faults import translated
from bot.storage.tables import metadata

_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> str:
    """Run what is missing, all or nothing; the revision the store is at afterwards. Blocks."""
    try:
        with translated(), engine.connect() as connection:
            revision = _upgrade(connection)
            connection.commit()
    except StorageError as err:
        raise type(err)(f"{engine.url.database}: {err}") from err
    return revision


def create_all(engine: Engine) -> None:
    """All tables at once, for a store that ends with the process. Blocks."""
    with translated(), engine.begin() as connection:
        create(connection)


def create(connection: Connection) -> None:
    """All tables at once, for a store that ends with the process."""
    metadata.create_all(connection)


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
    database_of(connection.engine.url).alone(connection)
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise StoreTooNew(f"the store is at revision {current}, this program knows {newest}")
    if current != newest:
        command.upgrade(config, "head")
    return newest
