"""A case as a card shows it: what it is, how it stands, and what can be pressed.

Comes in: words that may stand where the card stands. Goes out: frozen values. Does not: know how a
platform draws cards, or whether whoever presses may do it (casework does, as with words).
"""

from dataclasses import dataclass
from enum import StrEnum


class CardAct(StrEnum):
    """What a button says for whoever presses it."""

    TAKE = "take"
    DONE = "done"
    PASS_UP = "pass_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardButton:
    """One button; `label` is what stands on it."""

    act: CardAct
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """`number` is the one people say. `version` is the case's when this was drawn: a press of an
    older one is another press.
    """

    number: int
    title: str
    text: str
    state: str
    lamp: str
    buttons: tuple[CardButton, ...] = ()
    version: int = 0
