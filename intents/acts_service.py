"""Answers about what was brought together: a leader's choice, the word of whoever gives or needs.

Comes in: a `Hearing`. Goes out: a command. Does not: know what was proposed, or who may decide.
"""

from intents.decisions import Act, Command, Decision
from intents.hearing import Found, Hearing, Rule
from intents.outlook import OFFICE, WAITS
from intents.scene import Role, RoomKind, Waiting
from intents.services import Answer, is_list_wanted, read_answer, read_choice

_MAY_ASK = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY})
_SAID = {
    Answer.YES: Command.SERVICE_YES,
    Answer.NO: Command.SERVICE_NO,
    Answer.LATER: Command.SERVICE_LATER,
}


def chosen(hearing: Hearing) -> Found | None:
    """Which of the proposed pairs are wanted."""
    if hearing.scene.waiting is not Waiting.PAIRS or read_choice(hearing.words) is None:
        return None
    return _command(Command.PAIRS_CHOSEN, hearing)


def answered(hearing: Hearing) -> Found | None:
    """Whether he agrees, or it is done."""
    if hearing.scene.waiting is not Waiting.SERVICE:
        return None
    answer = read_answer(hearing.words)
    return _command(_SAID[answer], hearing) if answer else None


def asked(hearing: Hearing) -> Found | None:
    """The list is wanted, by one who may, alone with the bot."""
    if hearing.scene.room is not RoomKind.PRIVATE or hearing.scene.role not in _MAY_ASK:
        return None
    return _command(Command.SERVICES, hearing) if is_list_wanted(hearing.words) else None


def _command(command: Command, hearing: Hearing) -> Found:
    return Found(decision=Decision(act=Act.CHAT, command=command), matched=hearing.words[:20])


FIRST = (
    Rule(name="service.chosen", where=WAITS, read=chosen),
    Rule(name="service.answered", where=WAITS, read=answered),
    Rule(name="service.asked", where=OFFICE, read=asked),
)
