"""What is new: reports, questions, needs, offers, helping hands; and what is only talk.

Comes in: a `Hearing` that no open case explains. Goes out: a report or question that opens a case,
joins one that is open, or talk. The model's probability decides around the words; thresholds stand
in `hearing.Limits`. Does not: split several problems (`intents.problems`); choose the item.
"""

from datetime import timedelta

from intents.acts_thanks import thanks
from intents.decisions import Act, Decision
from intents.dialogue import (
    likeness,
    meant,
    near_items,
    same_matter,
    shares_topic,
    shares_words,
)
from intents.hearing import Found, Hearing, Rule, found
from intents.outlook import NEIGHBOUR, OFFICE
from intents.scene import OpenCase, RoomKind
from intents.weighing import gate, is_to_the_point, request_score

_TOGETHER = timedelta(hours=72)
_OWN_TALK = timedelta(minutes=30)
_ANSWERED = timedelta(hours=2)
_THIS_MINUTE = timedelta(minutes=3)
_LONG_AGO = timedelta(hours=6)
_ON_THE_SPOT = 0.6
_SURE_OF_ITEM = 0.75
_URGENT = "P0"
_ADVICE = "MS-22"
_QUESTION = "consult"
_SAME_EMERGENCY = timedelta(hours=2)
_SURE = 1.5
_BRIEF = 8
_NEED_ALLOWANCE = 1.0
_JOINING_ALLOWANCE = 0.8
_SOME_CHANCE, _GOOD_CHANCE = 0.15, 0.5
_CALLS = frozenset({"need", "volunteer", "offer", "notice"})


def deaf(hearing: Hearing) -> Found | None:
    """Meetings, votes, protest, officials, quarrels and rumours are talk unless they are said to
    the bot.
    """
    if hearing.direct or hearing.staff:
        return None
    return found(Act.CHAT, None, hearing.limit) if hearing.limit else None


def talk(hearing: Hearing) -> Found | None:
    """Courtesy, laughter, sales and joining lists."""
    if hearing.direct and not hearing.wordless and not hearing.match("courtesy"):
        return None
    if hearing.wordless or hearing.says("courtesy", "chain"):
        said = None if hearing.wordless else thanks(hearing)
        return said or found(Act.CHAT, None, hearing.words[:20])
    return None


def sale(hearing: Hearing) -> Found | None:
    """Buying and selling among neighbours."""
    if (
        hearing.direct
        or not hearing.match("trade")
        or hearing.says("urge", "reject", "office_matter")
        or request_score(hearing) >= _SURE
    ):
        return None
    return found(Act.CHAT, None, hearing.matched("trade"))


def helping(hearing: Hearing) -> Found | None:
    """A hand held out: for a need or a report that is open, or for whoever wants it."""
    if hearing.staff and hearing.scene.room is RoomKind.OWNERS:
        return None
    needed = needed_now(hearing)
    if (
        hearing.match("volunteer")
        and not hearing.match("trouble")
        and (needed or _called_for(hearing))
    ):
        return found(Act.VOLUNTEER, needed, hearing.matched("volunteer"))
    if (
        hearing.match("offer")
        and not hearing.says("trade", "question")
        and request_score(hearing) < _SURE
        and (needed is not None or hearing.direct or hearing.match("held_out"))
    ):
        return found(Act.OFFER, needed, hearing.matched("offer"))
    return None


def _called_for(hearing: Hearing) -> bool:
    """True where hands were asked for just now, or the words say it themselves."""
    asked = any(recent.act in _CALLS for recent in hearing.scene.recent[:6])
    return asked or hearing.match("for_the_community") is not None


def needed_now(hearing: Hearing) -> OpenCase | None:
    """The need or report that was talked of just now and is somebody else's."""
    keys = [recent.case for recent in hearing.scene.recent[:5] if recent.case]
    return next(
        (
            c
            for c in hearing.scene.cases
            if c.key in keys and not c.own and hearing.since(c) <= _ANSWERED
        ),
        None,
    )


def need(hearing: Hearing) -> Found | None:
    """Help looked for: a hand, a lift, a thing to borrow."""
    if (
        hearing.staff
        or not hearing.match("need")
        or hearing.says("trade", "chain", "joke", "laughing")
    ):
        return None
    if (
        hearing.match("trouble")
        and hearing.opinion.category not in (None, "MS")
        and request_score(hearing) >= gate(hearing)
    ):
        return None
    if (
        hearing.direct
        or hearing.match("handed_on")
        or request_score(hearing) >= gate(hearing) - _NEED_ALLOWANCE
    ):
        return found(Act.NEED, None, hearing.matched("need"))
    return None


