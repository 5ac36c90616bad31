"""Places that have a code on a wall.

Comes in: a store of revision 0024. Goes out: an empty table more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "spots",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("spot", sa.String(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("token"),
        sqlite_with_rowid=False,
    )
