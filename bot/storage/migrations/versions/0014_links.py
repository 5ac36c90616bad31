"""Groups that were linked with a one-time code, and the words of a line that is replied to.

Comes in: a store of revision 0013. Goes out: two empty tables more, and a column of messages: an
empty one means that the platform did not tell what was replied to.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "offers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=True),
        sa.Column("estate", sa.String(), nullable=True),
        sa.Column("building", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=True),
        sa.Column("estate", sa.String(), nullable=True),
        sa.Column("building", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.Column("linked_by", sa.String(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "conversation"),
        sqlite_with_rowid=False,
    )
    op.add_column("messages", sa.Column("quoted_text", sa.Text(), nullable=True))
