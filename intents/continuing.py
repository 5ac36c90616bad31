"""Whether words that would open a case rather go on about one that is open, or are only talk:
weighed with weights learnt from labelled days.

Comes in: a `Hearing` by which a case would be opened. Goes out: the chances of each
reading, the likeliest first. Does not: decide; learn (`bot.commands.following` does). The weights
stand in `lexicon/continuing.yaml`; why they are few and readable, in decision 0042.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from math import exp, log, log1p
from types import MappingProxyType

from intents.acts_continued import is_another, is_elsewhere
from intents.decisions import Act, Decision
from intents.dialogue import likeness, same_matter
from intents.hearing import Hearing
from intents.problems import begins_another
from intents.scene import OpenCase, RoomKind
from intents.weighing import gate, other_trouble, request_score
from intents.words import data

Facts = dict[str, float]

_A_DAY = timedelta(days=1)
_SAME_EMERGENCY = timedelta(hours=2)
_SURELY_NEW = 2.5
_SURE_OF_ITEM = 0.9
_MOST_CASES = 6
_SHORT, _LONG = 12, 28
_FEW, _MORE = 3, 6
_LEAST_CHANCE = 0.005
_URGENT = "P0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How likely one reading is: about a `case`, or where there is none, talk or `new`."""

    value: float
    case: OpenCase | None = None
    new: bool = False


@cache
def weights() -> MappingProxyType[str, float]:
    """The weight of each fact (log odds for each unit of it)."""
    return MappingProxyType(dict(data("continuing")["weights"]))


def opens_anew(hearing: Hearing, decision: Decision) -> bool:
    """True where a case would be opened by words that nobody directed at the bot, that are not
    urgent, that do not surely report, and that no answer has shown to be a report."""
    if decision.act is not Act.REPORT or decision.case is not None or hearing.direct:
        return False
    if hearing.emergency is not None or decision.emergency is not None:
        return False
    recalled = decision.opens_recent is not None or decision.opens_quoted
    if recalled or decision.command is not None:
        return False
    return request_score(hearing) - gate(hearing) < _SURELY_NEW


def chances(hearing: Hearing) -> list[Chance]:
    """Every reading with its chance; they add up to one."""
    readings = [Chance(value=0.0, new=True)]
    readings.append(Chance(value=_weighed(talk_facts(hearing))))
    readings += [
        Chance(value=_weighed(case_facts(hearing, case)), case=case) for case in candidates(hearing)
    ]
    odds = [exp(one.value) for one in readings]
    found = [
        Chance(value=odd / sum(odds), case=one.case, new=one.new)
        for one, odd in zip(readings, odds, strict=True)
    ]
    return sorted(found, key=lambda one: -one.value)


def candidates(hearing: Hearing) -> list[OpenCase]:
    """Cases of which anything was said within a day and that the words may be about: not where they
    name another building. Whoever says of a thing in so many words that it is broken, or that it is
    another matter, goes on about none."""
    if begins_another(hearing.words) or hearing.match("out_of_order"):
        return []
    near = [case for case in hearing.scene.cases if _may_be_meant(hearing, case)]
    return near[:_MOST_CASES]


def _may_be_meant(hearing: Hearing, case: OpenCase) -> bool:
    """Not what is long ago, elsewhere, surely another matter, or private to others."""
    since = hearing.since(case)
    if case.accused or since > (_SAME_EMERGENCY if case.urgency == _URGENT else _A_DAY):
        return False
    if is_elsewhere(hearing, case) or (case.own and other_trouble(hearing, case)):
        return False
    opinion = hearing.opinion
    if opinion.item != case.item and opinion.confidence >= _SURE_OF_ITEM:
        return False
    return case.own or case.joined or not case.private


def _weighed(facts: Facts) -> float:
    known = weights()
    return sum(value * known.get(name, 0.0) for name, value in facts.items())


def _ahead(hearing: Hearing) -> float:
    """How far the words pass the gate, within bounds."""
    return max(min(request_score(hearing) - gate(hearing), 5.0), -1.0)


def talk_facts(hearing: Hearing) -> Facts:
    """What speaks for talk."""
    scene, opinion = hearing.scene, hearing.opinion
    chance = min(max(opinion.request, _LEAST_CHANCE), 1.0 - _LEAST_CHANCE)
    before = scene.recent[:_FEW]
    facts = {
        "talk": 1.0,
        "talk_ahead": _ahead(hearing),
        "talk_request": log(chance / (1.0 - chance)),
        "talk_sure": opinion.confidence,
        "talk_staff": hearing.staff,
        "talk_leaders": scene.room is RoomKind.LEADERS,
        "talk_trouble": hearing.match("trouble") is not None,
        "talk_complaint": hearing.match("complaint") is not None,
        "talk_short": len(hearing.words) <= _SHORT,
        "talk_amid": bool(before) and all(one.case is None for one in before),
    }
    return {name: float(value) for name, value in facts.items()}


def case_facts(hearing: Hearing, case: OpenCase) -> Facts:
    """What speaks for an open case."""
    facts = {**_of_words(hearing), **_of_case(hearing, case), **_between(hearing, case)}
    return {name: float(value) for name, value in facts.items()}


def _of_words(hearing: Hearing) -> Facts:
    asks = hearing.match("question") is not None or "?" in hearing.words
    return {
        "case": 1.0,
        "ahead": _ahead(hearing),
        "staff": hearing.staff,
        "leader": hearing.leader,
        "leaders_room": hearing.scene.room is RoomKind.LEADERS,
        "long": len(hearing.words) >= _LONG,
        "trouble": hearing.match("trouble") is not None,
        "asks": asks,
        "danger": hearing.opinion.emergency or 0.0,
    }


def _of_case(hearing: Hearing, case: OpenCase) -> Facts:
    since = hearing.since(case)
    return {
        "minutes": log1p(max(since.total_seconds(), 0.0) / 60),
        "own": case.own,
        "joined": case.joined,
        "spoke_last": case.last_touched_by_speaker,
        "done": case.done,
        "done_of_party": case.done and (case.own or case.joined),
        "in_room": case.in_room,
        "urgent": case.urgency == _URGENT,
    }


def _between(hearing: Hearing, case: OpenCase) -> Facts:
    """What the words and the case have in common."""
    opinion, recent = hearing.opinion, hearing.scene.recent
    return {
        "like": max(min(likeness(hearing, case), 6.0), -4.0),
        "same_matter": same_matter(hearing, case),
        "same_item": opinion.item == case.item,
        "same_category": opinion.category == case.category,
        "surely_other": opinion.confidence * (opinion.category != case.category),
        "another_thing": is_another(hearing, case),
        "other_trouble": other_trouble(hearing, case),
        "surely_same": opinion.confidence * (opinion.category == case.category),
        "just_before": hearing.talked_of(case, 1),
        "among_few": sum(one.case == case.key for one in recent[:_FEW]) / _FEW,
        "among_more": sum(one.case == case.key for one in recent[:_MORE]) / _MORE,
        **_places(hearing, case),
    }


def _places(hearing: Hearing, case: OpenCase) -> Facts:
    place = hearing.place
    building = place.building if place is not None else None
    return {
        "spot_only": place is not None and building is None,
        "same_building": building is not None and building == case.place.building,
    }
