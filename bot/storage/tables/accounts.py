"""The tables of the desk's door: accounts, sessions, and what was good once.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query.
"""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("person", String),
    Column("secret", String, nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
    sqlite_with_rowid=False,
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("key", String, primary_key=True),
    Column("account", String, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Index("ix_desk_sessions_account", "account"),
    sqlite_with_rowid=False,
)

spent_states = Table(
    "spent_states",
    metadata,
    Column("key", String, primary_key=True),
    Column("spent_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
