"""The table of what other programs are told of cases.

Comes in: nothing. Goes out: a SQLAlchemy table. Does not: query.
"""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

announcements = Table(
    "announcements",
    metadata,
    Column("id", String, primary_key=True),
    Column("recipient", String, nullable=False),
    Column("case_key", String, nullable=False),
    Column("type", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("announcements_by_state", announcements.c.state, announcements.c.due_at)
Index("announcements_in_line", announcements.c.recipient, announcements.c.case_key)
