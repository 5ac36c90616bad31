"""Anchors: what each day sealed, and where every history ended then.

Comes in: a store of revision 0011. Goes out: two empty tables more: nothing was sealed yet.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "anchors",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "leaves",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("case_key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", "case_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("leaves_of_case", "leaves", ["case_key"])
