"""The table of the keys of machines.

Comes in: nothing. Goes out: a SQLAlchemy table. Does not: query.
"""

from sqlalchemy import Column, Index, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import Json, UtcDateTime

machine_keys = Table(
    "machine_keys",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("secret", String, nullable=False),
    Column("right", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("person", String),
    Column("grids", Json, nullable=False),
    Column("ended_at", UtcDateTime),
    Index("ix_machine_keys_secret", "secret", unique=True),
    sqlite_with_rowid=False,
)
