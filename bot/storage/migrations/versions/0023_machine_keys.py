"""Keys of machines.

Comes in: a store of revision 0022. Goes out: an empty table more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, UtcDateTime

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "machine_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("right", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("person", sa.String()),
        sa.Column("grids", Json(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_machine_keys_secret", "machine_keys", ["secret"], unique=True)
