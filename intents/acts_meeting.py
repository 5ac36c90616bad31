"""What meetings have decided: said, confirmed with a word, done.

Comes in: a `Hearing`. Goes out: a command. Does not: read who sees to what (`intents.meetings`
does, when it is acted upon).
"""

from intents.decisions import Act, Command, Decision
from intents.hearing import Found, Hearing, Rule
from intents.meetings import (
    is_answer,
    is_done,
    is_list_wanted,
    is_resolved,
    likeliest,
    read_number,
    yes_or_no,
)
from intents.outlook import OFFICE, WAITS
from intents.scene import Role, RoomKind, Waiting

_MAY_SAY = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET})


def resolved(hearing: Hearing) -> Found | None:
    """What was decided, written by one who may, among those who lead or alone with the bot."""
    if hearing.scene.room is RoomKind.OWNERS or hearing.scene.role not in _MAY_SAY:
        return None
    if is_resolved(hearing.words):
        return _command(Command.RESOLVED, hearing)
    if hearing.direct and is_list_wanted(hearing.words):
        return _command(Command.RESOLUTIONS, hearing)
    return None


def confirmed(hearing: Hearing) -> Found | None:
    """Whether it was understood rightly."""
    if hearing.scene.waiting is not Waiting.RESOLVED:
        return None
    answer = yes_or_no(hearing.words)
    if answer is None:
        return None
    return _command(Command.RESOLVED_YES if answer else Command.RESOLVED_NO, hearing)


def seen_to(hearing: Hearing) -> Found | None:
    """How far it is: asked after, named by its number, or the only matter of the speaker's that the
    words can be about.
    """
    if hearing.scene.room is RoomKind.OWNERS:
        return None
    if read_number(hearing.words) is not None:
        return _command(Command.SEEN_TO, hearing) if is_done(hearing.words) else None
    if hearing.scene.room is not RoomKind.PRIVATE or hearing.numbers:
        return None
    asked = hearing.scene.waiting is Waiting.SEEN_TO
    if asked and is_answer(hearing.words, hearing.scene.now.date()):
        return _command(Command.SEEN_TO, hearing)
    if not hearing.scene.tasks or not is_done(hearing.words):
        return None
    taken = [case.words for case in hearing.scene.cases if case.takers_word]
    of_a_case = likeliest(hearing.words, taken) is not None
    if of_a_case or likeliest(hearing.words, hearing.scene.tasks) is None:
        return None
    return _command(Command.SEEN_TO, hearing)


def _command(command: Command, hearing: Hearing) -> Found:
    return Found(decision=Decision(act=Act.CHAT, command=command), matched=hearing.words[:20])


FIRST = (
    Rule(name="meeting.resolved", where=OFFICE, read=resolved),
    Rule(name="meeting.confirmed", where=WAITS, read=confirmed),
    Rule(name="meeting.seen_to", read=seen_to),
)
