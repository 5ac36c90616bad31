"""States of people who went to sign in elsewhere are good once.

Comes in: a store of revision 0038. Goes out: the same with a table more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "spent_states",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("spent_at", UtcDateTime(), nullable=False),
        sqlite_with_rowid=False,
    )
