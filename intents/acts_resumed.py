"""Staff speak of an open case after the talk about it has died down: hours later nobody names it.

Comes in: a `Hearing` of staff in an owners' group that no other rule reads. Goes out: the step and
the only case it can be about. Does not: guess among several, nor read words that answer what was
just said there.
"""

from dataclasses import replace
from datetime import timedelta

from intents.decisions import Act, Move
from intents.dialogue import likeness, meant
from intents.hearing import Found, Hearing, Rule, found
from intents.outlook import CASES, STAFF
from intents.scene import OpenCase, RoomKind
from intents.steps import answer, step_in

_WEEK = timedelta(days=7)
_DAY = timedelta(hours=24)
_HOUR = timedelta(minutes=60)
_OTHERWISE = -0.5
_A_WORD, _TWO_WORDS, _LEAD = 0.8, 1.6, 0.5
_BRIEF = 30
_DONE = frozenset({Move.DONE, Move.ON_SITE, Move.PASS_UP})


def resumed(hearing: Hearing) -> Found | None:
    """Work that is told of with nothing to say on what: the only case here it can be, or the
    speaker's own.
    """
    if not hearing.staff or hearing.scene.room is not RoomKind.OWNERS or hearing.wordless:
        return None
    if hearing.says("courtesy", "laughing", "notice", "chain", "trade", "joke"):
        return None
    step = step_in(hearing, narrow=False)
    done = step is not None and step.move in _DONE
    case = _likely(hearing, done=done) or _only(hearing, _DAY if done else _HOUR)
    if case is None or (done and case.done):
        return None
    if step is not None:
        return answer(hearing, step, case)
    return found(Act.DETAIL, case, hearing.words[:20], move=Move.PROGRESS)


def goes_on(hearing: Hearing) -> Found | None:
    """What a suspended case waited for has come: the only one, the one that the words are like, or
    the question which one."""
    if not hearing.staff or not hearing.match("resume") or hearing.match("question"):
        return None
    waiting = [c for c in hearing.scene.cases if c.suspended and not (c.accused or c.private)]
    own = [case for case in waiting if case.takers_word]
    chosen = next((cases for cases in (waiting, own) if len(cases) == 1), waiting)
    if not chosen:
        return None
    guess = meant(hearing, among=tuple(chosen))
    if guess.case is None or not (len(chosen) == 1 or guess.clear):
        result = found(Act.DETAIL, None, hearing.matched("resume"), move=Move.RESUME)
        return replace(result, decision=replace(result.decision, ask_which=True))
    return found(Act.DETAIL, guess.case, hearing.matched("resume"), move=Move.RESUME)


def _open(hearing: Hearing, age: timedelta) -> list[OpenCase]:
    """What was reported here, is for all ears, and of that age at most."""
    return [
        case
        for case in hearing.scene.cases
        if case.in_room
        and not (case.private or case.accused)
        and hearing.since(case) <= age
        and likeness(hearing, case) > _OTHERWISE
    ]


def _likely(hearing: Hearing, *, done: bool) -> OpenCase | None:
    """The case whose words are clearly the most alike."""
    cases = enumerate(_open(hearing, _WEEK if done else _DAY))
    scores = sorted(
        ((likeness(hearing, case), -place, case) for place, case in cases),
        reverse=True,
        key=lambda entry: entry[:2],
    )
    if not scores or scores[0][0] < (_A_WORD if done else _TWO_WORDS):
        return None
    clear = len(scores) == 1 or scores[0][0] - scores[1][0] >= _LEAD
    return scores[0][2] if clear else None


def _only(hearing: Hearing, age: timedelta) -> OpenCase | None:
    """The only case of that age, or the only one in the speaker's own hands, for words that name
    nothing else."""
    if len(hearing.words) > _BRIEF or hearing.match("that_matter") or _answers(hearing):
        return None
    cases = [case for case in _open(hearing, age) if not case.done]
    own = [case for case in cases if case.takers_word or case.last_touched_by_speaker]
    chosen = cases if len(cases) == 1 else own
    return chosen[0] if len(chosen) == 1 else None


def _answers(hearing: Hearing) -> bool:
    """What was just said here by somebody else is about no case, and is what is answered."""
    last = hearing.scene.recent[:1]
    mine = not last or last[0].sender == hearing.scene.speaker
    return not mine and last[0].case is None


FIRST = (Rule(name="staff.goes_on", where=STAFF | CASES, read=goes_on, needs=("resume",)),)
RULES = (Rule(name="staff.resumed", where=STAFF | CASES, read=resumed),)
