"""Pictures: named with the message they came with, kept with the case it belongs to.

Comes in: a store of revision 0017. Goes out: an empty table more, and an empty column of messages.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, UtcDateTime

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Forward only."""
    op.add_column("messages", sa.Column("attachments", Json(), nullable=True))
    op.create_table(
        "media",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_key", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_key", "message", "ordinal"),
        sqlite_with_rowid=False,
    )
    wanted = sa.text("due_at IS NOT NULL")
    op.create_index(
        "media_wanted", "media", ["due_at"], sqlite_where=wanted, postgresql_where=wanted
    )
