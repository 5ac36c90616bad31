"""The table of cards that stand in conversations.

Comes in: nothing. Goes out: a table. Does not: hold words.
"""

from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

cards = Table(
    "cards",
    metadata,
    Column("delivery", String, primary_key=True),
    Column("case_key", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("reference", String, nullable=False),
    Column("room", String),
    Column("person", String),
    Column("shown", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("look_at", UtcDateTime, nullable=False),
    Column("held_until", UtcDateTime),
    Index("cards_of_case", "case_key"),
    sqlite_with_rowid=False,
)
