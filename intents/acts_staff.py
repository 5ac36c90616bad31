"""What staff and building leaders say about cases: taking on, news, done, passing up.

Comes in: a `Hearing` from somebody whose work it is, or from a building leader. Goes out: the act,
and the move of the case that goes with it (domain rules §6.2-6.3; the words are read by
`intents.steps`). Does not: check whether the speaker may make that move; the service does.
"""

from dataclasses import replace
from datetime import timedelta

from intents.decisions import Act, Move
from intents.dialogue import Meant, is_called, likeness, meant, same_matter
from intents.hearing import Found, Hearing, Rule, found
from intents.numbers import listed
from intents.outlook import LEADER, OFFICE, STAFF
from intents.scene import OpenCase, Role, RoomKind
from intents.sideroads import shows
from intents.steps import OF_A_CASE, Step, answer, step_in
from intents.text import bare
from intents.weighing import gate, request_score

_TALKING = timedelta(minutes=20)
_TALK = 6
_A_MOMENT = timedelta(minutes=3)
_URGENT = "P0"
_STILL_OPEN = timedelta(days=7)
_WITHIN_AN_HOUR = timedelta(hours=1)
_A_FEW, _A_SPEECH = 4, 40
_ELSE = ("courtesy", "laughing", "joke", "trade", "praise", "chain", "notice", "offer", "volunteer")
_IN_HAND = timedelta(hours=24)
_PUBLIC_LENGTH = 12
_BARE = 5
_OF_SEVERAL = frozenset(
    {Move.TAKE, Move.DONE, Move.PASS_UP, Move.ASSIGN, Move.CHECK_PASSED, Move.GRANT}
)
_SOME_LIKENESS = 1.3
_A_WORD = 0.8
_CLEARLY = 1.0


def _speaks_of_work(hearing: Hearing) -> bool:
    return hearing.staff or hearing.leader


def _pointed(hearing: Hearing) -> bool:
    """True where a number or a quote names the case."""
    quoted = hearing.scene.quoted
    return bool(hearing.numbers) or (quoted is not None and quoted.case is not None)


def pointed(hearing: Hearing) -> Found | None:
    """A case named by number or quote: taken on, done, passed up, given back, news of it."""
    if not _speaks_of_work(hearing) or not _pointed(hearing) or hearing.wordless:
        return None
    case = meant(hearing).case
    if case is None:
        return None
    if _asks_back(hearing):
        return found(Act.ASK_STATUS, case, hearing.matched("ask_status", "urge"))
    if case.accused:
        return found(Act.DETAIL, case, hearing.words[:20])
    if hearing.match("false_alarm") and len(hearing.words) <= _PUBLIC_LENGTH:
        return found(Act.DETAIL, case, hearing.matched("false_alarm"), move=Move.FALSE_ALARM)
    step = step_in(hearing, narrow=True)
    if step is not None:
        return _with_others(hearing, step, answer(hearing, step, case))
    if hearing.says("courtesy", "laughing"):
        return None
    return found(Act.DETAIL, case, hearing.words[:20], move=_told_of(hearing, case))


def _told_of(hearing: Hearing, case: OpenCase) -> Move | None:
    """Words of staff that are no step: news, but in an emergency whoever is on his way has it."""
    if not hearing.staff:
        return None
    going = case.urgency == _URGENT and hearing.match("under_way") is not None
    return Move.TAKE if going else Move.PROGRESS


def _with_others(hearing: Hearing, step: Step, result: Found) -> Found:
    """The same of every case, where several are listed before the words."""
    if step.move not in _OF_SEVERAL:
        return result
    numbers = listed(hearing.words)
    cases = {case.number: case for case in hearing.scene.cases if not case.accused}
    if any(number not in cases for number in numbers):
        return result
    others = [cases[n] for n in dict.fromkeys(numbers) if cases[n].key != result.decision.case]
    also = tuple(answer(hearing, step, case).decision for case in others)
    return replace(result, decision=replace(result.decision, also=also))


def _asks_back(hearing: Hearing) -> bool:
    """A leader or grid member may ask or hurry as well as tell."""
    return (
        hearing.says("ask_status")
        and hearing.scene.role is not Role.PROPERTY
        and not hearing.says("done", "take", "pass_up")
    )


def announcement(hearing: Hearing) -> Found | None:
    """A notice to everybody that is not about a case under discussion."""
    if (
        not _speaks_of_work(hearing)
        or not hearing.match("notice")
        or len(hearing.words) < _PUBLIC_LENGTH
    ):
        return None
    case = _about(hearing).case
    if (
        case is not None
        and hearing.since(case) <= _TALKING
        and likeness(hearing, case)
        >= (_A_WORD if hearing.talked_of(case, _TALK) else hearing.limits.same_case)
    ):
        return None
    return found(
        Act.NOTICE,
        case if case and likeness(hearing, case) >= hearing.limits.same_case else None,
        hearing.matched("notice"),
    )


