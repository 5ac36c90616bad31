"""What watches over a case: supervision, how often it was late, the time to check it, drills.

Comes in: a store of revision 0005. Goes out: empty columns of cases more; an empty one means: not
watched over, never late, no time set, no drill.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Forward only."""
    for name, kind in (
        ("supervised_at", UtcDateTime()),
        ("supervised_for", Json()),
        ("lapses", sa.Integer()),
        ("check_from", UtcDateTime()),
        ("check_until", UtcDateTime()),
        ("drill", sa.Boolean()),
    ):
        op.add_column("cases", sa.Column(name, kind, nullable=True))
