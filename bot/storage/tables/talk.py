"""The tables of what was said: messages, turns, what the bot has asked and what people wish.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query. Migrations repeat these steps; a
test compares both.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from bot.storage.tables.metadata import metadata as metadata
from bot.storage.types import Json, UtcDateTime

seen = Table(
    "seen",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False, index=True),
    sqlite_with_rowid=False,
)

messages = Table(
    "messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("channel", String, nullable=False),
    Column("external_id", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("room", String),
    Column("sender", String, nullable=False),
    Column("sender_name", String, nullable=False),
    Column("address", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("addressed", Boolean, nullable=False),
    Column("quoted", String),
    Column("images", Integer, nullable=False),
    Column("turn", String),
    Column("act", String),
    Column("case_key", String),
    Column("quoted_text", Text),
    Column("attachments", Json),
    sqlite_with_rowid=False,
)
Index(
    "messages_of_turn",
    messages.c.turn,
    sqlite_where=messages.c.turn.is_not(None),
    postgresql_where=messages.c.turn.is_not(None),
)
Index(
    "messages_decided",
    messages.c.room,
    messages.c.received_at,
    sqlite_where=messages.c.act.is_not(None),
    postgresql_where=messages.c.act.is_not(None),
)
Index(
    "messages_unassembled",
    messages.c.received_at,
    messages.c.id,
    sqlite_where=messages.c.turn.is_(None),
    postgresql_where=messages.c.turn.is_(None),
)

turns = Table(
    "turns",
    metadata,
    Column("id", String, primary_key=True),
    Column("thread", String, nullable=False),
    Column("room", String),
    Column("sender", String, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("understanding", Json),
    Column("case_key", String),
    Column("erase_at", UtcDateTime),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("turns_of_thread", turns.c.thread, turns.c.state)
Index("turns_by_state", turns.c.state, turns.c.due_at)
Index(
    "turns_to_erase",
    turns.c.erase_at,
    sqlite_where=turns.c.erase_at.is_not(None),
    postgresql_where=turns.c.erase_at.is_not(None),
)

questions = Table(
    "questions",
    metadata,
    Column("thread", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("case_key", String),
    Column("payload", Json, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

wishes = Table(
    "wishes",
    metadata,
    Column("about", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("value", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String, nullable=False),
    sqlite_with_rowid=False,
)
