"""The newest cases without looking at all of them.

Comes in: a store of revision 0026. Goes out: an index of cases by when they were opened.
"""

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Forward only."""
    op.create_index("cases_by_opening", "cases", ["opened_at", "number"])
