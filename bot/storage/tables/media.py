"""The table of pictures and recordings.

Comes in: nothing. Goes out: a SQLAlchemy table. Does not: query.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

media = Table(
    "media",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_key", String, nullable=False),
    Column("message", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("sender", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("reference", Text, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),
    Column("due_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("data", LargeBinary),
    Column("form", String, nullable=False, server_default=""),
    Column("seconds", Integer, nullable=False, server_default="0"),
    UniqueConstraint("case_key", "message", "ordinal"),
    sqlite_with_rowid=False,
)
Index(
    "media_wanted",
    media.c.due_at,
    sqlite_where=media.c.due_at.is_not(None),
    postgresql_where=media.c.due_at.is_not(None),
)
