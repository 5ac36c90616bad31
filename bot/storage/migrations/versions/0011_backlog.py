"""Indexes that a backlog does not slow down.

Comes in: a store of revision 0010. Goes out: the same rows; what waits to be assembled is found in
its order, the last words of a room without those that nobody has read yet, and deliveries that are
not plainly queued without all others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Forward only."""
    op.drop_index("ix_messages_turn", "messages")
    op.drop_index("messages_of_room", "messages")
    turn_known, decided = sa.text("turn IS NOT NULL"), sa.text("act IS NOT NULL")
    op.create_index(
        "messages_of_turn",
        "messages",
        ["turn"],
        sqlite_where=turn_known,
        postgresql_where=turn_known,
    )
    op.create_index(
        "messages_decided",
        "messages",
        ["room", "received_at"],
        sqlite_where=decided,
        postgresql_where=decided,
    )
    special = sa.or_(
        sa.column("claimed_until").is_not(None),
        sa.column("attempts") > sa.literal_column("0"),
        sa.column("urgent", sa.Boolean()),
    )
    op.create_index(
        "deliveries_special",
        "deliveries",
        ["state"],
        sqlite_where=special,
        postgresql_where=special,
    )
