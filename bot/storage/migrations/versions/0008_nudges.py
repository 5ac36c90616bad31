"""What people are to be reminded of, until it is said.

Comes in: a store of revision 0007. Goes out: an empty table more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "nudges",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("case_key", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("as_owner", sa.Boolean(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", "case_key"),
        sqlite_with_rowid=False,
    )