def _about(hearing: Hearing) -> Meant:
    """The case that staff mean without naming it: the one just spoken of, or the one whose words
    fit."""
    cases = tuple(case for case in hearing.scene.cases if hearing.since(case) <= _STILL_OPEN)
    guess = meant(hearing, among=cases)
    asked = _just_spoken_of(hearing)
    if asked is None or guess.case is None or guess.case.key == asked.key:
        return guess
    alike = likeness(hearing, guess.case)
    ahead = alike - likeness(hearing, asked) >= _CLEARLY
    if (alike >= hearing.limits.same_case and ahead) or hearing.numbers:
        return guess
    if is_called(hearing, guess.case) and not is_called(hearing, asked):
        return guess
    return Meant(case=asked, score=guess.score)


def _just_spoken_of(hearing: Hearing) -> OpenCase | None:
    """The case of the last words in the room, if they were another's and a moment ago."""
    last = hearing.scene.recent[:1]
    if not last or last[0].sender == hearing.scene.speaker:
        return None
    case = hearing.case(last[0].case)
    return case if case is not None and hearing.since(case) <= _A_MOMENT else None


def _concerned(hearing: Hearing, guess: Meant, step: Step | None) -> OpenCase | None:
    """The case if it is under discussion or the words fit it; words of completion fit sooner."""
    case = guess.case
    if case is None:
        return None
    talked = hearing.since(case) <= _TALKING and hearing.talked_of(case, _TALK)
    alike = likeness(hearing, case)
    if talked or alike >= hearing.limits.same_case:
        return case
    completed = step is not None and step.move is Move.DONE
    enough = _A_WORD if completed else _SOME_LIKENESS
    if alike >= enough and _stands_out(hearing, guess) and _tells(hearing, step):
        return case
    return _in_own_hands(hearing) if completed else None


def _stands_out(hearing: Hearing, guess: Meant) -> bool:
    """True where no other case is as likely, or the words of none are as like."""
    if guess.clear or guess.case is None:
        return guess.clear
    alike = likeness(hearing, guess.case) - hearing.limits.clear_lead
    others = (c for c in hearing.scene.cases if c.key != guess.case.key)
    return all(likeness(hearing, other) <= alike for other in others)


def _tells(hearing: Hearing, step: Step | None) -> bool:
    """Words of completion, and of staff all that are more than a nod."""
    if step is not None and step.move is Move.DONE:
        return True
    return hearing.staff and (step is not None or len(hearing.words) >= _PUBLIC_LENGTH)


def _in_own_hands(hearing: Hearing) -> OpenCase | None:
    """The only case of late that this speaker has in hand, where no other words fit."""
    own = [
        case
        for case in hearing.scene.cases
        if case.takers_word and case.taken and hearing.since(case) <= _IN_HAND
    ]
    if len(own) != 1 or hearing.scene.room is not RoomKind.OWNERS:
        return None
    return own[0] if likeness(hearing, own[0]) >= 0.0 else None


def news(hearing: Hearing) -> Found | None:
    """Progress without a number, where the scene says which case it is."""
    if not hearing.staff or hearing.wordless or hearing.says("laughing"):
        return None
    guess = _about(hearing)
    in_office = hearing.scene.room is RoomKind.LEADERS
    step = step_in(hearing, narrow=in_office)
    case = _concerned(hearing, guess, step)
    if case is None:
        return _which(hearing, step) if in_office else None
    if step is None:
        return _told(hearing, case)
    if in_office and not guess.clear and step.move is not Move.TAKE:
        return _asked_which(hearing, step)
    return answer(hearing, step, case)


def _which(hearing: Hearing, step: Step | None) -> Found | None:
    """Words of work in the leaders' group: the only case in hand, late or the speaker's own, or
    the question which one."""
    if step is None or step.move not in OF_A_CASE:
        return None
    in_work = [c for c in hearing.scene.cases if c.taken and not c.done]
    taken = [c for c in in_work if hearing.since(c) <= _IN_HAND]
    own = [c for c in in_work if c.takers_word and hearing.since(c) <= _STILL_OPEN]
    only = taken or own
    if len(only) == 1 and len(hearing.words) <= _PUBLIC_LENGTH:
        return answer(hearing, step, only[0])
    if len(only) > 1 or (not only and _nothing_but(hearing, step)):
        return _asked_which(hearing, step)
    return None


