"""Where a case was sent: whom it complains of, who was asked first, which property company has it,
and whether its department has been told.

Comes in: a store of revision 0006. Goes out: empty columns of cases more; an empty one means:
nobody beside whom its item names, nobody by name, no company, told.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Forward only."""
    for name, kind in (
        ("accused", Json()),
        ("assignee", sa.String()),
        ("company", sa.String()),
        ("untold", sa.Boolean()),
    ):
        op.add_column("cases", sa.Column(name, kind, nullable=True))
