"""The table of words on their way out.

Comes in: nothing. Goes out: a SQLAlchemy table. Does not: query.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    or_,
)

from bot.storage.tables.metadata import metadata as metadata
from bot.storage.types import Json, UtcDateTime

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String, primary_key=True),
    Column("cause", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("conversation", String, nullable=False),
    Column("address", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("case_key", String, index=True),
    Column("room", String),
    Column("person", String),
    Column("message", String),
    Column("mentions", Json, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("receipt", String),
    Column("reason", Text, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("sent_with", String),
    Column("card", Boolean),
    Column("picture", Boolean),
    UniqueConstraint("cause", "ordinal"),
    sqlite_with_rowid=False,
)

SPECIAL = or_(
    deliveries.c.claimed_until.is_not(None),
    deliveries.c.attempts > literal_column("0"),
    deliveries.c.urgent,
)
"""On their way, to be tried again, or urgent: few, and every claim looks at all of them."""
Index("deliveries_by_state", deliveries.c.state, deliveries.c.due_at)
Index("deliveries_special", deliveries.c.state, sqlite_where=SPECIAL, postgresql_where=SPECIAL)
Index("deliveries_receipt", deliveries.c.receipt)
