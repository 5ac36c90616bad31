"""Services: what came of needs and resources.

Comes in: a store of revision 0033. Goes out: three empty tables more.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0034"
down_revision = "0033"

_WORDS = ("community", "grid", "kind", "need", "resource", "needer", "giver", "wanted", "offered")
_INSTANTS = ("begin_at", "end_at", "made_at", "since", "next_at")


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "services",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=name == "grid") for name in _WORDS),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        *(sa.Column(name, UtcDateTime(), nullable=name == "next_at") for name in _INSTANTS),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("giver_word", sa.String(), nullable=False),
        sa.Column("needer_word", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("services_due", "services", ["next_at"])
    op.create_index("services_of_need", "services", ["need"])
    op.create_index("services_of_resource", "services", ["resource"])
    op.create_index("services_since", "services", ["since"])
    op.create_table(
        "service_moves",
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("service", "ordinal"),
        sqlite_with_rowid=False,
    )
    op.create_index("service_moves_of_state", "service_moves", ["state", "at"])
    op.create_table(
        "pairing_rounds",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("community"),
        sqlite_with_rowid=False,
    )
