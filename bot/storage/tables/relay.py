"""The tables between an adapter in a process of its own and the service.

Comes in: nothing. Goes out: SQLAlchemy tables. Does not: query. What lies in `errands` is on its
way and stays for moments. Ids made later sort later.
"""

from sqlalchemy import Boolean, Column, Index, LargeBinary, String, Table, Text

from bot.storage.tables.metadata import metadata
from bot.storage.types import Json, UtcDateTime

errands = Table(
    "errands",
    metadata,
    Column("id", String, primary_key=True),
    Column("channel", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("delivery", String),
    Column("body", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("taken", Boolean, nullable=False),
    Column("outcome", Text),
    Column("content", LargeBinary),
    sqlite_with_rowid=False,
)
Index("errands_waiting", errands.c.channel, errands.c.taken)
Index("errands_of_delivery", errands.c.delivery)

pulses = Table(
    "pulses",
    metadata,
    Column("channel", String, primary_key=True),
    Column("status", String, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("detail", Text, nullable=False),
    Column("alive_at", UtcDateTime, nullable=False),
    Column("figures", Json),
    sqlite_with_rowid=False,
)
