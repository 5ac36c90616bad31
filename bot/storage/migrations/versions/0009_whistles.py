"""Whistles, whom they call, and drafts that one person may send.

Comes in: a store of revision 0008. Goes out: empty tables more, and a column of cases: an empty one
means that no whistle was blown for it.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Forward only."""
    op.add_column("cases", sa.Column("whistle", sa.String(), nullable=True))
    op.create_table(
        "whistles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("blown_by", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("blown_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("fell_due_at", UtcDateTime(), nullable=True),
        sa.Column("conferred_at", UtcDateTime(), nullable=True),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_whistles_blown_at", "whistles", ["blown_at"])
    op.create_table(
        "whistle_cases",
        sa.Column("whistle", sa.String(), nullable=False),
        sa.Column("case_key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("whistle", "case_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("whistle_cases_of_case", "whistle_cases", ["case_key"])
    op.create_table(
        "summons",
        sa.Column("whistle", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("responded_at", UtcDateTime(), nullable=True),
        sa.Column("responded_by", sa.String(), nullable=True),
        sa.Column("on_site_at", UtcDateTime(), nullable=True),
        sa.Column("objection", sa.String(), nullable=True),
        sa.Column("objected_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("rated_by", sa.String(), nullable=True),
        sa.Column("rated_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("whistle", "department"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("case_key", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("departments", Json(), nullable=False),
        sa.Column("cases", Json(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_drafts_case_key", "drafts", ["case_key"])
    op.create_index("drafts_of_person", "drafts", ["person", "state"])
