"""The tables of calls for volunteers.

Comes in: nothing. Goes out: tables. Does not: hold words of those who sign up.
"""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

musters = Table(
    "musters",
    metadata,
    Column("id", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("grid", String),
    Column("called_by", String, nullable=False),
    Column("called_at", UtcDateTime, nullable=False),
    Column("matter", String, nullable=False),
    Column("place", String, nullable=False),
    Column("bring", String, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("minutes", Integer),
    Column("case", String),
    Column("taken", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("step", String, nullable=False),
    Index("musters_open", "step", "next_at"),
    sqlite_with_rowid=False,
)
sign_ups = Table(
    "sign_ups",
    metadata,
    Column("muster", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("room", String),
    Column("heads", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),
    sqlite_with_rowid=False,
)
