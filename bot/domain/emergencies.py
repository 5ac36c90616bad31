"""Emergencies EM01..EM22: which item a case gets, whether the group stays silent, who is called
(domain rules §4).

Comes in: a code. Goes out: frozen facts. Does not: recognise emergencies in text (`intents` does),
nor hold the fixed words (they are replies).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.people import Role

SILENT: Final = frozenset({"EM04", "EM05", "EM15", "EM18", "EM22"})
"""Whoever does harm may sit in the group: nothing is quoted, mentioned or confirmed there."""

CODES: Final = tuple(f"EM{number:02d}" for number in range(1, 23))

PURE: Final = "NEG-16"
"""The item of an emergency that has no grid item of its own."""

_ITEMS: Final = {"EM09": "ZZ-04", "EM17": "AQ-14", "EM20": "WJ-07", "EM21": "ZZ-02"}

_FITTING: Final = {
    "EM02": frozenset({"AQ-06"}),
    "EM07": frozenset({"AQ-10", "AQ-11"}),
    "EM13": frozenset({"AQ-09"}),
    "EM14": frozenset({"GY-15", "AQ-13"}),
    "EM16": frozenset({"AQ-21"}),
    "EM19": frozenset({"AQ-16"}),
}


CALLED: Final = (
    Role.GRID_MEMBER,
    Role.GRID_LEADER,
    Role.COMMUNITY_SECRETARY,
    Role.DUTY_OFFICER,
)
"""Who is called, one after the other (domain rules §4.4)."""

CALL_WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (2, 4, 7, 10))
"""How long after the first call the next ones are made; an office may set others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStep:
    """One step of the call chain: who is called how long after the first; the last step calls all
    of them once more.
    """

    roles: tuple[Role, ...]
    after: timedelta

    @property
    def is_last(self) -> bool:
        """Whether nobody is left to be called after it."""
        return len(self.roles) > 1


def call_chain(waits: Sequence[timedelta] = CALL_WAITS) -> tuple[CallStep, ...]:
    """The steps of a call chain. With fewer waits than there are steps it ends earlier."""
    everybody = (*((role,) for role in CALLED), CALLED)
    begins = (timedelta(0), *sorted(waits))
    return tuple(
        CallStep(roles=roles, after=after) for roles, after in zip(everybody, begins, strict=False)
    )


SILENT_CALLED: Final = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.DUTY_OFFICER)
"""Who alone is told of a silent emergency, all at once."""


def ordinary(item: str | None, others: Sequence[str]) -> str | None:
    """The item of a text that no emergency was found in: never `PURE`, else the next best."""
    return item if item != PURE else next((other for other in others if other != PURE), None)


def item_of(code: str, guessed: str | None) -> str:
    """The item a case of this emergency is filed under; the model's guess counts where it can
    fit.
    """
    fixed = _ITEMS.get(code)
    if fixed is not None:
        return fixed
    fitting = _FITTING.get(code, frozenset())
    return guessed if guessed in fitting else PURE
