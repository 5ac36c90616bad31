"""The table of numbers without personal text.

Comes in: nothing. Goes out: a SQLAlchemy table. Does not: query.
"""

from sqlalchemy import (
    Column,
    Integer,
    String,
    Table,
)

from bot.storage.tables.metadata import metadata as metadata

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("value", Integer, nullable=False),
    sqlite_with_rowid=False,
)
