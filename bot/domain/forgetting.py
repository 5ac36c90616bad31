"""What is left of a person who wants to be forgotten (domain rules §11.1, §11.4).

Comes in: a case or a line of its history, the person, and how text is masked. Goes out: the same
without the person. Does not: store, or decide when a case is over. Who worked on a case in office
stays in its history: that is a record of the office, not of a resident.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.case import Case, CaseEvent

STAND_IN: Final = "forgotten"
"""Who stands in the place of everybody who has been forgotten."""

Mask = Callable[[str], str]
"""Text without personal data."""

_TEXTS: Final = frozenset({"words", "reason", "spot"})
_LEFT_OUT: Final = frozenset({"room", "floor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What is held of a person: messages not erased yet, words kept with cases, what the bot wrote
    to him alone, the cases he reported, newest first, and lines about what he gave or needed:
    sign-ups, points, resources, needs and services.
    """

    messages: int
    words: int
    told: int
    cases: tuple[Case, ...]
    helped: int = 0


def masked(case: Case, mask: Mask) -> Case:
    """A case that is still worked on: its words are masked, and it stays known whose it is."""
    return replace(case, words=mask(case.words))


def disguised(case: Case, person: str, mask: Mask) -> Case:
    """A case that is over, without the person; how many stood behind it stays. Its words and the
    room are taken away where they were his.
    """

    def other(known: str | None) -> str | None:
        return STAND_IN if known == person else known

    left = replace(
        case,
        concerned=other(case.concerned),
        last_speaker=other(case.last_speaker),
        supporters=tuple(STAND_IN if known == person else known for known in case.supporters),
    )
    if person not in (case.reporter, case.concerned):
        return left
    spot = case.place.spot
    return replace(
        left,
        reporter=other(case.reporter) or STAND_IN,
        words=mask(case.words),
        place=replace(case.place, room=None, floor=None, spot=mask(spot) if spot else None),
    )


def disguised_event(event: CaseEvent, person: str, mask: Mask) -> CaseEvent:
    """A line of a history without the person."""
    actor = STAND_IN if event.actor == person else event.actor
    return replace(event, actor=actor, detail=_without(event.detail, person, mask))


def _without(detail: Mapping[str, object], person: str, mask: Mask) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in detail.items():
        if isinstance(value, Mapping):
            found[name] = _without(value, person, mask)
        elif value == person:
            found[name] = STAND_IN
        elif isinstance(value, str) and name in _TEXTS:
            found[name] = mask(value)
        elif name not in _LEFT_OUT:
            found[name] = value
    return found
