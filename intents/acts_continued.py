"""Talk of a case that is open, in nouns of its own: one's own next words, "still so", "has it been
done".

Comes in: a `Hearing` that would else open a case. Goes out: a detail, an urging, a refusal or a
question about the case that is talked of. Does not: open cases; join another household's telling
(`intents.acts_request` does).
"""

from datetime import timedelta

from intents.decisions import Act
from intents.dialogue import likeness, names_another_thing, shares_topic, telling_pairs
from intents.hearing import Found, Hearing, Rule, found
from intents.outlook import CASES, NEIGHBOUR, OWN
from intents.places import number_key
from intents.problems import begins_another
from intents.scene import OpenCase
from intents.text import normalise
from intents.weighing import gate, request_score

_A_WHILE = timedelta(minutes=10)
_DAYS = timedelta(days=3)
_SURE_OF_ITEM = 0.75
_SURELY_NEW = 2.5
_JOINING_ALLOWANCE = 1.0
_SOME_LIKENESS, _MUCH_LIKENESS = 0.8, 1.6
_URGENT = "P0"


def goes_on(hearing: Hearing) -> Found | None:
    """What one tells some minutes after one's own report is on that, whatever it names: nobody
    reports twice in ten minutes without saying that it is another matter, or where else it is."""
    if hearing.staff or hearing.direct or begins_another(hearing.words):
        return None
    ahead = request_score(hearing) - gate(hearing)
    if not 0 <= ahead < _SURELY_NEW:
        return None
    own = tuple(
        c
        for c in hearing.scene.cases
        if c.own and c.in_room and not c.done and hearing.since(c) <= _A_WHILE
    )
    case = max(own, key=lambda c: likeness(hearing, c), default=None)
    if case is None or is_elsewhere(hearing, case) or is_another(hearing, case):
        return None
    return found(Act.DETAIL, case, hearing.matched("trouble", "complaint"))


def is_elsewhere(hearing: Hearing, case: OpenCase) -> bool:
    """True where a building, unit or room is named that is not the case's."""
    said, known = hearing.place, case.place
    if said is None:
        return False
    stated = ((said.building, known.building), (said.unit, known.unit), (said.room, known.room))
    return any(one and (not other or number_key(one) != number_key(other)) for one, other in stated)


def is_another(hearing: Hearing, case: OpenCase) -> bool:
    """True where the model is sure of another item, and nothing is named that the case names; or
    where another thing is named and said to be broken in so many words: whoever goes on telling
    does not begin so."""
    opinion = hearing.opinion
    if opinion.item != case.item and names_another_thing(hearing, case):
        stated = hearing.place is not None and hearing.place.building is not None
        if stated or hearing.match("out_of_order"):
            return True
    if opinion.confidence < _SURE_OF_ITEM or opinion.item == case.item:
        return False
    return not (_names(hearing, case) or shares_topic(hearing, case))


def _names(hearing: Hearing, case: OpenCase) -> bool:
    """True where a telling pair of letters is common to both; numbers only say where."""
    shared = hearing.pairs & telling_pairs(normalise(case.words))
    return any(not any(letter.isdigit() for letter in pair) for pair in shared)


def still_so(hearing: Hearing) -> Found | None:
    """ "Still", "again", "as before" of a thing that a case names: the case is hurried, or refused
    where it is said to be mended."""
    if hearing.staff or not hearing.says("still") or begins_another(hearing.words):
        return None
    if hearing.says("question", "elsewhere"):
        return None
    if request_score(hearing) < gate(hearing) - _JOINING_ALLOWANCE:
        return None
    cases = tuple(
        c
        for c in hearing.scene.cases
        if hearing.since(c) <= _DAYS
        and (c.own or c.joined or c.in_room)
        and (c.own or not c.private)
        and c.urgency != _URGENT
        and _names(hearing, c)
        and not is_elsewhere(hearing, c)
    )
    case = max(cases, key=lambda c: likeness(hearing, c), default=None)
    if case is None:
        return None
    concerned = case.own or case.joined
    if likeness(hearing, case) < (_SOME_LIKENESS if concerned else _MUCH_LIKENESS):
        return None
    act = Act.REJECT if case.done else Act.URGE if concerned else Act.DETAIL
    return found(act, case, hearing.matched("still"))


def asks_after(hearing: Hearing) -> Found | None:
    """Whether something has been done or found, in words that a case shares."""
    if hearing.staff or not hearing.says("asks_after") or hearing.says("office_matter"):
        return None
    cases = tuple(
        c
        for c in hearing.scene.cases
        if hearing.since(c) <= _DAYS
        and (c.own or not c.private)
        and _names(hearing, c)
        and not is_elsewhere(hearing, c)
    )
    case = max(cases, key=lambda c: (c.own, likeness(hearing, c)), default=None)
    if case is None or not (case.own or likeness(hearing, case) >= _SOME_LIKENESS):
        return None
    return found(Act.ASK_STATUS, case, hearing.matched("asks_after"))


BEFORE_REPORTS = (
    Rule(
        name="continued.asks_after",
        where=NEIGHBOUR | CASES,
        read=asks_after,
        needs=("asks_after",),
    ),
    Rule(name="continued.still_so", where=NEIGHBOUR | CASES, read=still_so, needs=("still",)),
    Rule(name="continued.goes_on", where=NEIGHBOUR | OWN, read=goes_on),
)
