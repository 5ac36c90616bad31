"""A need may be that of a case, and taken on bit by bit.

Comes in: a store of revision 0036. Goes out: the same with three columns more and an index.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Forward only."""
    op.add_column("givings", sa.Column("of_case", sa.String()))
    op.add_column("givings", sa.Column("wanted", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("givings", sa.Column("pledged", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("givings_of_case", "givings", ["of_case"])
