"""The tables of cases: their words, their histories, their timers, and what people are reminded of.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.tables.metadata import metadata as metadata
from bot.storage.types import Json, UtcDateTime

cases = Table(
    "cases",
    metadata,
    Column("key", String, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("community", String, nullable=False),
    Column("grid", String),
    Column("item", String, nullable=False, index=True),
    Column("category", String, nullable=False),
    Column("status", String, nullable=False),
    Column("urgency", String, nullable=False),
    Column("privacy", String, nullable=False),
    Column("place", Json, nullable=False),
    Column("words", Text, nullable=False),
    Column("reporter", String, nullable=False),
    Column("opened_in", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False),
    Column("level", String, nullable=False),
    Column("department", String, nullable=False),
    Column("owner", String),
    Column("last_speaker", String),
    Column("concerned", String),
    Column("supporters", Json, nullable=False),
    Column("emergency", String),
    Column("accept_until", UtcDateTime),
    Column("resolve_until", UtcDateTime),
    Column("accepted_at", UtcDateTime),
    Column("done_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("rating", Integer),
    Column("reopened", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("asked_place", Boolean, nullable=False),
    Column("asked_back", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("rule", String, nullable=False),
    Column("model", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sequence", Integer, nullable=False, unique=True),
    Column("accept_from", UtcDateTime),
    Column("resolve_from", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("supervised_at", UtcDateTime),
    Column("supervised_for", Json),
    Column("lapses", Integer),
    Column("check_from", UtcDateTime),
    Column("check_until", UtcDateTime),
    Column("drill", Boolean),
    Column("accused", Json),
    Column("assignee", String),
    Column("company", String),
    Column("untold", Boolean),
    Column("whistle", String),
    Column("asked_by", String),
    Column("wanted_until", UtcDateTime),
    Column("paused_until", UtcDateTime),
    Column("paused_for", String),
    Column("extended", Integer),
    Column("appointed", Boolean),
    Column("done_by", String),
    Column("pictures", Integer),
    Column("asked_evidence", Boolean),
    Column("checked_by", String),
    Column("released_by", String),
    Column("settlement", String),
    Column("merged_into", String),
    UniqueConstraint("community", "number"),
    sqlite_with_rowid=False,
)
Index("cases_of_reporter", cases.c.reporter)
Index("cases_of_grid", cases.c.grid, cases.c.touched_at)
Index("cases_by_opening", cases.c.opened_at, cases.c.number)

case_messages = Table(
    "case_messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_key", String, primary_key=True),
    Column("channel", String, nullable=False),
    Column("external_id", String, nullable=False),
    Column("sender", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("images", Integer, nullable=False),
    Column("role", String, nullable=False),
    sqlite_with_rowid=False,
)
Index("case_messages_of_case", case_messages.c.case_key)
Index("case_messages_external", case_messages.c.channel, case_messages.c.external_id)

case_events = Table(
    "case_events",
    metadata,
    Column("case_key", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("detail", Json, nullable=False),
    Column("message", String),
    Column("digest", String, nullable=False),
    sqlite_with_rowid=False,
)

timers = Table(
    "timers",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_key", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("step", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("timers_by_state", timers.c.state, timers.c.due_at)

nudges = Table(
    "nudges",
    metadata,
    Column("person", String, primary_key=True),
    Column("case_key", String, primary_key=True),
    Column("stage", String, nullable=False),
    Column("as_owner", Boolean, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