def _nothing_but(hearing: Hearing, step: Step) -> bool:
    """A bare "it is mended" of those whose work it is, while something waits to be taken on."""
    if step.move is not Move.DONE or len(bare(hearing.words)) > _BARE:
        return False
    if hearing.match("handed_on") or hearing.says("question", "reject"):
        return False
    return any(not c.done and hearing.since(c) <= _IN_HAND for c in hearing.scene.cases)


def _asked_which(hearing: Hearing, step: Step) -> Found:
    result = found(step.act, None, hearing.matched(step.words), move=step.move)
    return replace(result, decision=replace(result.decision, ask_which=True))


def _told(hearing: Hearing, case: OpenCase) -> Found | None:
    """Words of staff in the middle of a case's talk belong to it unless they are mere courtesy."""
    if hearing.says("courtesy") or (
        hearing.says("praise") and not hearing.says("trouble", "question")
    ):
        return None
    move = None if case.accused else Move.PROGRESS
    return found(Act.DETAIL, case, hearing.words[:20], move=move)


def leader_news(hearing: Hearing) -> Found | None:
    """A building leader tells of a case: seen, done or handed on, where the words fit it."""
    if not hearing.leader or hearing.wordless:
        return None
    if hearing.says("laughing", "courtesy", "need") or _only_asks(hearing):
        return None
    guess = _about(hearing)
    step = step_in(hearing, narrow=False)
    case = _concerned(hearing, guess, step)
    if case is None:
        return None
    if request_score(hearing) >= gate(hearing) and not _same(hearing, case):
        return None
    told = hearing.says("handed_on") or likeness(hearing, case) >= hearing.limits.same_case
    if step is not None and (told or _own_step(hearing, step)):
        return answer(hearing, step, case)
    return found(Act.DETAIL, case, hearing.words[:20]) if told else None


def _same(hearing: Hearing, case: OpenCase) -> bool:
    """True where the words are about that very case rather than a new one."""
    if same_matter(hearing, case):
        return True
    return case.urgency == _URGENT and likeness(hearing, case) >= hearing.limits.same_case


def _only_asks(hearing: Hearing) -> bool:
    return hearing.match("question") is not None and hearing.match("handed_on") is None


def _own_step(hearing: Hearing, step: Step) -> bool:
    """A neighbour's "I am going" counts, a neighbour's "on Sunday" does not."""
    if step.move is Move.TAKE:
        return hearing.match("take_self") is not None
    return step.move in (Move.DONE, Move.PASS_UP, Move.ON_SITE)


def evidence(hearing: Hearing) -> Found | None:
    """A picture of what was done, after it was asked for: of the case that is named, or of the one
    spoken of last."""
    if not hearing.staff or not hearing.wordless:
        return None
    if not hearing.scene.images and not shows(hearing.words):
        return None
    asked = tuple(case for case in hearing.scene.cases if case.shows_wanted)
    quoted = hearing.case(hearing.scene.quoted.case) if hearing.scene.quoted else None
    case = quoted if quoted in asked else next(iter(asked), None)
    if case is None or hearing.since(case) > _STILL_OPEN:
        return None
    return found(Act.DETAIL, case, "picture", move=Move.EVIDENCE)


def follows(hearing: Hearing) -> Found | None:
    """What nothing else explains, said by staff where a case was talked of within the hour, is
    about it: they do not chat. Steps are read by others; this is news.
    """
    said = hearing.scene
    if not hearing.staff or said.room is RoomKind.PRIVATE or hearing.limit is not None:
        return None
    if hearing.says(*_ELSE) or not _A_FEW <= len(hearing.words) <= _A_SPEECH:
        return None
    lately = [
        case
        for case in said.cases
        if hearing.since(case) <= _WITHIN_AN_HOUR
        and not case.accused
        and not case.private
        and (case.in_room or said.room is RoomKind.LEADERS)
    ]
    place = hearing.place
    if not lately or (place is not None and place.building not in (None, lately[0].place.building)):
        return None
    return found(Act.DETAIL, lately[0], hearing.words[:20], move=_told_of(hearing, lately[0]))


RULES = (
    Rule(name="staff.evidence", where=STAFF, read=evidence),
    Rule(name="staff.pointed", where=OFFICE, read=pointed),
    Rule(name="staff.announcement", where=OFFICE, read=announcement, needs=("notice",)),
    Rule(name="staff.news", where=STAFF, read=news),
    Rule(name="staff.leader_news", where=LEADER, read=leader_news),
)
REST = (Rule(name="staff.follows", where=STAFF, read=follows),)
