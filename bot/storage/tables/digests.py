"""The tables of digests.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from bot.storage.tables.metadata import metadata
from bot.storage.types import Json, UtcDateTime

digests = Table(
    "digests",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("person", String, nullable=False),
    Column("slot", UtcDateTime, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("position", Integer, nullable=False),
    Column("grids", Json, nullable=False),
    Column("cases", Json, nullable=False),
    Column("state", String, nullable=False),
    Column("said_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("behind", Json),
    UniqueConstraint("person", "kind", "slot"),
    sqlite_with_rowid=False,
)
Index("digests_by_state", digests.c.state, digests.c.slot)

undos = Table(
    "undos",
    metadata,
    Column("person", String, primary_key=True),
    Column("case_key", String, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("before", Json, nullable=False),
    Column("draft", String),
    sqlite_with_rowid=False,
)

digest_pictures = Table(
    "digest_pictures",
    metadata,
    Column("digest", String, primary_key=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("png", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
