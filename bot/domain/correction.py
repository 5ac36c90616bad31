"""What staff have put right: labelled examples to learn from, of nobody (decision 0016).

Comes in: masked words and a label. Goes out: frozen values kept in rows. Does not: mask (casework
does), or train. Nothing here says who spoke, where, when to the hour, or in which case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CorrectionKind(StrEnum):
    """What had been wrong."""

    WRONG_ITEM = "wrong_item"
    NOT_A_REQUEST = "not_a_request"
    MISSED_REQUEST = "missed_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A text without names, numbers or rooms, and what it should have been taken for.

    `item` is an item, `XX-00` for a category of which no item is known, or None for talk. `was`
    is what the program had made of it, `model` the version that did.
    """

    id: str
    kind: CorrectionKind
    text: str
    item: str | None
    was: str | None
    model: str
    day: date


class OrderKind(StrEnum):
    """What somebody at the desk wants done."""

    IS_A_REPORT = "is_a_report"
    NO_REPORT = "no_report"
    OTHER_MATTER = "other_matter"
    NOT_A_REQUEST = "not_a_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One click at the desk, to be carried out by casework. `subject` is a doubt or a case, `value`
    the item that it should be, `by` the person who clicked; empty where the desk has no accounts.
    """

    id: str
    kind: OrderKind
    subject: str
    given_at: datetime
    value: str = ""
    by: str = ""
