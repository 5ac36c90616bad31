"""Cases found by words: which two characters stand side by side in each.

Comes in: words and places of cases as they are stored, what is looked for. Goes out: rows of
`case_grams`, a condition. Does not: know who may see what, or index words that are not searched
(those of restricted cases): rows of a case are written and deleted with what they were taken from,
in the same transaction.

An ordinary table, not SQLite's FTS5: what FTS5 deletes stays in its file until it merges what it
has, unless SQLite is newer than many systems have it; the rows of a table are overwritten at once.
A single character has no neighbour; it is looked for in the words themselves.
"""

from collections.abc import Iterable, Mapping
from string import ascii_lowercase, ascii_uppercase
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    union,
)

from bot.domain.matters import Privacy
from bot.storage.prepared import Prepared
from bot.storage.session import Session
from bot.storage.tables import cases, foreign_numbers
from bot.storage.tables.search import case_grams

Row = Mapping[str, Any]
NOTHING: Final[Row] = MappingProxyType({})

_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)

_FROM: Final = (cases.c.words, cases.c.place, cases.c.privacy)
_BEFORE = Prepared(select(*_FROM).where(cases.c.key == bindparam("wanted")), _FROM)
_ADD = Prepared(insert(case_grams))
_DROP = Prepared(
    delete(case_grams).where(
        case_grams.c.gram == bindparam("old_gram"),
        case_grams.c.case_key == bindparam("old_case"),
    )
)


def grams(*texts: str) -> set[str]:
    """All pairs of neighbours, Latin letters as small ones."""
    folded = [text.translate(_LOWER) for text in texts]
    return {text[at : at + 2] for text in folded for at in range(len(text) - 1)}


def grams_of(words: str, place: Mapping[str, str], privacy: str) -> set[str]:
    """What a case is found by; nothing of one that is not searched."""
    return grams(words, *place.values()) if privacy == Privacy.NORMAL.value else set()


async def kept(session: Session, key: str) -> Row:
    """What a stored case is found by now; to be asked for before it is changed."""
    row = (await session.execute(_BEFORE, {"wanted": key})).first()
    return {} if row is None else row._asdict()


async def index(session: Session, row: Row, before: Row = NOTHING) -> None:
    """A row of `cases` is found by its words, and no longer by those that it had `before`."""
    old, new = _told(before), _told(row)
    if old == new:
        return
    had, has = grams_of(*old), grams_of(*new)
    key = row["key"]
    await _write(session, _DROP, [{"old_gram": gram, "old_case": key} for gram in had - has])
    await _write(session, _ADD, [{"gram": gram, "case_key": key} for gram in has - had])


def _told(row: Row) -> tuple[str, Mapping[str, str], str]:
    return row.get("words", ""), row.get("place", {}), row.get("privacy", "")


async def _write(session: Session, statement: Prepared, rows: list[dict[str, str]]) -> None:
    if rows:
        await session.execute(statement, rows)


def found(words: str, items: Iterable[str], *, said: bool) -> ColumnElement[bool]:
    """Cases of one of `items`, with this number on another platform, or, where `said`, with these
    words in what was said or in the place.
    """
    ways: list[Select[Any]] = [
        select(foreign_numbers.c.case_key).where(foreign_numbers.c.number == words)
    ]
    if items := tuple(items):
        ways.append(select(cases.c.key).where(cases.c.item.in_(items)))
    if said:
        ways.append(_saying(words))
    return cases.c.key.in_(union(*ways))


def _saying(words: str) -> Select[Any]:
    """Those that have every pair of it are looked at whether it stands there as a whole."""
    there = or_(
        cases.c.words.icontains(words, autoescape=True),
        cast(cases.c.place, Text).icontains(words, autoescape=True),
    )
    conditions = [cases.c.privacy == Privacy.NORMAL, there]
    if pairs := grams(words):
        some = select(case_grams.c.case_key).where(case_grams.c.gram.in_(sorted(pairs)))
        if len(pairs) > 1:
            some = some.group_by(case_grams.c.case_key).having(func.count() == len(pairs))
        conditions.append(cases.c.key.in_(some))
    return select(cases.c.key).where(and_(*conditions))
