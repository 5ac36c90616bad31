"""A new admission list from a day on, and before it what was in force.

Comes in: two lists and a day. Goes out: one list. Does not: check it.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.matters import Matter, Matters


def merged(old: Matters, new: Matters, begin: date) -> Matters:
    """The new list from a day on, and before it whatever was in force: nothing that cases were
    opened under is lost.
    """
    rows: dict[str, list[Matter]] = {}
    for row in new.rows:
        rows.setdefault(row.item, []).append(row)
    kept: list[Matter] = []
    last = begin - timedelta(days=1)
    for row in old.rows:
        coming = rows.get(row.item, [])
        if row in coming or (row.valid_from is not None and row.valid_from >= begin):
            continue
        if any(_same_rules(row, other) and _covers(other, row, last) for other in coming):
            continue
        past = row if row.valid_to is not None and row.valid_to < begin else _ended(row, last)
        kept.append(past)
        starts = (past.valid_to or last) + timedelta(days=1)
        rows[row.item] = [late for other in coming if (late := _from(other, starts)) is not None]
    return Matters(
        sorted(
            [*kept, *(row for found in rows.values() for row in found)],
            key=lambda row: (_place(row.item, old, new), row.valid_from or date.min),
        )
    )


def _same_rules(one: Matter, other: Matter) -> bool:
    blank = {"valid_from": None, "valid_to": None, "basis": "", "approver": "", "replaced_by": None}
    return replace(one, **blank) == replace(other, **blank)  # type: ignore[arg-type]


def _covers(new: Matter, old: Matter, last: date) -> bool:
    """Whether the new row is in force on every day of the old one until `last`."""
    until = min(old.valid_to or last, last)
    begun = new.valid_from is None or (old.valid_from or date.min) >= new.valid_from
    return begun and (new.valid_to is None or new.valid_to >= until)


def _ended(row: Matter, last: date) -> Matter:
    return replace(row, valid_to=last)


def _from(row: Matter, day: date) -> Matter | None:
    """The row from a day on, None where it ends before."""
    if row.valid_to is not None and row.valid_to < day:
        return None
    return replace(row, valid_from=day) if (row.valid_from or date.min) < day else row


def _place(item: str, old: Matters, new: Matters) -> int:
    order = list(dict.fromkeys((*old, *new)))
    return order.index(item)
