"""What residents want of cases that are open: withdrawing, confirming, refusing, hurrying, asking.

Comes in: a `Hearing`. Goes out: the act and the case it belongs to. Does not: open cases; read
orders of staff.
"""

from datetime import timedelta

from intents.acts_bot import rating_of
from intents.decisions import Act, Decision, Move
from intents.dialogue import likeness, meant, names_another_thing
from intents.hearing import Found, Hearing, Rule, found
from intents.outlook import CASES, NEIGHBOUR
from intents.scene import OpenCase, RoomKind
from intents.weighing import other_trouble

_RECALL = timedelta(hours=24)
_AFTERWARDS = timedelta(days=10)
_LATELY = timedelta(hours=3)
_TOGETHER = timedelta(hours=72)
_TALK = 4
_SOME_LIKENESS = 1.2
_FEW, _A_SENTENCE, _A_WORD = 24, 36, 2
_SHORT = 18
_A_LITTLE = 0.4
_SHORT_THANKS = 12
_DISSATISFIED = 2


def mine(hearing: Hearing, age: timedelta) -> tuple[OpenCase, ...]:
    return tuple(
        case
        for case in hearing.scene.cases
        if (case.own or case.last_touched_by_speaker) and hearing.since(case) <= age
    )


def said_fixed(hearing: Hearing, case: OpenCase) -> bool:
    """True where the case is called done, or somebody has just said so."""
    return case.done or any(
        r.case == case.key and r.act in ("fixed", "escalate", "confirm")
        for r in hearing.scene.recent
    )


def _quotes(hearing: Hearing, case: OpenCase) -> bool:
    return hearing.scene.quoted is not None and hearing.scene.quoted.case == case.key


def withdraw(hearing: Hearing) -> Found | None:
    """Taking back what was reported: only of one's own case, or one spoken of last by oneself."""
    if not hearing.match("withdraw"):
        return None
    own = mine(hearing, _RECALL)
    case = meant(hearing, among=own).case
    return found(Act.WITHDRAW, case, hearing.matched("withdraw")) if case else None


def unsaid(hearing: Hearing) -> Found | None:
    """ "Forget what I said", by somebody who has reported nothing."""
    if not hearing.match("unsaid") or len(hearing.words) > _SHORT:
        return None
    return Found(
        decision=Decision(act=Act.CHAT, takes_back=True), matched=hearing.matched("unsaid")
    )


def reject(hearing: Hearing) -> Found | None:
    """It is said to be mended and is not."""
    if not hearing.match("reject") or hearing.staff:
        return None
    cases = tuple(
        c for c in hearing.scene.cases if said_fixed(hearing, c) and hearing.since(c) <= _AFTERWARDS
    )
    guess = meant(hearing, among=cases)
    if guess.case is None:
        return _not_yet(hearing)
    if not _fits(hearing, guess.case):
        return None
    return Found(
        decision=Decision(act=Act.REJECT, case=guess.case.key, rating=rating_of(hearing)),
        matched=hearing.matched("reject"),
    )


def _not_yet(hearing: Hearing) -> Found | None:
    """Nobody has said that it is mended: then it is hurried, where it is one's own and in hand."""
    own = next((c for c in hearing.scene.cases if c.taken and _only_own(hearing, c)), None)
    return found(Act.URGE, own, hearing.matched("reject")) if own else None


def _fits(hearing: Hearing, case: OpenCase) -> bool:
    """True where one's own case is talked of, or the words are like the case."""
    if _quotes(hearing, case) or hearing.numbers:
        return True
    if other_trouble(hearing, case):
        return False
    if _only_own(hearing, case):
        return True
    if case.own or case.joined:
        return (
            hearing.talked_of(case, _TALK)
            or likeness(hearing, case) >= 0.5
            or len(hearing.scene.cases) == 1
        )
    return likeness(hearing, case) >= hearing.limits.same_case or (
        hearing.talked_of(case, 2) and likeness(hearing, case) >= _SOME_LIKENESS
    )


def _only_own(hearing: Hearing, case: OpenCase, *, length: int = _FEW) -> bool:
    """In a few words, of the only case of late that one has and that is in hand: no name is
    needed."""
    if not (case.own or case.joined) or len(hearing.words) > length:
        return False
    if not (case.taken or case.done or hearing.match("thanks") or _fresh(hearing, case)):
        return False
    if len(hearing.matched("confirm", "confirm_short", "reject", "thanks")) < _A_WORD:
        return False
    if names_another_thing(hearing, case):
        return False
    others = [
        c
        for c in hearing.scene.cases
        if (c.own or c.joined) and c.key != case.key and hearing.since(c) <= _TOGETHER
        if not c.done or c.waiting
    ]
    return not others and not hearing.says("laughing", "joke", "trade")


def _fresh(hearing: Hearing, case: OpenCase) -> bool:
    """Reported a short while ago, nothing else is talked of, and it is said to be well."""
    last = hearing.scene.recent[:1]
    quiet = not last or last[0].case == case.key or last[0].sender == hearing.scene.speaker
    return quiet and hearing.since(case) <= _LATELY and hearing.match("confirm") is not None


