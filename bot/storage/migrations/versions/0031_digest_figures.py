"""Which cases each figure of a digest counted.

Comes in: a store of revision 0030. Goes out: a column of digests, empty for those said so far.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Forward only."""
    op.add_column("digests", sa.Column("behind", sa.Text()))
