"""What other programs may know of a case, and what they are never told."""

import json
from datetime import timedelta

import pytest

from bot.domain.announcement import TYPES, AnnouncementRules, Subscriber, announcements
from bot.domain.case import EventKind
from bot.domain.matters import Privacy
from bot.domain.place import Place
from bot.ids import CountedIds
from tests.builders import case, case_event

ALL = Subscriber(name="all")


def told(events, *cases, subscribers=(ALL,)):
    known = {one.key: one for one in cases}
    return announcements(events, known, subscribers, CountedIds().new)


def opened(**fields):
    return case_event(1, **{"kind": EventKind.CASE_OPENED, "detail": {}} | fields)


def test_a_line_is_told_with_the_case_as_it_stands():
    lamp = case_event(2, kind=EventKind.LAMP, detail={"stage": "accept", "color": "red"})
    first, second = told([opened(), lamp], case(7, key="case-000001"))
    assert (first.type, second.type) == ("case.opened", "case.lamp")
    body = json.loads(second.text)
    assert body["type"] == "case.lamp"
    assert body["data"]["detail"] == {"stage": "accept", "color": "red"}
    shown = body["data"]["case"]
    assert (shown["number"], shown["item"], shown["building"]) == (7, "GY-11", "3栋")


def test_no_words_no_people_no_doors():
    place = Place(building="3栋", unit="2单元", room="502")
    one = case(key="case-000001", place=place, words="张阿姨家漏水", reporter="zhang-meili")
    detail = {"words": "张阿姨家漏水", "by": "liu-gang", "reason": "没空", "level": "grid"}
    (only,) = told([opened(actor="liu-gang", detail=detail)], one)
    for secret in ("漏水", "zhang-meili", "liu-gang", "没空", "502", "2单元"):
        assert secret not in only.text
    assert json.loads(only.text)["data"]["detail"] == {"level": "grid"}


@pytest.mark.parametrize(
    "fields",
    [
        {"privacy": Privacy.RESTRICTED},
        {"privacy": Privacy.SENSITIVE},
        {"drill": True},
        {"accused": ("wu",)},
        {"item": "WY-10"},
        {"opened_in": "", "category": "JF", "item": "JF-01"},
    ],
)
def test_what_only_some_may_know_is_not_told(fields):
    assert told([opened()], case(key="case-000001", **fields)) == []


def test_lines_that_are_of_no_concern_to_others_are_not_told():
    for kind in set(EventKind) - set(TYPES):
        assert told([opened(kind=kind)], case(key="case-000001")) == []


def test_everybody_hears_what_he_asked_for():
    picky = Subscriber(name="picky", types=frozenset({"case.closed"}))
    closed = case_event(2, kind=EventKind.CLOSED, detail={})
    found = told([opened(), closed], case(key="case-000001"), subscribers=(ALL, picky))
    assert [(one.to, one.type) for one in found] == [
        ("all", "case.opened"),
        ("all", "case.closed"),
        ("picky", "case.closed"),
    ]
    assert len({one.id for one in found}) == 3


def test_waits_double_up_to_the_longest():
    rules = AnnouncementRules()
    waits = [rules.wait(number) for number in (1, 2, 3, 100)]
    assert waits == [
        timedelta(seconds=10),
        timedelta(seconds=20),
        timedelta(seconds=40),
        rules.longest,
    ]
