"""The tables of meetings: what they have decided, and which were told of what lies before them.

Comes in: nothing. Goes out: tables. Does not: hold what was said in a meeting.
"""

from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

resolutions = Table(
    "resolutions",
    metadata,
    Column("id", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("grid", String),
    Column("number", Integer, nullable=False),
    Column("matter", String, nullable=False),
    Column("owner", String),
    Column("owner_name", String, nullable=False),
    Column("by", String, nullable=False),
    Column("state", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("next_at", UtcDateTime),
    Column("done_at", UtcDateTime),
    Column("done_by", String),
    Index("resolutions_by_number", "community", "number"),
    Index("resolutions_of_owner", "owner"),
    Index("resolutions_next", "next_at"),
    sqlite_with_rowid=False,
)
agendas = Table(
    "agendas",
    metadata,
    Column("meeting", String, primary_key=True),
    sqlite_with_rowid=False,
)
