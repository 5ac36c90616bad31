"""The tables of building leaders: what they do, handovers, families they look after, visits.

Comes in: nothing. Goes out: tables. Does not: hold words that were said.
"""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import Json, UtcDateTime

deeds = Table(
    "deeds",
    metadata,
    Column("source", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("grid", String),
    Column("kind", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("deeds_of_person", "person", "at"),
    Index("deeds_by_time", "at"),
    sqlite_with_rowid=False,
)
handovers = Table(
    "handovers",
    metadata,
    Column("id", String, primary_key=True),
    Column("grid", String, nullable=False),
    Column("giver", String, nullable=False),
    Column("taker", String, nullable=False),
    Column("buildings", Json, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),
    Index("handovers_by_state", "state"),
    sqlite_with_rowid=False,
)
care_families = Table(
    "care_families",
    metadata,
    Column("id", String, primary_key=True),
    Column("grid", String, nullable=False),
    Column("building", String, nullable=False),
    Column("called", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("carer", String, nullable=False),
    Column("days", Integer, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("visited_at", UtcDateTime),
    Column("reminded", Integer, nullable=False),
    Index("care_families_of_carer", "carer"),
    Index("care_families_of_grid", "grid"),
    Index("care_families_next", "next_at"),
    sqlite_with_rowid=False,
)
care_visits = Table(
    "care_visits",
    metadata,
    Column("id", String, primary_key=True),
    Column("family", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("well", Boolean, nullable=False),
    Index("care_visits_of_family", "family", "at"),
    sqlite_with_rowid=False,
)