def consult(hearing: Hearing) -> Found | None:
    """A question to the office."""
    if hearing.staff or hearing.says("joke", "laughing", "injury"):
        return None
    if not hearing.match("question") or (len(hearing.words) < _BRIEF and not hearing.direct):
        return None
    certain = hearing.opinion.question >= hearing.limits.question and request_score(
        hearing
    ) >= gate(hearing)
    if (
        certain
        or (hearing.direct and not hearing.says("trouble", "complaint"))
        or _asks_office(hearing)
    ):
        return found(Act.CONSULT, None, hearing.matched("question"))
    return None


def _asks_office(hearing: Hearing) -> bool:
    """Words that ask how, where or with which papers something official is done."""
    return hearing.match("office_matter") is not None and hearing.opinion.request >= (
        _GOOD_CHANCE if hearing.match("to_neighbours") else _SOME_CHANCE
    )


def report(hearing: Hearing) -> Found | None:
    """Something is to be handled: a case of its own, or more about one that is open."""
    if hearing.staff and not _may_report(hearing):
        return None
    ahead = request_score(hearing) - gate(hearing)
    if ahead < _SURE and (_only_offers(hearing) or _too_little(hearing)):
        return None
    if 0 <= ahead < _SURE and (own := _own_talk(hearing)) is not None:
        return found(Act.DETAIL, own, hearing.matched("trouble"))
    if ahead >= 0 and (asked := _answered_by_neighbour(hearing)) is not None:
        return found(Act.DETAIL, asked, hearing.words[:20])
    joined = _joined(hearing) if ahead >= -_JOINING_ALLOWANCE else None
    if joined is None and ahead < (hearing.limits.doubt_above if may_be_doubted(hearing) else 0.0):
        return None
    if joined is None and 0 <= ahead < _SURE and (case := _in_passing(hearing)) is not None:
        return found(Act.DETAIL, case, hearing.matched("trouble", "complaint"))
    return joined or found(Act.REPORT, None, hearing.matched("trouble"))


def _own_talk(hearing: Hearing) -> OpenCase | None:
    """One's own case that somebody has just answered: what one says then is on that."""
    before = hearing.scene.recent[:1]
    if not before or before[0].sender == hearing.scene.speaker:
        return None
    case = hearing.case(before[0].case)
    fresh = case is not None and case.own and hearing.since(case) <= _THIS_MINUTE
    sure = hearing.opinion.confidence >= _SURE_OF_ITEM
    return case if fresh and not sure else None


def _in_passing(hearing: Hearing) -> OpenCase | None:
    """The case that is being talked of, for words that name no thing of their own: advice on it, or
    how bad it is."""
    if hearing.direct or hearing.place is not None:
        return None
    if hearing.topics and hearing.opinion.item != _ADVICE:
        return None
    spoken_of = {recent.case for recent in hearing.scene.recent[:2]}
    return next(
        (
            case
            for case in hearing.scene.cases
            if case.key in spoken_of and not case.private and hearing.since(case) <= _THIS_MINUTE
        ),
        None,
    )


def _answered_by_neighbour(hearing: Hearing) -> OpenCase | None:
    """The question that was just asked here, for a neighbour who tells and neither asks nor
    complains."""
    if hearing.direct or hearing.says("trouble", "complaint", "question", "urge"):
        return None
    asked = next((recent for recent in hearing.scene.recent[:2] if recent.act == _QUESTION), None)
    case = hearing.case(asked.case) if asked is not None else None
    return None if case is None or case.own or hearing.since(case) > _THIS_MINUTE else case


def _too_little(hearing: Hearing) -> bool:
    """A word or two in a group that name nothing that is amiss."""
    brief = len(hearing.words) < _BRIEF and not hearing.direct
    named = hearing.says("trouble", "complaint", "second") or is_to_the_point(hearing)
    return brief and not named


def may_be_doubted(hearing: Hearing) -> bool:
    """Neighbours' words among themselves, which nobody directed at the office."""
    scene = hearing.scene
    return scene.room is RoomKind.OWNERS and not (scene.addressed or hearing.staff)


