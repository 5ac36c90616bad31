"""The tables of judging: talk that may be a report, what staff put right, clicks at the desk, and
answers offered for the list.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query.
"""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

doubts = Table(
    "doubts",
    metadata,
    Column("id", String, primary_key=True),
    Column("message", String, nullable=False, unique=True),
    Column("turn", String, nullable=False),
    Column("said_in", String, nullable=False),
    Column("community", String, nullable=False),
    Column("grid", String),
    Column("item", String, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("asked", String),
    Column("thread", String, nullable=False),
    Column("cause", String, nullable=False),
    sqlite_with_rowid=False,
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("item", String),
    Column("was", String),
    Column("model", String, nullable=False),
    Column("day", String, nullable=False),
    sqlite_with_rowid=False,
)

orders = Table(
    "orders",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("value", String, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("by", String),
    sqlite_with_rowid=False,
)

proposals = Table(
    "proposals",
    metadata,
    Column("case_key", String, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("community", String, nullable=False),
    Column("grid", String),
    Column("item", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),
    Column("decided_by", String),
    Column("decided_at", UtcDateTime),
    sqlite_with_rowid=False,
)
Index("proposals_by_state", proposals.c.state, proposals.c.proposed_at)
