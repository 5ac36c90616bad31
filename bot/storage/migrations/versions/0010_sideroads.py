"""What the side roads of a case need: returns, extensions, pauses, evidence, checking, merging.

Comes in: a store of revision 0009. Goes out: empty columns of cases more; an empty one means: not
asked for, never extended, nothing handed in yet.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Forward only."""
    for name, kind in (
        ("asked_by", sa.String()),
        ("wanted_until", UtcDateTime()),
        ("paused_until", UtcDateTime()),
        ("paused_for", sa.String()),
        ("extended", sa.Integer()),
        ("appointed", sa.Boolean()),
        ("done_by", sa.String()),
        ("pictures", sa.Integer()),
        ("asked_evidence", sa.Boolean()),
        ("checked_by", sa.String()),
        ("released_by", sa.String()),
        ("settlement", sa.String()),
        ("merged_into", sa.String()),
    ):
        op.add_column("cases", sa.Column(name, kind, nullable=True))
