"""Histories that are of no case: of groups, of what is held of a person, of what the office edits
at the desk. They are chained and sealed as those of cases are.

Comes in: what a history is about. Goes out: its key. Does not: store lines. A person stands in the
key of his history as a hash: the record stays when he has been forgotten, and names nobody.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.domain.case import CaseEvent, EventKind

_ROOM: Final = "room:"
_DATA: Final = "data:"
_OFFICE: Final = "office:"
_CARE: Final = "care:"
_KINDS: Final = (_ROOM, _DATA, _OFFICE, _CARE)


def of_room(room: str) -> str:
    """The history of a group."""
    return f"{_ROOM}{room}"


def of_data(person: str) -> str:
    """The history of what was asked, looked at and erased of a person's data."""
    return f"{_DATA}{hashlib.sha256(person.encode()).hexdigest()[:32]}"


def of_care(family: str) -> str:
    """The history of who has looked at a family that is looked after."""
    return f"{_CARE}{family}"


def of_list() -> str:
    """The history of the admission list."""
    return f"{_OFFICE}list"


def of_answers() -> str:
    """The history of the list of answers."""
    return f"{_OFFICE}answers"


def of_models() -> str:
    """The history of which text model is in use."""
    return f"{_OFFICE}models"


def of_people() -> str:
    """The history of who does what."""
    return f"{_OFFICE}people"


def of_goods() -> str:
    """The history of what points buy."""
    return f"{_OFFICE}goods"


def of_codes() -> str:
    """The history of codes on walls."""
    return f"{_OFFICE}codes"


def edited(key: str, at: datetime, by: str, detail: Mapping[str, object]) -> CaseEvent:
    """Somebody has changed what the office decides."""
    return CaseEvent(case=key, at=at, kind=EventKind.EDITED, actor=by, detail=detail)


def looked(key: str, at: datetime, by: str, account: str) -> CaseEvent:
    """Somebody has looked at what only few may see."""
    detail = {"account": account}
    return CaseEvent(case=key, at=at, kind=EventKind.SEEN, actor=by, detail=detail)


def is_record(key: str) -> bool:
    """Whether a history is of no case, and rightly so."""
    return key.startswith(_KINDS)
