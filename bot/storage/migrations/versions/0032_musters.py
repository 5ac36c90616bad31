"""Calls for volunteers.

Comes in: a store of revision 0031. Goes out: two empty tables more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "musters",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=True),
        sa.Column("called_by", sa.String(), nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("bring", sa.String(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("case", sa.String(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("musters_open", "musters", ["step", "next_at"])
    op.create_table(
        "sign_ups",
        sa.Column("muster", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("muster", "person"),
        sqlite_with_rowid=False,
    )
