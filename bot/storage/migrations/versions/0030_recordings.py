"""Recordings beside pictures: what kind of bytes is kept, and how long they last.

Comes in: a store of revision 0029. Goes out: two columns of media; what is kept so far are
pictures.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Forward only."""
    op.add_column("media", sa.Column("form", sa.String(), nullable=False, server_default=""))
    op.add_column("media", sa.Column("seconds", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE media SET form = 'image/jpeg' WHERE state = 'kept'")
