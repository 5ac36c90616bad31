"""The tables of the points ledger.

Comes in: nothing. Goes out: tables. Does not: hold words.
"""

from sqlalchemy import Column, Date, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

point_bookings = Table(
    "point_bookings",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String, nullable=False),
    Column("person", String, nullable=False),
    Column("source", String, nullable=False, unique=True),
    Column("activity", String),
    Column("minutes", Integer, nullable=False),
    Column("day", Date),
    Column("runs_out", Date),
    Index("point_bookings_of_person", "person", "at"),
    sqlite_with_rowid=False,
)
point_lines = Table(
    "point_lines",
    metadata,
    Column("booking", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("points", Integer, nullable=False),
    Index("point_lines_of_account", "account", "points"),
    sqlite_with_rowid=False,
)
point_codes = Table(
    "point_codes",
    metadata,
    Column("code", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("good", String, nullable=False),
    Column("points", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),
    Index("point_codes_of_person", "person"),
    Index("point_codes_of_good", "good", "state"),
    sqlite_with_rowid=False,
)
