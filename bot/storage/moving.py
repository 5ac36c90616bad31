"""A store as a whole into another, and the proof that nothing is missing.

Comes in: two engines; the first store stands still. Goes out: what was moved, table by table. Does
not: change the first store, or join anything to one that has rows: then StoreInUse.

Rows go as they lie there, not as values of the domain: what the digests of histories were taken of
stays the same to the letter. All of it is one transaction; it is committed only when both stores
give the same counts and the same sums of all rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    Text,
    func,
    insert,
    select,
)
from sqlalchemy.types import TypeEngine

from bot.domain.errors import StorageError, StoreInUse
from bot.storage.faults import translated
from bot.storage.tables import metadata
from bot.storage.types import Json, UtcDateTime

_AT_ONCE = 1000
_BITS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A table on both sides: how many rows, and the sum of the digests of them all, in whatever
    order they lie.
    """

    table: str
    rows: int
    digest: str


def move(source: Engine, target: Engine) -> list[Moved]:
    """Copy every table; both stores have all of them already. Blocks."""
    with translated(), source.connect() as old, target.begin() as new:
        tables = [_as_it_lies(table) for table in metadata.sorted_tables]
        for table in tables:
            _check_empty(new, table)
        return [_moved(old, new, table) for table in tables]


def _moved(old: Connection, new: Connection, table: Table) -> Moved:
    for rows in _lots(old, select(table)):
        new.execute(insert(table), [dict(row._mapping) for row in rows])
    before, after = _counted(old, table), _counted(new, table)
    if before != after:
        raise StorageError(f"{table.name}: {before.rows} rows became {after.rows}, or others")
    return after


def _check_empty(connection: Connection, table: Table) -> None:
    if connection.execute(select(func.count()).select_from(table)).scalar():
        raise StoreInUse(f"{connection.engine.url.database}: {table.name} has rows already")


def _counted(connection: Connection, table: Table) -> Moved:
    number, total = 0, 0
    for rows in _lots(connection, select(table)):
        number += len(rows)
        total += sum(map(_digest, rows))
    return Moved(table=table.name, rows=number, digest=f"{total % 2**_BITS:032x}")


def _digest(row: Sequence[Any]) -> int:
    return int.from_bytes(blake2b(repr(tuple(row)).encode(), digest_size=_BITS // 8).digest())


def _lots(connection: Connection, statement: Select[Any]) -> Iterator[Sequence[Any]]:
    with connection.execute(statement.execution_options(yield_per=_AT_ONCE)) as result:
        yield from result.partitions()


def _as_it_lies(table: Table) -> Table:
    columns = [Column(column.name, _plain(column.type)) for column in table.columns]
    return Table(table.name, MetaData(), *columns)


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, UtcDateTime):
        return BigInteger()
    return Text() if isinstance(kind, Json) else kind
