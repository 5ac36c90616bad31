"""The table of numbers that cases have elsewhere.

Comes in: nothing. Goes out: a SQLAlchemy table. Does not: query.
"""

from sqlalchemy import Column, Index, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

foreign_numbers = Table(
    "foreign_numbers",
    metadata,
    Column("platform", String, primary_key=True),
    Column("number", String, primary_key=True),
    Column("noted_at", UtcDateTime, nullable=False),
    Column("case_key", String),
    Index("ix_foreign_numbers_case", "case_key"),
    Index("ix_foreign_numbers_number", "number"),
    sqlite_with_rowid=False,
)
