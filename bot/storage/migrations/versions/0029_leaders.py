"""Building leaders: what they do, handovers, and the families they look after.

Comes in: a store of revision 0028. Goes out: four empty tables more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, UtcDateTime

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Forward only."""
    _of_leaders()
    _of_families()


def _of_leaders() -> None:
    op.create_table(
        "deeds",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
        sqlite_with_rowid=False,
    )
    op.create_index("deeds_of_person", "deeds", ["person", "at"])
    op.create_index("deeds_by_time", "deeds", ["at"])
    op.create_table(
        "handovers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("taker", sa.String(), nullable=False),
        sa.Column("buildings", Json(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("handovers_by_state", "handovers", ["state"])


def _of_families() -> None:
    op.create_table(
        "care_families",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("called", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("carer", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("visited_at", UtcDateTime(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("care_families_of_carer", "care_families", ["carer"])
    op.create_index("care_families_of_grid", "care_families", ["grid"])
    op.create_index("care_families_next", "care_families", ["next_at"])
    op.create_table(
        "care_visits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("well", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("care_visits_of_family", "care_visits", ["family", "at"])
