"""What people want about what is heard and held of them; parked words get an end.

Comes in: a store of revision 0002. Goes out: an empty table more, and turns that were parked
before, which lose their words at the next occasion: they have waited long enough.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "wishes",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("about", "kind"),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE turns SET erase_at = due_at WHERE state = 'parked' AND erase_at IS NULL")
