"""What people tell of cases that are open: the next words of whoever reported it, answers, sights,
pictures, news of one's own case days later.

Comes in: a `Hearing`. Goes out: a detail of the case it belongs to, or thanks. Does not: open
cases; read what is wanted of a case.
"""

from datetime import timedelta

from intents.acts_resident import mine
from intents.acts_thanks import thanks
from intents.decisions import Act
from intents.dialogue import likeness, meant, same_matter, shares_words
from intents.hearing import Found, Hearing, Rule, found
from intents.outlook import CASES, OWN, QUOTED, TALKED
from intents.scene import OpenCase, Recent, RoomKind
from intents.text import normalise
from intents.weighing import request_score
from intents.words import lists

_AFTERWARDS = timedelta(days=10)
_JUST_NOW = timedelta(minutes=12)
_ASKED = timedelta(minutes=60)
_SOME_LIKENESS = 1.2
_WITNESS = 1.6
_SURE = 1.5
_A_SENTENCE = 12
_A_NOTE = 8
_LOST = "MS-17"
_TELLING = ("trouble", "complaint", "answering", "sighting", "urge", "reject", "praise")
_FACTS = ("trouble", "answering", "sighting", "urge")


def witness(hearing: Hearing) -> Found | None:
    """Somebody adds a fact to what is being talked of."""
    spoken_of = {recent.case for recent in hearing.scene.recent[:2]}
    fresh = tuple(
        c for c in hearing.scene.cases if c.key in spoken_of and hearing.since(c) <= _JUST_NOW
    )
    if not fresh or hearing.wordless:
        return None
    if hearing.says("courtesy", "laughing", "joke", "trade", "chain", "elsewhere"):
        return None
    lost = next((c for c in fresh if c.item == _LOST and not c.own), None)
    if lost is not None and (hearing.match("claim") or shares_words(hearing, lost)):
        return found(Act.DETAIL, lost, hearing.matched("claim"))
    if hearing.says("offer", "volunteer", "question"):
        return None
    guess = meant(hearing, among=fresh)
    if guess.case is None or likeness(hearing, guess.case) < _WITNESS:
        return None
    if not (same_matter(hearing, guess.case) or shares_words(hearing, guess.case)):
        return None
    return found(Act.DETAIL, guess.case, hearing.words[:20])


def later(hearing: Hearing) -> Found | None:
    """What one tells days later of one's own case, in words that are clearly like it."""
    if len(hearing.words) < _A_SENTENCE:
        return None
    own = tuple(c for c in hearing.scene.cases if c.own and hearing.since(c) <= _AFTERWARDS)
    if not own or hearing.wordless:
        return None
    if request_score(hearing) >= _SURE:
        return None
    if hearing.says("courtesy", "laughing", "joke", "trade", "chain", "question"):
        return None
    case = meant(hearing, among=own).case
    news = hearing.says("already")
    if not news and hearing.says("trouble", "complaint"):
        return None
    enough = _SOME_LIKENESS if news else hearing.limits.same_case
    if case is None or likeness(hearing, case) < enough:
        return None
    return found(_stand(hearing, case), case, hearing.words[:20])


def _stand(hearing: Hearing, case: OpenCase) -> Act:
    """What such news comes to: as bad as before, well, or neither."""
    if hearing.says("reject", "urge"):
        return Act.REJECT if case.done else Act.URGE
    if hearing.says("sound", "confirm") and not hearing.says("but", "trouble", "future"):
        return Act.CONFIRM
    return Act.DETAIL


def fragment(hearing: Hearing) -> Found | None:
    """One's next words, or a picture, on what one has just reported."""
    limit = timedelta(seconds=hearing.limits.fragment_seconds)
    own = next((c for c in mine(hearing, limit) if _still_speaking(hearing, c)), None)
    if own is None or own.done or hearing.wordless:
        return None
    if hearing.says("courtesy", "laughing", "joke", "trade", "chain"):
        return None
    if not _goes_on(hearing, own) or _to_a_neighbour(hearing):
        return None
    if hearing.match("praise") and not hearing.match("trouble"):
        return thanks(hearing)
    return found(Act.DETAIL, own, hearing.words[:20])


