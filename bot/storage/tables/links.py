"""The tables of groups that were linked with a one-time code.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query.
"""

from sqlalchemy import Column, LargeBinary, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

offers = Table(
    "offers",
    metadata,
    Column("id", String, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("room", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("grid", String),
    Column("estate", String),
    Column("building", String),
    Column("owner", String),
    Column("until", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

links = Table(
    "links",
    metadata,
    Column("channel", String, primary_key=True),
    Column("conversation", String, primary_key=True),
    Column("room", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("grid", String),
    Column("estate", String),
    Column("building", String),
    Column("owner", String),
    Column("linked_at", UtcDateTime, nullable=False),
    Column("linked_by", String, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_by", String),
    sqlite_with_rowid=False,
)
