"""The tables of services.

Comes in: nothing. Goes out: tables. Does not: hold what people said longer than a service lasts.
"""

from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

services = Table(
    "services",
    metadata,
    Column("id", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("grid", String),
    Column("kind", String, nullable=False),
    Column("need", String, nullable=False),
    Column("resource", String, nullable=False),
    Column("needer", String, nullable=False),
    Column("giver", String, nullable=False),
    Column("wanted", String, nullable=False),
    Column("offered", String, nullable=False),
    Column("heads", Integer, nullable=False),
    Column("reasons", String, nullable=False),
    Column("leader", String, nullable=False),
    Column("begin_at", UtcDateTime, nullable=False),
    Column("end_at", UtcDateTime, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime),
    Column("state", String, nullable=False),
    Column("giver_word", String, nullable=False),
    Column("needer_word", String, nullable=False),
    Column("why", String, nullable=False),
    Index("services_due", "next_at"),
    Index("services_of_need", "need"),
    Index("services_of_resource", "resource"),
    Index("services_since", "since"),
    sqlite_with_rowid=False,
)
service_moves = Table(
    "service_moves",
    metadata,
    Column("service", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("why", String, nullable=False),
    Index("service_moves_of_state", "state", "at"),
    sqlite_with_rowid=False,
)
pairing_rounds = Table(
    "pairing_rounds",
    metadata,
    Column("community", String, primary_key=True),
    Column("due_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
