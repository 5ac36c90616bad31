"""Surveys of buildings.

Comes in: a store of revision 0023. Goes out: two empty tables more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "surveys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("remind_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("surveys_of_whom", "surveys", ["asked_by"])
    op.create_index("surveys_open", "surveys", ["over", "remind_at"])
    op.create_table(
        "survey_targets",
        sa.Column("survey", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("survey", "grid", "building"),
        sqlite_with_rowid=False,
    )
    op.create_index("survey_targets_of_leader", "survey_targets", ["leader"])
