"""The points ledger.

Comes in: a store of revision 0020. Goes out: three empty tables more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "point_bookings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False, unique=True),
        sa.Column("activity", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("runs_out", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("point_bookings_of_person", "point_bookings", ["person", "at"])
    op.create_table(
        "point_lines",
        sa.Column("booking", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("booking", "account"),
        sqlite_with_rowid=False,
    )
    op.create_index("point_lines_of_account", "point_lines", ["account", "points"])
    op.create_table(
        "point_codes",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("good", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
        sqlite_with_rowid=False,
    )
    op.create_index("point_codes_of_person", "point_codes", ["person"])
    op.create_index("point_codes_of_good", "point_codes", ["good", "state"])
