"""The tables, the same on every database.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query. Migrations repeat these steps; a
test compares both.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    or_,
)

from bot.storage.metadata import metadata as metadata
from bot.storage.tables_accounts import accounts as accounts
from bot.storage.tables_accounts import desk_sessions as desk_sessions
from bot.storage.tables_anchors import anchors as anchors
from bot.storage.tables_anchors import leaves as leaves
from bot.storage.tables_announcements import announcements as announcements
from bot.storage.tables_cards import cards as cards
from bot.storage.tables_digests import digest_pictures as digest_pictures
from bot.storage.tables_digests import digests as digests
from bot.storage.tables_digests import undos as undos
from bot.storage.tables_exchange import foreign_numbers as foreign_numbers
from bot.storage.tables_giving import givings as givings
from bot.storage.tables_judging import corrections as corrections
from bot.storage.tables_judging import doubts as doubts
from bot.storage.tables_judging import orders as orders
from bot.storage.tables_judging import proposals as proposals
from bot.storage.tables_keys import machine_keys as machine_keys
from bot.storage.tables_leaders import care_families as care_families
from bot.storage.tables_leaders import care_visits as care_visits
from bot.storage.tables_leaders import deeds as deeds
from bot.storage.tables_leaders import handovers as handovers
from bot.storage.tables_links import links as links
from bot.storage.tables_links import offers as offers
from bot.storage.tables_media import media as media
from bot.storage.tables_musters import musters as musters
from bot.storage.tables_musters import sign_ups as sign_ups
from bot.storage.tables_points import point_bookings as point_bookings
from bot.storage.tables_points import point_codes as point_codes
from bot.storage.tables_points import point_lines as point_lines
from bot.storage.tables_relay import errands as errands
from bot.storage.tables_relay import pulses as pulses
from bot.storage.tables_resolutions import agendas as agendas
from bot.storage.tables_resolutions import resolutions as resolutions
from bot.storage.tables_search import case_grams as case_grams
from bot.storage.tables_services import pairing_rounds as pairing_rounds
from bot.storage.tables_services import service_moves as service_moves
from bot.storage.tables_services import services as services
from bot.storage.tables_spots import spots as spots
from bot.storage.tables_surveys import survey_targets as survey_targets
from bot.storage.tables_surveys import surveys as surveys
from bot.storage.tables_whistles import drafts as drafts
from bot.storage.tables_whistles import summons as summons
from bot.storage.tables_whistles import whistle_cases as whistle_cases
from bot.storage.tables_whistles import whistles as whistles
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

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("value", Integer, nullable=False),
    sqlite_with_rowid=False,
)
