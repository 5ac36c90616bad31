"""The table of places that have a code on a wall.

Comes in: nothing. Goes out: a SQLAlchemy table. Does not: query.
"""

from sqlalchemy import Column, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

spots = Table(
    "spots",
    metadata,
    Column("token", String, primary_key=True),
    Column("grid", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("building", String, nullable=False),
    Column("spot", String, nullable=False),
    Column("ended_at", UtcDateTime),
    sqlite_with_rowid=False,
)
