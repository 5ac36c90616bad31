"""What building leaders say about leading, and the words of those who take over or agree.

Comes in: a `Hearing`. Goes out: a command. Does not: read names (`intents.leaders` does, when it is
acted upon).
"""

from collections.abc import Callable

from intents.decisions import Act, Command, Decision
from intents.hearing import Found, Hearing, Rule
from intents.leaders import is_passed_on, read_quit, read_visit, says
from intents.outlook import DIRECT, LEADER
from intents.scene import Handing, Role, RoomKind

_ASKS = frozenset({Role.GRID_MEMBER, Role.GRID_LEADER, Role.COMMUNITY_SECRETARY})
_WORDS: dict[Handing, tuple[tuple[str, Command], ...]] = {
    Handing.TAKER: (("consent", Command.HANDOVER_YES), ("decline", Command.HANDOVER_NO)),
    Handing.LEADER: (("agree", Command.HANDOVER_YES), ("disagree", Command.HANDOVER_NO)),
}


def visited(hearing: Hearing) -> Found | None:
    """Somebody in charge of a family went to see them; a danger there is an emergency first."""
    scene = hearing.scene
    if not scene.families or scene.room is RoomKind.OWNERS or hearing.emergency is not None:
        return None
    found = read_visit(hearing.words, scene.families)
    return None if found is None else _command(Command.VISITED, hearing)


def handed(hearing: Hearing) -> Found | None:
    """The word of the one who is to take over, or of the grid leader."""
    for name, command in _WORDS[hearing.scene.handing] if hearing.scene.handing else ():
        if says(name, hearing.words):
            return _command(command, hearing)
    return None


def passed_on(hearing: Hearing) -> Found | None:
    """A building leader has told her neighbours; where a case is named it is about that."""
    scene = hearing.scene
    if scene.room is RoomKind.OWNERS or hearing.numbers or hearing.emergency is not None:
        return None
    if scene.quoted is not None or not is_passed_on(hearing.words):
        return None
    return _command(Command.PASSED_ON, hearing)


def quits(hearing: Hearing) -> Found | None:
    """A building leader stops."""
    return _command(Command.HAND_OVER, hearing) if read_quit(hearing.words) else None


def asks(hearing: Hearing) -> Found | None:
    """What one did, whom one looks after, which buildings are silent."""
    scene = hearing.scene
    wanted: tuple[tuple[str, Command, Callable[[], bool]], ...] = (
        ("mine", Command.MY_DEEDS, lambda: scene.role is Role.BUILDING_LEADER),
        ("families", Command.FAMILIES, lambda: bool(scene.families)),
        ("quiet", Command.SILENT_BUILDINGS, lambda: scene.role in _ASKS),
    )
    for name, command, may in wanted:
        if says(name, hearing.words) and may():
            return _command(command, hearing)
    return None


def _command(command: Command, hearing: Hearing) -> Found:
    return Found(decision=Decision(act=Act.CHAT, command=command), matched=hearing.words[:20])


FIRST = (
    Rule(name="leaders.visited", read=visited),
    Rule(name="leaders.handed", where=DIRECT, read=handed),
    Rule(name="leaders.quits", where=DIRECT | LEADER, read=quits),
    Rule(name="leaders.passed_on", where=LEADER, read=passed_on),
    Rule(name="leaders.asks", where=DIRECT, read=asks),
)
