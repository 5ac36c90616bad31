"""That something was listed outlasts what was said, for figures: neither words nor people.

Comes in: a store of revision 0037. Goes out: the same with a table more, filled from what is
listed.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "givings_listed",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("grid", sa.String()),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("givings_listed_at", "givings_listed", ["at"])
    op.execute(
        "INSERT INTO givings_listed (id, community, grid, side, at) "
        "SELECT id, community, grid, side, made_at FROM givings WHERE listed"
    )
