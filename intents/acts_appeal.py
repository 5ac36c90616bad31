"""What a case lacks is asked for in a group, and somebody takes it on.

Comes in: a `Hearing`. Goes out: a command with the act `need` or `offer`, and the case. Does not:
take anything for a pledge where nothing is asked for; hear money gathered for a fight (domain rules
§11.3).
"""

from dataclasses import replace

from intents.appeals import MONEY, Pledge, begins_with, gives_up, read_lack, read_pledge
from intents.decisions import Act, Command
from intents.dialogue import meant
from intents.hearing import Found, Hearing, Rule, found
from intents.numbers import case_numbers
from intents.outlook import CASES, OFFICE
from intents.scene import OpenAppeal

_NEAR = 8
_NEED = Act.NEED


def asked(hearing: Hearing) -> Found | None:
    """Who has to do with a case says what it lacks: the case is named, quoted, or clear."""
    if hearing.limit is not None or hearing.emergency is not None:
        return None
    if read_lack(hearing.words, named=True) is None:
        return None
    guess = meant(hearing)
    number = begins_with(hearing.words)
    begun = next((one for one in hearing.scene.cases if one.number == number), None)
    case = begun or guess.case
    if case is None or case.private or case.accused:
        return None
    named = begun or case.number in hearing.numbers or _quotes(hearing, case.key)
    if not named and not (guess.clear and hearing.talked_of(case, _NEAR)):
        return None
    if read_lack(hearing.words, named=bool(named)) is None:
        return None
    return _command(Command.APPEAL, _NEED, case.key, hearing)


def pledged(hearing: Hearing) -> Found | None:
    """Somebody takes on what is asked for here, or a part of it."""
    appeals = hearing.scene.appeals
    said = read_pledge(hearing.words) if appeals else None
    if said is None or hearing.emergency is not None:
        return None
    fitting = [one for one in appeals if _fits(said, one)]
    numbers = _numbers(hearing)
    here = [one for one in fitting if one.number in numbers] or [
        one for one in fitting if _quotes(hearing, one.case)
    ]
    if numbers and not here:
        return None
    some = here or fitting
    if not some:
        return None
    case = some[0].case if len({one.case for one in some}) == 1 else None
    result = _command(Command.PLEDGE, Act.OFFER, case, hearing)
    return result if case else replace(result, decision=replace(result.decision, ask_which=True))


def taken_back(hearing: Hearing) -> Found | None:
    """Whoever took something on takes it back."""
    own = [one for one in hearing.scene.appeals if one.pledged]
    if not own or not gives_up(hearing.words):
        return None
    numbers = _numbers(hearing)
    named = [one for one in own if one.number in numbers]
    return _command(Command.PLEDGE_BACK, Act.OFFER, (named or own)[0].case, hearing)


def _numbers(hearing: Hearing) -> tuple[int, ...]:
    """Numbers that are named; what is asked for may be about a case that is in sight no more."""
    known = {one.number for one in hearing.scene.appeals}
    return case_numbers(hearing.words, known | {one.number for one in hearing.scene.cases})


def _fits(said: Pledge, one: OpenAppeal) -> bool:
    if said.kind is None:
        return True
    return said.kind == one.kind if MONEY in (said.kind, one.kind) else True


def _quotes(hearing: Hearing, case: str) -> bool:
    return hearing.scene.quoted is not None and hearing.scene.quoted.case == case


def _command(command: Command, act: Act, case: str | None, hearing: Hearing) -> Found:
    result = found(act, case, hearing.words[:20])
    return replace(result, decision=replace(result.decision, command=command))


FIRST = (
    Rule(name="appeal.taken_back", read=taken_back),
    Rule(name="appeal.pledged", read=pledged),
    Rule(name="appeal.asked", where=OFFICE | CASES, read=asked),
)
