"""Numbers that cases have on other platforms.

Comes in: a store of revision 0025. Goes out: an empty table more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "foreign_numbers",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("case_key", sa.String()),
        sa.PrimaryKeyConstraint("platform", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_foreign_numbers_case", "foreign_numbers", ["case_key"])
    op.create_index("ix_foreign_numbers_number", "foreign_numbers", ["number"])
