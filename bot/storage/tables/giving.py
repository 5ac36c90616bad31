"""The tables of what is held out and looked for.

Comes in: nothing. Goes out: tables. Does not: hold what nobody asked to be listed, beyond the
half hour in which it may be confirmed; `givings_listed`, which figures are made of, neither words
nor people.
"""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

givings = Table(
    "givings",
    metadata,
    Column("id", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("grid", String),
    Column("side", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("matter", String, nullable=False),
    Column("amount", String, nullable=False),
    Column("place", String, nullable=False),
    Column("person", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("of_case", String),
    Column("wanted", Integer, nullable=False, server_default="1"),
    Column("pledged", Integer, nullable=False, server_default="0"),
    Index("givings_of_community", "community", "side"),
    Index("givings_of_person", "person"),
    Index("givings_of_case", "of_case"),
    sqlite_with_rowid=False,
)
givings_listed = Table(
    "givings_listed",
    metadata,
    Column("id", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("grid", String),
    Column("side", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("givings_listed_at", "at"),
    sqlite_with_rowid=False,
)
