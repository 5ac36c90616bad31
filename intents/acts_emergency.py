"""Emergencies and the talk around them.

Comes in: a `Hearing` whose words may tell of a live emergency. Goes out: a report of it, or a
detail of the one that is open. Does not: call anybody; decide what may be said where.
"""

from dataclasses import replace
from datetime import timedelta

from intents.decisions import Act, Command, Decision, Move
from intents.dialogue import likeness, same_matter, shares_words
from intents.emergencies import rehearsed
from intents.hearing import Found, Hearing, Rule, found
from intents.outlook import EMERGENCY, OFFICE, SUSPICION, URGENT
from intents.scene import OpenCase, RoomKind
from intents.weighing import other_trouble

_URGENT = "P0"
_ALIVE = timedelta(hours=6)
_SAME_EVENT = timedelta(hours=2)
_HOT = timedelta(minutes=20)
_FIRST_MINUTES = timedelta(minutes=15)
_TALK = 2
_A_SENTENCE = 8


def drill(hearing: Hearing) -> Found | None:
    """Somebody who works or leads here begins a drill, or ends it; what is only planned is a
    notice.
    """
    if not (hearing.staff or hearing.leader) or hearing.match("drill_planned"):
        return None
    if hearing.scene.room is not RoomKind.LEADERS and not hearing.direct:
        return None
    if hearing.match("drill_end"):
        decision = Decision(act=Act.NOTICE, command=Command.DRILL_END)
        return Found(decision=decision, matched=hearing.matched("drill_end"))
    if not hearing.match("drill_start"):
        return None
    decision = Decision(
        act=Act.NOTICE,
        command=Command.DRILL_START,
        emergency=rehearsed(hearing.words),
        place=hearing.place,
    )
    return Found(decision=decision, matched=hearing.matched("drill_start"))


def _open(hearing: Hearing, age: timedelta, *, real: bool = False) -> OpenCase | None:
    """The open emergency that was touched last; a `real` one is no drill."""
    return next(
        (
            case
            for case in hearing.scene.cases
            if case.urgency == _URGENT
            and hearing.since(case) <= age
            and not case.done
            and not (real and case.drill)
        ),
        None,
    )


def happening(hearing: Hearing) -> Found | None:
    """A live emergency: joins the one that is open, or opens one."""
    if hearing.emergency is None:
        return None
    case = _open(hearing, _SAME_EVENT, real=True)
    if case is not None and likeness(hearing, case) > -1.0:
        return found(Act.DETAIL, case, hearing.emergency.rule)
    return found(Act.REPORT, None, hearing.emergency.rule)


def suspected(hearing: Hearing) -> Found | None:
    """What only the model takes for an emergency opens one to be looked at; where one is open,
    there is nothing to be suspected, and what the bot is deaf to stays unheard (domain rules
    §11.3).
    """
    if hearing.suspicion is None or _open(hearing, _SAME_EVENT, real=True) is not None:
        return None
    if hearing.staff or (hearing.limit is not None and not hearing.direct):
        return None
    result = found(Act.REPORT, None, hearing.suspicion.rule)
    return replace(result, decision=replace(result.decision, emergency=hearing.suspicion))


def over(hearing: Hearing) -> Found | None:
    """Words that an open emergency is over or was none."""
    case = _open(hearing, _ALIVE)
    if case is None or not (_concerns(hearing, case) or _relieved(hearing, case)):
        return None
    if hearing.match("false_alarm") and (case.own or hearing.staff or hearing.leader):
        act = Act.WITHDRAW if case.own else Act.DETAIL
        return found(act, case, hearing.matched("false_alarm"), move=Move.FALSE_ALARM)
    if hearing.match("all_clear") or _is_found(hearing, case):
        act = Act.CONFIRM if case.own else Act.FIXED
        return found(
            act,
            case,
            hearing.matched("all_clear", "found"),
            move=Move.ALL_CLEAR if hearing.staff or hearing.leader else None,
        )
    if case.own and hearing.match("confirm") and not hearing.says("question", "reject"):
        return found(Act.CONFIRM, case, hearing.matched("confirm"))
    return None


