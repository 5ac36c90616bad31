"""Pictures beside digests, until they are sent.

Comes in: a store of revision 0019. Goes out: an empty table more, and a column of deliveries: an
empty one means that the words have no picture.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "digest_pictures",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_with_rowid=False,
    )
    op.add_column("deliveries", sa.Column("picture", sa.Boolean(), nullable=True))
