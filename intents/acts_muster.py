"""Calls for volunteers: a leader's call, what neighbours answer to one that is open where they
speak, what the leader says of it afterwards.

Comes in: a `Hearing`. Goes out: a command with the act `volunteer`. Does not: take anything for an
answer where nothing was called; read numbers and times (`intents.musters` does, when it is acted
upon); hear calls for meetings, votes and protests.
"""

from collections.abc import Sequence

from intents.decisions import Act, Command, Decision
from intents.hearing import Found, Hearing, Rule
from intents.musters import (
    answers_hands,
    is_organising,
    read_attendance,
    read_call,
    read_hands,
    read_leaving,
    read_sign_up,
    read_when,
    says,
)
from intents.outlook import TALKED
from intents.scene import OpenMuster, Role, RoomKind

CALLERS = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET, Role.DUTY_OFFICER})
_OF_CALLS = frozenset({"volunteer", "notice"})
_NEAR = 8
_A_CALL = 8
_NOW = "P0"


def call(hearing: Hearing) -> Found | None:
    """A leader calls for hands. Not said to the bot, it has to be whole; where words of an
    emergency are heard, one must be under way.
    """
    scene = hearing.scene
    if scene.role not in CALLERS or hearing.limit is not None or is_organising(hearing.words):
        return None
    said = read_call(hearing.words, scene.now)
    if said is None or not (said.is_complete or (hearing.direct and said.matter)):
        return None
    under_way = any(case.urgency == _NOW and not case.done for case in scene.cases)
    if hearing.emergency is not None and not under_way:
        return None
    return _command(Command.MUSTER, hearing)


def hands(hearing: Hearing) -> Found | None:
    """Somebody, mostly who serves the grid, asks for hands in a group, with no hour that a call
    could be made of: by the words or, to the model, by their sound.
    """
    scene = hearing.scene
    serves = hearing.staff or hearing.leader or scene.role is Role.VOLUNTEER
    if scene.room is RoomKind.PRIVATE or hearing.limit is not None:
        return None
    if hearing.emergency is not None or is_organising(hearing.words):
        return None
    limits = hearing.limits
    sounds = hearing.opinion.talk.call >= (limits.call if serves else limits.call_resident)
    if not sounds and not (serves and read_hands(hearing.words)):
        return None
    return Found(decision=Decision(act=Act.VOLUNTEER), matched=hearing.words[:20])


def comes(hearing: Hearing) -> Found | None:
    """Somebody says that he comes, right after hands were asked for."""
    scene = hearing.scene
    asked = any(
        one.act == Act.VOLUNTEER and one.sender != scene.speaker and _calls(one.text or "")
        for one in scene.recent[:_NEAR]
    )
    if not asked or _elsewhere(hearing) or hearing.says("trade", "joke"):
        return None
    sounds = hearing.opinion.talk.volunteer >= hearing.limits.volunteer and not hearing.staff
    if not sounds and not answers_hands(hearing.words):
        return None
    return Found(decision=Decision(act=Act.VOLUNTEER), matched=hearing.words[:20])


def _calls(text: str) -> bool:
    """Whether what was said for hands asked for them: who comes says so in few words."""
    return read_hands(text) or (len(text) >= _A_CALL and not answers_hands(text))


def run(hearing: Hearing) -> Found | None:
    """What the leader says of his own call: enough, cancelled, another time, who came."""
    own = [one for one in hearing.scene.musters if one.own]
    if not own or _elsewhere(hearing):
        return None
    begun = any(one.begun for one in own)
    if begun and read_attendance(hearing.words) is not None:
        return _command(Command.MUSTER_CAME, hearing)
    if all(one.begun for one in own) or not _names_it(hearing, own):
        return None
    if says("moved", hearing.words) and read_when(hearing.words, hearing.scene.now) is not None:
        return _command(Command.MUSTER_MOVE, hearing)
    if says("cancelled", hearing.words):
        return _command(Command.MUSTER_CANCEL, hearing)
    return _command(Command.MUSTER_ENOUGH, hearing) if says("enough", hearing.words) else None


def leave(hearing: Hearing) -> Found | None:
    """Somebody who signed up does not come."""
    signed = any(one.signed for one in hearing.scene.musters)
    if not signed or _elsewhere(hearing) or not read_leaving(hearing.words):
        return None
    return _command(Command.MUSTER_LEAVE, hearing)


def join(hearing: Hearing) -> Found | None:
    """Somebody comes. What is asked of him, a trouble and a case that is talked of go before."""
    scene = hearing.scene
    if not any(one.takes and not one.own for one in scene.musters):
        return None
    if scene.waiting is not None or _elsewhere(hearing) or hearing.says("trouble", "trade", "joke"):
        return None
    return (
        _command(Command.MUSTER_JOIN, hearing)
        if read_sign_up(hearing.words, mere=_just_called(hearing)) is not None
        else None
    )


def _just_called(hearing: Hearing) -> bool:
    """Whether mere words answer a call: it is quoted, or nothing else was talked of since."""
    scene = hearing.scene
    if scene.quoted is not None and scene.quoted.text:
        return any(one.matter in scene.quoted.text for one in scene.musters)
    if hearing.staff:
        last = next(iter(scene.recent), None)
        return last is not None and last.act in _OF_CALLS and says("too", hearing.words)
    if scene.room is RoomKind.PRIVATE:
        return not any(case.own or case.joined for case in scene.cases)
    for recent in scene.recent[:_NEAR]:
        if recent.case is not None:
            return False
        if recent.act in _OF_CALLS:
            return True
    return False


def _names_it(hearing: Hearing, own: Sequence[OpenMuster]) -> bool:
    """In a group a word about something else may sound alike: the call is named or quoted, or the
    room has talked of nothing but it; alone with the bot it is clear.
    """
    if hearing.direct or any(one.matter in hearing.words for one in own):
        return True
    return _just_called(hearing) or not hearing.scene.recent or _spoken_of(hearing)


def _spoken_of(hearing: Hearing) -> bool:
    return not any(recent.case for recent in hearing.scene.recent[:3])


def _elsewhere(hearing: Hearing) -> bool:
    """Words about a case or a danger."""
    quoted = hearing.scene.quoted
    about = quoted is not None and quoted.case is not None
    return about or hearing.emergency is not None or bool(hearing.numbers and hearing.scene.cases)


def _command(command: Command, hearing: Hearing) -> Found:
    decision = Decision(act=Act.VOLUNTEER, command=command)
    return Found(decision=decision, matched=hearing.words[:20])


FIRST = (
    Rule(name="muster.call", read=call),
    Rule(name="muster.run", read=run),
    Rule(name="muster.leave", read=leave),
    Rule(name="muster.join", read=join),
    Rule(name="muster.hands", read=hands),
    Rule(name="muster.comes", where=TALKED, read=comes),
)