def confirm(hearing: Hearing) -> Found | None:
    """It is well now, says somebody concerned; thanks for what is said to be done say so too."""
    if hearing.staff or hearing.match("question") or _only_nods(hearing):
        return None
    plain = hearing.says("confirm", "confirm_short")
    if not plain and not hearing.match("thanks"):
        return None
    cases = tuple(
        c
        for c in hearing.scene.cases
        if hearing.since(c) <= _AFTERWARDS and _may_confirm(hearing, c)
    )
    case = _likelier(hearing, _spoken_of(hearing, cases))
    if case is None or not (
        _fits(hearing, case) or (plain and _only_own(hearing, case, length=_A_SENTENCE))
    ):
        return None
    if not _clear_enough(hearing, case, plain=plain):
        return None
    rating = rating_of(hearing)
    act = Act.REJECT if rating is not None and rating <= _DISSATISFIED else Act.CONFIRM
    decision = Decision(act=act, case=case.key, rating=rating)
    return Found(decision=decision, matched=hearing.matched("confirm", "confirm_short", "thanks"))


def _spoken_of(hearing: Hearing, cases: tuple[OpenCase, ...]) -> tuple[OpenCase, ...]:
    """Where the words themselves are clearly like some of the cases, only these."""
    alike = [(likeness(hearing, case), case) for case in cases]
    if not any(score >= _SOME_LIKENESS for score, _ in alike):
        return cases
    return tuple(case for score, case in alike if score >= _A_LITTLE)


def _only_nods(hearing: Hearing) -> bool:
    """A mere "all right" among others, to nobody; with thanks, to what was just answered."""
    alone = hearing.scene.room is RoomKind.PRIVATE or hearing.scene.quoted is not None
    if alone:
        return False
    if hearing.match("nod"):
        return True
    if hearing.match("confirm") or not hearing.match("nods_thanks"):
        return False
    return not any(said_fixed(hearing, c) for c in hearing.scene.cases if c.own or c.joined)


def _likelier(hearing: Hearing, cases: tuple[OpenCase, ...]) -> OpenCase | None:
    """What is said to be done comes first unless the words are clearly about another case."""
    best = meant(hearing, among=cases).case
    done = meant(hearing, among=tuple(c for c in cases if said_fixed(hearing, c))).case
    if best is None or done is None or (best.own and not done.own):
        return best
    return done if likeness(hearing, done) >= likeness(hearing, best) - _A_LITTLE else best


def _clear_enough(hearing: Hearing, case: OpenCase, *, plain: bool) -> bool:
    """Thanks alone confirm one's own case that is said to be done; plain words also one in work."""
    if not plain:
        concerned = case.own or case.joined
        said = said_fixed(hearing, case) and hearing.talked_of(case, _TALK)
        return concerned and said and len(hearing.words) <= _SHORT_THANKS
    if _quotes(hearing, case) or said_fixed(hearing, case):
        return True
    if _only_own(hearing, case, length=_A_SENTENCE):
        return True
    return likeness(hearing, case) >= _SOME_LIKENESS


def _may_confirm(hearing: Hearing, case: OpenCase) -> bool:
    """Those concerned may, and anybody where it is said to be done or the words are clear."""
    if case.own or case.joined or said_fixed(hearing, case):
        return True
    return likeness(hearing, case) >= hearing.limits.same_case - 0.1


def _asking(hearing: Hearing, words: str, act: Act) -> Found | None:
    """Hurry or ask: about one's own case, the one talked of, or one that the words fit."""
    if not hearing.match(words):
        return None
    cases = tuple(c for c in hearing.scene.cases if hearing.since(c) <= _AFTERWARDS)
    guess = meant(hearing, among=cases)
    if guess.case is None:
        if hearing.direct and words == "ask_status" and len(hearing.words) <= _SHORT:
            return Found(
                decision=Decision(act=act, ask_which=bool(cases)), matched=hearing.matched(words)
            )
        return None
    if not _fits(hearing, guess.case) and not (
        hearing.direct and guess.score >= hearing.limits.same_case
    ):
        return None
    return found(act, guess.case, hearing.matched(words))


def ask_status(hearing: Hearing) -> Found | None:
    """How far is it?"""
    return _asking(hearing, "ask_status", Act.ASK_STATUS)


def urge(hearing: Hearing) -> Found | None:
    """Why is nothing done yet?"""
    return _asking(hearing, "urge", Act.URGE)


def apart(hearing: Hearing) -> Found | None:
    """ "Mine is another matter", says somebody whose report was put to another's."""
    if hearing.staff or not hearing.says("new_turn"):
        return None
    joined = tuple(c for c in hearing.scene.cases if c.joined and hearing.since(c) <= _AFTERWARDS)
    case = meant(hearing, among=joined).case
    return found(Act.DETAIL, case, hearing.matched("new_turn"), move=Move.SPLIT) if case else None


FIRST = (
    Rule(name="resident.withdraw", where=CASES, read=withdraw, needs=("withdraw",)),
    Rule(name="resident.unsaid", read=unsaid, needs=("unsaid",)),
    Rule(name="resident.apart", where=NEIGHBOUR | CASES, read=apart, needs=("new_turn",)),
)
STATE = (
    Rule(name="resident.reject", where=NEIGHBOUR | CASES, read=reject, needs=("reject",)),
    Rule(
        name="resident.confirm",
        where=NEIGHBOUR | CASES,
        read=confirm,
        needs=(
            "confirm",
            "confirm_short",
            "thanks",
        ),
    ),
    Rule(name="resident.ask_status", read=ask_status, needs=("ask_status",)),
    Rule(name="resident.urge", read=urge, needs=("urge",)),
)
