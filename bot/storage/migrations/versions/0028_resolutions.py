"""What meetings have decided.

Comes in: a store of revision 0027. Goes out: two empty tables more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "resolutions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("resolutions_by_number", "resolutions", ["community", "number"])
    op.create_index("resolutions_of_owner", "resolutions", ["owner"])
    op.create_index("resolutions_next", "resolutions", ["next_at"])
    op.create_table(
        "agendas",
        sa.Column("meeting", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("meeting"),
        sqlite_with_rowid=False,
    )
