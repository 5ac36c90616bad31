"""What an adapter in a process of its own has counted.

Comes in: a store of revision 0021. Goes out: a column of pulses, empty until the process' next sign
of life.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Forward only."""
    op.add_column("pulses", sa.Column("figures", Json(), nullable=True))
