"""What is told of a case that others talk of: mine is the same, mine is fine, it is well now.

Comes in: a `Hearing` of somebody who is no staff. Goes out: another household, a detail, a
confirmation or a refusal of the case that is talked of. Does not: open cases; read words that ask
or hurry (`intents.acts_resident` does).
"""

from datetime import timedelta

from intents.acts_resident import said_fixed
from intents.decisions import Act
from intents.dialogue import likeness, meant, names_another_thing
from intents.hearing import Found, Hearing, Rule, found
from intents.limits import limit_of
from intents.outlook import CASES, NEIGHBOUR
from intents.scene import OpenCase
from intents.text import normalise
from intents.weighing import gate, other_trouble, request_score

_JUST_NOW = timedelta(minutes=12)
_JUST_REPORTED = timedelta(minutes=5)
_AFTER_MENDING = timedelta(days=3)
_TOGETHER = timedelta(hours=72)
_WITHIN_A_DAY = timedelta(days=1)
_THREAD, _TALK = 2, 6
_NOT_SO = ("question", "reject", "future", "but", "complaint", "urge")
_SOME_LIKENESS, _A_LITTLE, _ANY_LIKENESS = 1.2, 0.4, -1.0


def seems_well(hearing: Hearing) -> Found | None:
    """It is as it should be, tells somebody who has looked, where it is said to be mended."""
    if hearing.staff or hearing.says(*_NOT_SO) or hearing.says("laughing", "joke", "trade"):
        return None
    if hearing.match("thanks") and not hearing.match("sound"):
        return None
    cases = tuple(c for c in hearing.scene.cases if _just_mended(hearing, c))
    case = meant(hearing, among=cases).case
    if case is None or names_another_thing(hearing, case):
        return None
    this_minute = _just_called_done(hearing, case)
    if likeness(hearing, case) < (_ANY_LIKENESS if this_minute else _A_LITTLE):
        return None
    if other_trouble(hearing, case) and not (case.own or case.joined):
        return None
    return found(Act.CONFIRM, case, hearing.matched("sound", "confirm"))


def sounds_well(hearing: Hearing) -> Found | None:
    """The model hears that a trouble is over, in words that no list has: of a case that is said to
    be mended, or of one's own that somebody is at. What would else be a report is none only there.
    """
    sounds = hearing.opinion.talk.well
    if hearing.staff or sounds < hearing.limits.well_own:
        return None
    if hearing.says("question", "reject", "future", "urge", "trade"):
        return None
    cases = tuple(c for c in hearing.scene.cases if _may_be_over(hearing, c))
    case = meant(hearing, among=cases).case
    if case is None:
        return None
    concerned = case.own or case.joined
    if not concerned and (sounds < hearing.limits.well or request_score(hearing) >= gate(hearing)):
        return None
    if names_another_thing(hearing, case) and likeness(hearing, case) < _A_LITTLE:
        return None
    return found(Act.CONFIRM, case, f"{sounds:.2f}")


def _may_be_over(hearing: Hearing, case: OpenCase) -> bool:
    """One's own within days, said to be mended or in hand and spoken of; another's where it is said
    to be mended, in the talk of the day.
    """
    if case.private and not hearing.private:
        return False
    mended = said_fixed(hearing, case)
    alike = likeness(hearing, case) >= _A_LITTLE
    if case.own or case.joined:
        return hearing.since(case) <= _AFTER_MENDING and (mended or (case.taken and alike))
    if not mended or hearing.since(case) > _WITHIN_A_DAY:
        return False
    return alike or hearing.talked_of(case, _TALK)


def _just_mended(hearing: Hearing, case: OpenCase) -> bool:
    """Mended days ago and one's own, or said to be in the words just before."""
    if (case.own or case.joined) and case.done and hearing.since(case) <= _AFTER_MENDING:
        return True
    return _just_called_done(hearing, case)


def _just_called_done(hearing: Hearing, case: OpenCase) -> bool:
    said = any(
        recent.case == case.key and recent.act == Act.FIXED
        for recent in hearing.scene.recent[:_THREAD]
    )
    return said and hearing.since(case) <= _JUST_NOW


def second(hearing: Hearing) -> Found | None:
    """Another household with the same trouble: "so is mine", or a like report near it."""
    if hearing.staff or not hearing.says("second", "household", "agreeing") or hearing.wordless:
        return None
    if hearing.says("chain", "trade", "claim"):
        return None
    others = tuple(
        c for c in hearing.scene.cases if not c.own and not c.done and hearing.since(c) <= _TOGETHER
    )
    guess = meant(hearing, among=others)
    if guess.case is None:
        return None
    if other_trouble(hearing, guess.case):
        return None
    if _follows_limited_talk(hearing):
        return None
    fresh = hearing.since(guess.case) <= _JUST_NOW and hearing.talked_of(guess.case, 3)
    alike = likeness(hearing, guess.case)
    plain = hearing.match("second") is not None or _also_suffers(hearing, guess.case)
    plain = plain or (hearing.match("agreeing") is not None and hearing.talked_of(guess.case, 1))
    plain = plain and not hearing.says("joke", "laughing")
    if fresh and alike > (_ANY_LIKENESS if plain else _SOME_LIKENESS):
        act = _how_it_is(hearing, guess.case)
        return found(act, guess.case, hearing.matched("second", "household", "agreeing"))
    return None


def _how_it_is(hearing: Hearing, case: OpenCase) -> Act:
    """A neighbour's own case of the same; "mine is fine" is none, and after the mending it is
    either well or not."""
    mended = said_fixed(hearing, case)
    if hearing.says("well_here", "sound", "confirm") and not hearing.says(
        "trouble", "complaint", "reject"
    ):
        return Act.CONFIRM if mended else Act.DETAIL
    refused = hearing.matched("reject") not in ("", hearing.matched("second"))
    suffers = refused and hearing.match("household") is not None
    return Act.REJECT if mended and suffers else Act.SECOND


def _follows_limited_talk(hearing: Hearing) -> bool:
    """True where agreeing would be with what the bot is deaf to."""
    before = hearing.scene.recent[:1]
    return any(limit_of(normalise(recent.text or "")) is not None for recent in before)


def _also_suffers(hearing: Hearing, case: OpenCase) -> bool:
    """One's own home and a complaint, right after another's report."""
    return (
        hearing.since(case) <= _JUST_REPORTED
        and hearing.match("household") is not None
        and hearing.says("trouble", "complaint", "already", "injury")
    )


RULES = (
    Rule(
        name="resident.seems_well",
        where=NEIGHBOUR | CASES,
        read=seems_well,
        needs=("sound", "confirm"),
    ),
    Rule(name="resident.sounds_well", where=NEIGHBOUR | CASES, read=sounds_well),
    Rule(
        name="resident.second",
        where=NEIGHBOUR | CASES,
        read=second,
        needs=("second", "household", "agreeing"),
    ),
)