def _still_speaking(hearing: Hearing, case: OpenCase) -> bool:
    """Nobody has spoken of it since, or the reporter asks to keep it quiet."""
    return case.last_touched_by_speaker or (case.own and hearing.private)


def _goes_on(hearing: Hearing, case: OpenCase) -> bool:
    """True where nobody has spoken in between, or the words themselves tell something; else they
    are an answer to whoever has.
    """
    before = hearing.scene.recent
    if (
        not before
        or before[0].sender == hearing.scene.speaker
        or hearing.place is not None
        or hearing.private
        or _was_asked(before[0])
    ):
        return True
    return hearing.says(*_TELLING) or likeness(hearing, case) >= _SOME_LIKENESS


def _to_a_neighbour(hearing: Hearing) -> bool:
    """One of those who have just talked of other things is spoken to, and nothing is told."""
    last = hearing.scene.recent[:1]
    if not last or last[0].sender == hearing.scene.speaker or last[0].case is not None:
        return False
    return hearing.match("thou") is not None and not hearing.says(*_FACTS)


def _was_asked(last: Recent) -> bool:
    """What somebody else has just said is a short question."""
    words = normalise(last.text or "")
    return 0 < len(words) <= _A_SENTENCE and lists("talk")["asks_back"].search(words) is not None


def picture(hearing: Hearing) -> Found | None:
    """A picture right after one's own words on a case."""
    shown = bool(hearing.scene.images) or hearing.match("picture") is not None
    if not shown or not hearing.wordless:
        return None
    limit = timedelta(seconds=hearing.limits.fragment_seconds)
    own = next(iter(mine(hearing, limit)), None)
    return found(Act.DETAIL, own, "picture") if own else None


def answer(hearing: Hearing) -> Found | None:
    """What the reporter answers to those who ask about the case: a place, a time, a yes or no."""
    asked = tuple(c for c in mine(hearing, _ASKED) if _asked_about(hearing, c))
    if not asked or hearing.wordless or hearing.says("laughing", "joke", "trade"):
        return None
    if hearing.place is None and not (_answers_now(hearing) and hearing.words[2:]):
        return None
    if hearing.says("courtesy") or hearing.match("question"):
        return None
    if hearing.place is None and hearing.match("praise"):
        return None
    return found(Act.DETAIL, meant(hearing, among=asked).case, hearing.words[:20])


def _answers_now(hearing: Hearing) -> bool:
    """Words that begin like an answer, or anything after a short question."""
    last = hearing.scene.recent[:1]
    asked = bool(last) and last[0].sender != hearing.scene.speaker and _was_asked(last[0])
    if not asked and hearing.match("agrees") and len(hearing.words) <= _A_NOTE:
        return False
    return asked or hearing.match("answering") is not None


def _asked_about(hearing: Hearing, case: OpenCase) -> bool:
    """True where somebody else has just spoken on the case."""
    return any(
        r.case == case.key and r.sender != hearing.scene.speaker for r in hearing.scene.recent[:2]
    )


def quoted(hearing: Hearing) -> Found | None:
    """An answer to a message of a case that no other rule reads."""
    quote = hearing.scene.quoted
    case = hearing.case(quote.case) if quote else None
    if case is None or hearing.says("courtesy", "laughing", "joke") or hearing.wordless:
        return None
    if hearing.match("praise"):
        return found(Act.PRAISE, case, hearing.matched("praise"))
    return found(Act.DETAIL, case, hearing.words[:20])


def numbered(hearing: Hearing) -> Found | None:
    """A case named by number that no other rule reads."""
    if not hearing.direct and hearing.scene.room is not RoomKind.LEADERS:
        return None
    case = meant(hearing).case if hearing.numbers else None
    if case is None or case.number not in hearing.numbers:
        return None
    return found(Act.DETAIL, case, str(case.number))


FIRST = (Rule(name="resident.picture", where=OWN, read=picture),)
BEFORE_REPORTS = (Rule(name="resident.later", where=OWN, read=later),)
REST = (
    Rule(name="resident.fragment", where=OWN, read=fragment),
    Rule(name="resident.answer", where=OWN, read=answer),
    Rule(name="resident.quoted", where=QUOTED | CASES, read=quoted),
    Rule(name="resident.numbered", where=CASES, read=numbered),
    Rule(name="resident.witness", where=CASES | TALKED, read=witness),
)
