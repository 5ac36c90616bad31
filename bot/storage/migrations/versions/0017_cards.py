"""Cards that stand in conversations.

Comes in: a store of revision 0016. Goes out: an empty table more, and an empty column of
deliveries: nothing was shown on a card yet.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Forward only."""
    op.add_column("deliveries", sa.Column("card", sa.Boolean(), nullable=True))
    op.create_table(
        "cards",
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("case_key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("look_at", UtcDateTime(), nullable=False),
        sa.Column("held_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("delivery"),
        sqlite_with_rowid=False,
    )
    op.create_index("cards_of_case", "cards", ["case_key"])
