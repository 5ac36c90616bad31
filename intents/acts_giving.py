"""The lists of what is held out and looked for: what goes on them, and who reads them.

Comes in: a `Hearing`. Goes out: a command. Does not: find what is held out (`intents.giving` does,
when a message has been acted upon), or know who may be told.
"""

from intents.decisions import Act, Command, Decision
from intents.giving import is_list_wanted
from intents.hearing import Found, Hearing, Rule
from intents.meetings import yes_or_no
from intents.outlook import OFFICE, WAITS
from intents.scene import Role, RoomKind, Waiting

_MAY_ASK = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY})
_LISTS = {"resources": Command.RESOURCES, "needs": Command.NEEDS}


def confirmed(hearing: Hearing) -> Found | None:
    """Whether it was understood rightly."""
    if hearing.scene.waiting is not Waiting.GIVING:
        return None
    answer = yes_or_no(hearing.words)
    if answer is None:
        return None
    return _command(Command.GIVING_YES if answer else Command.GIVING_NO, hearing)


def asked(hearing: Hearing) -> Found | None:
    """A list is wanted, by one who may, alone with the bot."""
    if hearing.scene.room is not RoomKind.PRIVATE or hearing.scene.role not in _MAY_ASK:
        return None
    wanted = is_list_wanted(hearing.words)
    return _command(_LISTS[wanted], hearing) if wanted else None


def _command(command: Command, hearing: Hearing) -> Found:
    return Found(decision=Decision(act=Act.CHAT, command=command), matched=hearing.words[:20])


FIRST = (
    Rule(name="giving.confirmed", where=WAITS, read=confirmed),
    Rule(name="giving.asked", where=OFFICE, read=asked),
)