def doubt(hearing: Hearing) -> Found | None:
    """Talk that is nearly a report: opens nothing, but somebody may be asked what it is."""
    limits = hearing.limits
    if hearing.opinion.request < limits.doubt_request or not may_be_doubted(hearing):
        return None
    if not -limits.doubt_below <= request_score(hearing) - gate(hearing) < limits.doubt_above:
        return None
    return Found(decision=Decision(act=Act.CHAT, doubtful=True), matched=hearing.matched("trouble"))


def _only_offers(hearing: Hearing) -> bool:
    """A hand held out, and no trouble of one's own."""
    return hearing.match("offer") is not None and not hearing.says("trouble", "trade", "question")


def _may_report(hearing: Hearing) -> bool:
    """Words of staff in the owners' group are answers unless they pass something on; what they
    tell all leaders to do is no report."""
    room = hearing.scene.room
    if room is RoomKind.LEADERS and hearing.match("notice") and not hearing.direct:
        return False
    return room is not RoomKind.OWNERS or hearing.direct or hearing.match("handed_on") is not None


def _joined(hearing: Hearing) -> Found | None:
    """A report of what is reported already: the speaker's own goes on, a neighbour's is joined."""
    cases = tuple(
        c
        for c in hearing.scene.cases
        if not c.done
        and hearing.since(c) <= (_SAME_EMERGENCY if c.urgency == _URGENT else _TOGETHER)
        and (c.own or not c.private)
        and near_items(hearing.opinion.item, c.item)
    )
    guess = meant(hearing, among=cases)
    if guess.case is None or not same_matter(hearing, guess.case):
        return None
    enough = _ON_THE_SPOT if _on_the_spot(hearing, guess.case) else hearing.limits.same_case
    if likeness(hearing, guess.case) < enough or _only_sorted_alike(hearing, guess.case):
        return None
    if guess.case.own and hearing.since(guess.case) <= _OWN_TALK:
        return found(Act.DETAIL, guess.case, hearing.matched("trouble"))
    if guess.case.own:
        return found(Act.URGE, guess.case, hearing.matched("trouble"))
    return found(
        Act.DETAIL if hearing.leader or hearing.staff else Act.SECOND,
        guess.case,
        hearing.matched("trouble"),
    )


def _only_sorted_alike(hearing: Hearing, case: OpenCase) -> bool:
    """True where nothing but the item speaks for another's case that was talked of long ago."""
    if case.own or hearing.since(case) <= _LONG_AGO or shares_words(hearing, case):
        return False
    return not shares_topic(hearing, case)


def _on_the_spot(hearing: Hearing, case: OpenCase) -> bool:
    """True for a case that is being talked of, unless the words surely name another matter."""
    talked = hearing.talked_of(case, 3)
    other = hearing.opinion.item != case.item and hearing.opinion.confidence >= _SURE_OF_ITEM
    return talked and hearing.since(case) <= _THIS_MINUTE and not other


def praise(hearing: Hearing) -> Found | None:
    """Thanks that are no sale."""
    return None if hearing.match("trade") else thanks(hearing)


def notice(hearing: Hearing) -> Found | None:
    """An announcement by somebody who is not a resident."""
    if not (hearing.staff or hearing.leader) or not hearing.match("notice"):
        return None
    return found(Act.NOTICE, None, hearing.matched("notice"))


_CHAT = found(Act.CHAT)


def chat(hearing: Hearing) -> Found:
    """Everything else."""
    return _CHAT


FIRST = (Rule(name="talk.limits", where=NEIGHBOUR, read=deaf),)
OPENING = (
    Rule(name="talk.courtesy", read=talk),
    Rule(name="talk.sale", read=sale, needs=("trade",)),
    Rule(name="request.need", where=NEIGHBOUR, read=need, needs=("need",)),
    Rule(name="request.consult", where=NEIGHBOUR, read=consult, needs=("question",)),
    Rule(name="request.report", read=report),
)
REST = (
    Rule(
        name="request.helping",
        read=helping,
        needs=(
            "volunteer",
            "offer",
        ),
    ),
    Rule(name="talk.notice", where=OFFICE, read=notice, needs=("notice",)),
    Rule(name="talk.praise", read=praise, needs=("praise",)),
    Rule(name="request.doubt", read=doubt),
    Rule(name="talk.chat", read=chat),
)
