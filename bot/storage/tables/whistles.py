"""The tables of whistles and of drafts that one person may send.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query.
"""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from bot.storage.tables.metadata import metadata
from bot.storage.types import Json, UtcDateTime

whistles = Table(
    "whistles",
    metadata,
    Column("id", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("grid", String),
    Column("kind", String, nullable=False),
    Column("status", String, nullable=False),
    Column("blown_by", String, nullable=False),
    Column("asked_by", String),
    Column("blown_at", UtcDateTime, nullable=False, index=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("fell_due_at", UtcDateTime),
    Column("conferred_at", UtcDateTime),
    Column("lead", String),
    Column("minutes", Text, nullable=False),
    Column("until", UtcDateTime),
    Column("done_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)

whistle_cases = Table(
    "whistle_cases",
    metadata,
    Column("whistle", String, primary_key=True),
    Column("case_key", String, primary_key=True),
    Column("position", Integer, nullable=False),
    sqlite_with_rowid=False,
)
Index("whistle_cases_of_case", whistle_cases.c.case_key)

summons = Table(
    "summons",
    metadata,
    Column("whistle", String, primary_key=True),
    Column("department", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("responded_at", UtcDateTime),
    Column("responded_by", String),
    Column("on_site_at", UtcDateTime),
    Column("objection", String),
    Column("objected_at", UtcDateTime),
    Column("reason", Text, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("decided_by", String),
    Column("task", Text, nullable=False),
    Column("score", Integer),
    Column("rated_by", String),
    Column("rated_at", UtcDateTime),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("case_key", String, nullable=False, index=True),
    Column("person", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("departments", Json, nullable=False),
    Column("cases", Json, nullable=False),
    Column("asked_by", String),
    Column("created_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),
    Column("decided_at", UtcDateTime),
    sqlite_with_rowid=False,
)
Index("drafts_of_person", drafts.c.person, drafts.c.state)
