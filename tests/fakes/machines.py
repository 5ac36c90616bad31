"""A keyring that knows two keys.

Comes in: keys. Goes out: their machines. Does not: count, unless told that they asked too often.
"""

from bot.desk.keyring import Machine
from bot.domain.viewing import Viewer

READS, WRITES = "qk_reads", "qk_writes"


class FakeMachines:
    """`viewer` is who both keys are."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.often = False

    async def who(self, secret: str) -> Machine | None:
        if secret not in (READS, WRITES):
            return None
        return Machine(id=secret, viewer=self.viewer, may_write=secret == WRITES)

    def allows(self, machine: Machine) -> bool:
        return not self.often
