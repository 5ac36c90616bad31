"""What each process does where the work is shared among several.

Comes in: a role, all stages and platforms. Goes out: those of that role. Does not: run them. Rows
are all that processes have in common: any of them may die, and there may be any number of each.

Stages of `timers` that are not about single rows (digests, erasing, sealing and the like) are done
by one process at a time: the one that leads.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from bot.ports import Channel
from bot.service import Stage

Leads = Callable[[], Awaitable[bool]]
"""Whether this process is the one that does what only one may do, now."""


class Role(StrEnum):
    """`all` is the embedded size: one process."""

    ALL = "all"
    INTAKE = "intake"
    WORKER = "worker"
    DESK = "desk"
    TIMERS = "timers"

    @property
    def hears(self) -> bool:
        """Whether it has the lines to platforms."""
        return self in (Role.ALL, Role.INTAKE)

    @property
    def shows(self) -> bool:
        """Whether it serves pages."""
        return self in (Role.ALL, Role.DESK)

    @property
    def keeps_time(self) -> bool:
        """Whether it waits for what falls due."""
        return self in (Role.ALL, Role.TIMERS)


_EVERYWHERE: Final = frozenset({"linking", "listing", "people", "roster"})
"""What keeps a process informed."""
_OF: Final[Mapping[Role, frozenset[str]]] = {
    Role.INTAKE: frozenset({"outbox", "cards", "pictures", "voices"}),
    Role.WORKER: frozenset({"assembly", "understanding", "casework"}),
    Role.DESK: frozenset({"outbox"}),
}
_ELSEWHERE: Final = frozenset().union(*_OF.values())
_TIMERS: Final = "timers"
_OUTBOX: Final = "outbox"


def is_of(role: Role, stage: str) -> bool:
    """Whether a stage is of a role; what nobody else does is of `timers`."""
    if role is Role.ALL or stage in _EVERYWHERE:
        return True
    return stage in _OF[role] if role in _OF else stage not in _ELSEWHERE


def is_for_one(stage: str) -> bool:
    """Whether one process at a time does it: due timers are taken row by row, by anybody."""
    return stage != _TIMERS and stage not in _ELSEWHERE | _EVERYWHERE


def stages_for(role: Role, stages: Sequence[Stage], leads: Leads | None) -> list[Stage]:
    """The stages of a role; of those for one process only when it leads."""
    own = [one for one in stages if is_of(role, one.name)]
    own = [_led(one, leads) if leads and is_for_one(one.name) else one for one in own]
    return [_shared(one) if role is not Role.ALL and one.name == _OUTBOX else one for one in own]


def _led(stage: Stage, leads: Leads) -> Stage:
    async def run_once() -> int:
        return await stage.run_once() if await leads() else 0

    return _shared(replace(stage, run_once=run_once))


def _shared(stage: Stage) -> Stage:
    """What is due may be another process's: nobody is kept busy by it."""
    return replace(stage, next_due=None)


def channels_for(
    role: Role, lines: Mapping[str, Channel], pages: Mapping[str, Channel]
) -> dict[str, Channel]:
    """The platforms that a role speaks on: those it has lines to, and those that are pages."""
    return {**(lines if role.hears else {}), **(pages if role.shows else {})}
