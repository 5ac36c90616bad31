"""The table that cases are found in by their words.

Comes in: nothing. Goes out: a SQLAlchemy table. Does not: query.
"""

from sqlalchemy import Column, String, Table

from bot.storage.tables.metadata import metadata

case_grams = Table(
    "case_grams",
    metadata,
    Column("gram", String, primary_key=True),
    Column("case_key", String, primary_key=True),
    sqlite_with_rowid=False,
)
"""Two characters that stand side by side in what was said in a case, or in its place."""
