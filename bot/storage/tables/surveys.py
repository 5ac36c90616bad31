"""The tables of surveys.

Comes in: nothing. Goes out: tables. Does not: hold words of those who answer.
"""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.types import UtcDateTime

surveys = Table(
    "surveys",
    metadata,
    Column("id", String, primary_key=True),
    Column("community", String, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("matter", String, nullable=False),
    Column("item", String),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("remind_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("reminded", Boolean, nullable=False),
    Column("over", Boolean, nullable=False),
    Index("surveys_of_whom", "asked_by"),
    Index("surveys_open", "over", "remind_at"),
    sqlite_with_rowid=False,
)
survey_targets = Table(
    "survey_targets",
    metadata,
    Column("survey", String, primary_key=True),
    Column("grid", String, primary_key=True),
    Column("building", String, primary_key=True),
    Column("leader", String),
    Column("found", Integer),
    Column("answered_at", UtcDateTime),
    Index("survey_targets_of_leader", "leader"),
    sqlite_with_rowid=False,
)
