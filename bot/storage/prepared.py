"""Statements that are compiled once and then go to the driver as they are.

Comes in: a statement whose values are parameters, and for what it gives back its columns. Goes
out: `Rows` of plain tuples with names, values converted by the columns' own types. Does not: begin
(it asks the connection to), expand lists of values, or know tables.

A statement on its ordinary way costs ten times what the database needs for it; casework and outbox
send a handful for every case and every reply.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Column, Connection, Dialect
from sqlalchemy.types import TypeEngine

from bot.storage.session import Parameters, Rows

Convert = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    """Words for one dialect; `order` are the names of parameters in the driver's order."""

    words: str
    order: tuple[str, ...] | None
    fixed: Mapping[str, Any]
    binds: Mapping[str, Convert]


class Prepared:
    """A statement for `Session.execute`; safe to share."""

    def __init__(self, statement: ClauseElement, gives: Iterable[Column[Any]] = ()) -> None:
        self._statement = statement
        self._gives = tuple(gives)
        self._make = _maker([column.name for column in self._gives])
        self._compiled: dict[str, _Compiled] = {}
        self._results: dict[str, tuple[Convert, ...]] = {}

    def run(self, connection: Connection, parameters: Parameters) -> Rows:
        """Run it here and now, once or for each of several rows of parameters."""
        if not connection.in_transaction():
            connection.begin()
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        cursor = connection.connection.cursor()
        try:
            if parameters is None or isinstance(parameters, Mapping):
                cursor.execute(compiled.words, _values(compiled, parameters or {}))
            else:
                many = [_values(compiled, one) for one in parameters]
                cursor.executemany(compiled.words, many)
            found = self._read(cursor.fetchall(), dialect.name) if self._gives else ()
            return Rows(found, cursor.rowcount)
        finally:
            cursor.close()

    def _compile(self, dialect: Dialect) -> _Compiled:
        done: Any = self._statement.compile(dialect=dialect)
        made = _Compiled(
            words=str(done),
            order=tuple(done.positiontup) if done.positional else None,
            fixed={n: done.params[n] for bind, n in done.bind_names.items() if not bind.required},
            binds={n: _bind(bind.type, dialect) for bind, n in done.bind_names.items()},
        )
        self._results[dialect.name] = tuple(_result(c.type, dialect) for c in self._gives)
        self._compiled[dialect.name] = made
        return made

    def _read(self, rows: Sequence[Any], dialect: str) -> list[Any]:
        make = self._make
        changed = [(i, c) for i, c in enumerate(self._results[dialect]) if c is not None]
        found = []
        for row in rows:
            values = list(row)
            for place, convert in changed:
                values[place] = convert(values[place])
            found.append(make(values))
        return found


def _maker(names: Sequence[str]) -> Callable[[Sequence[Any]], Any]:
    row: Any = namedtuple("Row", names)  # type: ignore[misc]
    make: Callable[[Sequence[Any]], Any] = row._make
    return make


def _values(compiled: _Compiled, given: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Parameters as the driver wants them."""
    binds, fixed = compiled.binds, compiled.fixed
    if compiled.order is None:
        merged = {**fixed, **given}
        return {n: v if (c := binds[n]) is None else c(v) for n, v in merged.items()}
    found = []
    for name in compiled.order:
        value = given[name] if name in given else fixed[name]
        convert = binds[name]
        found.append(value if convert is None else convert(value))
    return found


def _bind(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _result(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
