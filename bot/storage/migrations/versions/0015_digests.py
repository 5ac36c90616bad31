"""Digests: who is to be told when, and what can be taken back.

Comes in: a store of revision 0014. Goes out: two empty tables more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "digests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("slot", UtcDateTime(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("grids", Json(), nullable=False),
        sa.Column("cases", Json(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person", "kind", "slot"),
        sqlite_with_rowid=False,
    )
    op.create_index("digests_by_state", "digests", ["state", "slot"])
    op.create_table(
        "undos",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("case_key", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", Json(), nullable=False),
        sa.Column("draft", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("person", "case_key"),
        sqlite_with_rowid=False,
    )