def _relieved(hearing: Hearing, case: OpenCase) -> bool:
    """Somebody is found, or all is well, while a late emergency is open: it is meant."""
    if _is_found(hearing, case):
        return True
    return hearing.since(case) <= _SAME_EVENT and hearing.match("all_clear") is not None


def _is_found(hearing: Hearing, case: OpenCase) -> bool:
    """Who was sought is found; where nobody is, whoever has "seen it" has seen the trouble."""
    return hearing.match("found") is not None and hearing.of(case.words).says("sought")


def step(hearing: Hearing) -> Found | None:
    """What people do about an emergency that is open: calls, searches, things seen."""
    case = _open(hearing, _ALIVE)
    if case is None:
        return None
    if hearing.since(case) <= _HOT and _goes_looking(hearing, case):
        return found(Act.VOLUNTEER, case, hearing.matched("searching"))
    if hearing.match("emergency_step"):
        if not _concerns(hearing, case):
            return None
        return found(Act.DETAIL, case, hearing.matched("emergency_step"), move=_told(hearing))
    if hearing.since(case) <= _HOT and hearing.talked_of(case, _TALK) and _tells(hearing, case):
        return found(Act.DETAIL, case, hearing.words[:20], move=_told(hearing))
    return None


def among_leaders(hearing: Hearing) -> Found | None:
    """In the first minutes those who lead speak of nothing else in their group."""
    case = _open(hearing, _FIRST_MINUTES)
    if case is None or case.private or not (hearing.staff or hearing.leader):
        return None
    if hearing.scene.room is not RoomKind.LEADERS or not _tells(hearing, case):
        return None
    if hearing.wordless or other_trouble(hearing, case):
        return None
    return found(Act.DETAIL, case, hearing.words[:20], move=_told(hearing))


def _goes_looking(hearing: Hearing, case: OpenCase) -> bool:
    """A neighbour who sets out, and not one who tells what was seen."""
    if hearing.staff or case.own or not hearing.match("searching") or hearing.match("sighting"):
        return False
    return _concerns(hearing, case)


def _concerns(hearing: Hearing, case: OpenCase) -> bool:
    """True in the middle of its talk, for whoever reported it, and where the words are like it."""
    if case.own or hearing.talked_of(case, _TALK):
        return True
    return likeness(hearing, case) >= hearing.limits.same_case


def _told(hearing: Hearing) -> Move | None:
    """What staff there or on their way tell; of others it moves nothing."""
    if not hearing.staff and not hearing.leader:
        return None
    if hearing.match("on_site"):
        return Move.ON_SITE
    going = hearing.staff and hearing.says("under_way", "take_self")
    return Move.TAKE if going else Move.PROGRESS


def _tells(hearing: Hearing, case: OpenCase) -> bool:
    """True for words that carry something: from staff, from whoever reported it, or about what was
    seen.
    """
    if hearing.says("courtesy", "laughing", "joke", "withdraw") or hearing.match("praise"):
        return False
    if hearing.match("question") and not case.own:
        return False
    leads = hearing.leader and len(hearing.words) >= _A_SENTENCE
    return hearing.staff or leads or case.own or _sees(hearing, case)


def _sees(hearing: Hearing, case: OpenCase) -> bool:
    """Something seen, or told in words that have to do with it."""
    if hearing.match("seen"):
        return True
    alike = same_matter(hearing, case) or shares_words(hearing, case)
    return alike and hearing.match("sighting") is not None


FIRST = (
    Rule(name="emergency.drill", read=drill, needs=("drill_start", "drill_end")),
    Rule(name="emergency.happening", where=EMERGENCY, read=happening),
)
LAST = (Rule(name="emergency.suspected", where=SUSPICION, read=suspected),)
REST = (Rule(name="emergency.among_leaders", where=OFFICE | URGENT, read=among_leaders),)
RULES = (
    Rule(
        name="emergency.over",
        where=URGENT,
        read=over,
        needs=(
            "false_alarm",
            "all_clear",
            "found",
            "confirm",
        ),
    ),
    Rule(name="emergency.step", where=URGENT, read=step),
)
