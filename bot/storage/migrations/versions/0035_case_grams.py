"""Cases are found by their words without reading all of them.

Comes in: a store of revision 0034. Goes out: a table with the pairs of characters of all cases that
are searched, and an index of cases by their item.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.grams import grams_of
from bot.storage.types import Json

revision = "0035"
down_revision = "0034"

_AT_ONCE = 500
_CASES = sa.table(
    "cases",
    sa.column("key", sa.String()),
    sa.column("words", sa.Text()),
    sa.column("place", Json()),
    sa.column("privacy", sa.String()),
)


def upgrade() -> None:
    """Forward only."""
    op.create_table(
        "case_grams",
        sa.Column("gram", sa.String(), nullable=False),
        sa.Column("case_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("gram", "case_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cases_item", "cases", ["item"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    add = sa.text("INSERT INTO case_grams (gram, case_key) VALUES (:gram, :key)")
    some = sa.select(_CASES).order_by(_CASES.c.key).limit(_AT_ONCE)
    last = ""
    while rows := connection.execute(some.where(_CASES.c.key > last)).all():
        last = rows[-1].key
        pairs = [
            {"gram": gram, "key": row.key}
            for row in rows
            for gram in grams_of(row.words, row.place, row.privacy)
        ]
        if pairs:
            connection.execute(add, pairs)
