"""Deliveries that travel in one message with another.

Comes in: a store of revision 0012. Goes out: an empty column of deliveries more: each its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Forward only."""
    op.add_column("deliveries", sa.Column("sent_with", sa.String(), nullable=True))
