"""The tables, the same on every database: one import for all of them.

Comes in: nothing. Goes out: SQLAlchemy tables and what they hang on. Does not: define one itself.
Migrations repeat their steps; a test compares both.
"""

from bot.storage.tables.accounts import accounts as accounts
from bot.storage.tables.accounts import desk_sessions as desk_sessions
from bot.storage.tables.accounts import spent_states as spent_states
from bot.storage.tables.anchors import anchors as anchors
from bot.storage.tables.anchors import leaves as leaves
from bot.storage.tables.announcements import announcements as announcements
from bot.storage.tables.cards import cards as cards
from bot.storage.tables.cases import case_events as case_events
from bot.storage.tables.cases import case_messages as case_messages
from bot.storage.tables.cases import cases as cases
from bot.storage.tables.cases import nudges as nudges
from bot.storage.tables.cases import timers as timers
from bot.storage.tables.counters import counters as counters
from bot.storage.tables.deliveries import SPECIAL as SPECIAL
from bot.storage.tables.deliveries import deliveries as deliveries
from bot.storage.tables.digests import digest_pictures as digest_pictures
from bot.storage.tables.digests import digests as digests
from bot.storage.tables.digests import undos as undos
from bot.storage.tables.exchange import foreign_numbers as foreign_numbers
from bot.storage.tables.giving import givings as givings
from bot.storage.tables.judging import corrections as corrections
from bot.storage.tables.judging import doubts as doubts
from bot.storage.tables.judging import orders as orders
from bot.storage.tables.judging import proposals as proposals
from bot.storage.tables.keys import machine_keys as machine_keys
from bot.storage.tables.leaders import care_families as care_families
from bot.storage.tables.leaders import care_visits as care_visits
from bot.storage.tables.leaders import deeds as deeds
from bot.storage.tables.leaders import handovers as handovers
from bot.storage.tables.links import links as links
from bot.storage.tables.links import offers as offers
from bot.storage.tables.media import media as media
from bot.storage.tables.metadata import metadata as metadata
from bot.storage.tables.musters import musters as musters
from bot.storage.tables.musters import sign_ups as sign_ups
from bot.storage.tables.points import point_bookings as point_bookings
from bot.storage.tables.points import point_codes as point_codes
from bot.storage.tables.points import point_lines as point_lines
from bot.storage.tables.relay import errands as errands
from bot.storage.tables.relay import pulses as pulses
from bot.storage.tables.resolutions import agendas as agendas
from bot.storage.tables.resolutions import resolutions as resolutions
from bot.storage.tables.search import case_grams as case_grams
from bot.storage.tables.services import pairing_rounds as pairing_rounds
from bot.storage.tables.services import service_moves as service_moves
from bot.storage.tables.services import services as services
from bot.storage.tables.spots import spots as spots
from bot.storage.tables.surveys import survey_targets as survey_targets
from bot.storage.tables.surveys import surveys as surveys
from bot.storage.tables.talk import messages as messages
from bot.storage.tables.talk import questions as questions
from bot.storage.tables.talk import seen as seen
from bot.storage.tables.talk import turns as turns
from bot.storage.tables.talk import wishes as wishes
from bot.storage.tables.whistles import drafts as drafts
from bot.storage.tables.whistles import summons as summons
from bot.storage.tables.whistles import whistle_cases as whistle_cases
from bot.storage.tables.whistles import whistles as whistles
