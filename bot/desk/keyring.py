"""Who a machine is, by the key that it holds.

Comes in: keys out of requests. Goes out: `Machine`s: what they see and whether they may do more
than look. Does not: make keys (`qunli key` does), or know requests.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.throttle import Throttle
from bot.domain.grid import Directory
from bot.domain.keys import PREFIX, MachineKey, hashed_key
from bot.domain.viewing import Viewer
from bot.ports import Clock, Store

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A program that asks: `id` is that of its key."""

    id: str
    viewer: Viewer
    may_write: bool


class Keyring:
    """Over the store; any number of callers at once. `most` requests a minute for each key."""

    def __init__(
        self, *, store: Store, directory: Callable[[], Directory], clock: Clock, most: int
    ) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._throttle = Throttle(most)

    async def who(self, secret: str) -> Machine | None:
        """Whose key this is; None where it is nobody's, or over."""
        if not secret.startswith(PREFIX) or len(secret) > _LONGEST:
            return None
        hashed = hashed_key(secret)
        key = await self._store.look(lambda unit: unit.keys.held(hashed))
        if key is None or _is_over(key, self._clock.now()):
            return None
        return Machine(id=key.id, viewer=self._viewer(key), may_write=key.may_write)

    def allows(self, machine: Machine) -> bool:
        """Count a request; whether it is one of the allowed."""
        return self._throttle.allows(machine.id, self._clock.now())

    def _viewer(self, key: MachineKey) -> Viewer:
        """As the person it asks for, who has to be on the staff still; never beyond its grids."""
        name, within = f"key:{key.id}", key.grids or None
        if key.person is None:
            return Viewer(name=name, all_open=True, within=within)
        person = self._directory().person(key.person)
        viewer = Viewer(name=name, person=person if person.is_staff else None)
        return replace(viewer, within=within)


def _is_over(key: MachineKey, now: datetime) -> bool:
    return key.ended_at is not None and key.ended_at <= now
