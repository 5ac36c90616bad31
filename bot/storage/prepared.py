"""Statements that are compiled once and then go to the driver as they are.

Comes in: a statement whose values are parameters, and for what it gives back its columns. Goes
out: `Rows` of plain tuples with names, values converted by the columns' own types. Does not: begin
or end a transaction, or know tables. Lists of values are asked for in lots of two sizes,
since a statement that is compiled once has a fixed number of values.

A statement on its ordinary way costs ten times what the database needs for it; casework and outbox
send a handful for every case and every reply.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import ClauseElement, Column, ColumnElement, Dialect, Float, bindparam
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.types import TypeEngine

from bot.storage.session import Parameters, Rows

Convert = Callable[[Any], Any] | None
LOT = 50
"""So many values are asked for at once, or a single one."""


def _among(column: Column[Any], size: int) -> ColumnElement[bool]:
    """Whether a column has one of the values of a lot."""
    names = _names(column)[:size]
    return column.in_([bindparam(name, type_=column.type) for name in names])


def lots(column: Column[Any], values: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Values in lots, as parameters of a statement prepared with `among`: a single one, or as many
    as a lot has, where missing ones are filled up with the last.
    """
    names = _names(column)
    if len(values) == 1:
        yield {names[0]: values[0]}
        return
    for first in range(0, len(values), LOT):
        some = values[first : first + LOT]
        yield dict(zip(names, [*some, *[some[-1]] * (LOT - len(some))], strict=True))


@cache
def _names(column: Column[Any]) -> tuple[str, ...]:
    return tuple(f"{column.name}_{n}" for n in range(LOT))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    """Words for one dialect; `order` are the names of parameters in the driver's order."""

    words: str
    values: Callable[[Mapping[str, Any]], Any]
    read: Callable[[Any], Any]


class Prepared:
    """A statement for `Session.execute`; safe to share.

    With `among` it is a selection that goes on where that column has a value of a lot (`lots`).
    """

    def __init__(
        self,
        statement: ClauseElement,
        gives: Iterable[Column[Any]] = (),
        *,
        among: Column[Any] | None = None,
    ) -> None:
        self.statement = statement
        self._among = among
        self._gives = tuple(gives)
        self._row: Any = namedtuple("Row", [column.name for column in self._gives])  # type: ignore[misc]
        self._compiled: dict[tuple[str, int], _Compiled] = {}

    def run(self, cursor: DBAPICursor, dialect: Dialect, parameters: Parameters) -> Rows:
        """Run it here and now, once or for each of several rows of parameters."""
        size = 0 if self._among is None else self._size(parameters)
        compiled = self._compiled.get((dialect.name, size)) or self._compile(dialect, size)
        if parameters is None or isinstance(parameters, dict):
            cursor.execute(compiled.words, compiled.values(parameters or {}))
        else:
            cursor.executemany(compiled.words, list(map(compiled.values, parameters)))
        found = list(map(compiled.read, cursor.fetchall())) if self._gives else ()
        return Rows(found, cursor.rowcount)

    def _size(self, parameters: Parameters) -> int:
        """How many values the lot has."""
        second = _names(cast("Column[Any]", self._among))[1]
        return LOT if isinstance(parameters, dict) and second in parameters else 1

    def _compile(self, dialect: Dialect, size: int) -> _Compiled:
        statement: Any = self.statement
        if self._among is not None:
            statement = statement.where(_among(self._among, size))
        done: Any = statement.compile(dialect=dialect)
        binds = {n: _bind(bind.type, dialect) for bind, n in done.bind_names.items()}
        fixed = {n: done.params[n] for bind, n in done.bind_names.items() if not bind.required}
        order = tuple(done.positiontup) if done.positional else None
        made = _Compiled(
            words=str(done),
            values=_giver(binds, fixed, order),
            read=_reader(self._row, [_result(column.type, dialect) for column in self._gives]),
        )
        self._compiled[dialect.name, size] = made
        return made


# A statement of talk runs for every message, with some twenty values: what is to be done with each
# of them is written into a function once, instead of being looked up for every value again.


def _giver(
    binds: Mapping[str, Convert], fixed: Mapping[str, Any], order: Sequence[str] | None
) -> Callable[[Mapping[str, Any]], Any]:
    """A function that gives parameters as the driver wants them."""
    known: dict[str, Any] = {"fixed": fixed}
    parts = []
    for number, name in enumerate(order if order is not None else binds):
        value = f"given[{name!r}]"
        if name in fixed:
            value = f"given.get({name!r}, fixed[{name!r}])"
        parts.append(_converted(value, binds[name], f"convert_{number}", known))
    if order is None:
        named = ", ".join(f"{name!r}: {part}" for name, part in zip(binds, parts, strict=True))
        return _function(f"lambda given: {{{named}}}", known)
    return _function(f"lambda given: [{', '.join(parts)}]", known)


def _reader(row: Any, converts: Sequence[Convert]) -> Callable[[Any], Any]:  # noqa: ANN401
    """A function that makes a named row of one of the driver's."""
    known: dict[str, Any] = {"new": tuple.__new__, "row": row}
    if not any(converts):
        return _function("lambda values: new(row, values)", known)
    parts = [
        _converted(f"values[{number}]", convert, f"convert_{number}", known)
        for number, convert in enumerate(converts)
    ]
    return _function(f"lambda values: new(row, ({', '.join(parts)},))", known)


def _converted(value: str, convert: Convert, name: str, known: dict[str, Any]) -> str:
    if convert is None:
        return value
    known[name] = convert
    return f"{name}({value})"


def _function(source: str, known: dict[str, Any]) -> Callable[[Any], Any]:
    made: Callable[[Any], Any] = eval(source, known)
    return made


def _bind(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _result(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    if isinstance(kind, Float):  # a float as it is; SQLAlchemy would ask which kind of number
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)
