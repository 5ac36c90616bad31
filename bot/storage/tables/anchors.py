"""The tables of anchors: what each day sealed.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query.
"""

from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

anchors = Table(
    "anchors",
    metadata,
    Column("day", String, primary_key=True),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("previous", String, nullable=False),
    Column("head", String, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    sqlite_with_rowid=False,
)

leaves = Table(
    "leaves",
    metadata,
    Column("day", String, primary_key=True),
    Column("case_key", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("digest", String, nullable=False),
    sqlite_with_rowid=False,
)
Index("leaves_of_case", leaves.c.case_key)
