"""Keys of machines: programs that ask the desk's interfaces without a person signing in.

Comes in: what a program holds, keys as they are kept. Goes out: new keys, and answers. Does not:
make anything random, read or store anything.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

PREFIX: Final = "qk_"
"""How every key begins, so that one that lies about somewhere is known for what it is."""


class KeyRight(StrEnum):
    """What a key may do: only look, or also speak and report."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineKey:
    """Somebody's program. `id` is shown in lists and traces; `secret` is the hash of what the
    program holds. It sees what `person` sees, or (None) every ordinary case without its words,
    within `grids` (empty: everywhere) in any case. It is over from `ended_at` on.
    """

    id: str
    name: str
    secret: str
    right: KeyRight
    made_at: datetime
    person: str | None = None
    grids: tuple[str, ...] = ()
    ended_at: datetime | None = None

    @property
    def may_write(self) -> bool:
        """Whether it may do more than look."""
        return self.right is KeyRight.WRITE


def hashed_key(secret: str) -> str:
    """What is kept of a key. It is long and random, so one round is enough, and a look-up by it
    tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
