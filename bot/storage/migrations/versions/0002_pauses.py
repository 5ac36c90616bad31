"""Where the clocks of a case began, and since when they stand still.

Comes in: a store of the first version. Goes out: three empty columns; an empty one means: when the
case was opened, and that its clocks run.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Forward only."""
    for name in ("accept_from", "resolve_from", "paused_at"):
        op.add_column("cases", sa.Column(name, UtcDateTime(), nullable=True))
