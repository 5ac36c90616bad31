"""`qunli replay --events` shows calls and whistles in virtual time (a promised format)."""

import json
from datetime import timedelta

import pytest

from bot.commands.replay import replay
from bot.commands.transcript import parse_messages
from tests.fakes.classifier import FakeClassifier
from tests.unit.commands.worlds import MATTERS, START, world

WORLD = world(
    ("gm1", "刘网格员", "grid_member"),
    ("sec1", "孙书记", "community_secretary"),
    ("st1", "街道小周", "street"),
    ("pw1", "供电所老李", "department", "供电所"),
)
REPORT = {"sender": "r1", "group": "own3", "text": "3栋门口的路灯坏了"}


async def events(*said, until):
    """The events of what is said, each with the minutes after the start, up to an hour."""
    lines = [
        json.dumps(
            {"id": f"m{n}", "at": (START + timedelta(minutes=minutes)).isoformat()} | words,
            ensure_ascii=False,
        )
        for n, (minutes, words) in enumerate(said)
    ]
    found = await replay(
        world=WORLD,
        messages=parse_messages(lines),
        classifier=FakeClassifier(),
        matters=MATTERS,
        until=START + timedelta(hours=until),
    )
    return found.events


def lead(sender: str, text: str) -> dict:
    return {"sender": sender, "group": "lead3", "text": text}


def alone(sender: str, text: str) -> dict:
    return {"sender": sender, "group": f"private:{sender}", "text": text}


def of(found, *kinds):
    return [(e["event"], e["actor"], e["detail"]) for e in found if e["event"] in kinds]


async def test_a_whistle_and_who_reported_in():
    found = await events(
        (0, REPORT),
        (5, lead("gm1", "1请求吹哨，供电所、消防")),
        (9, alone("sec1", "1")),
        (60, lead("pw1", "供电所老李 报到")),
        (90, lead("pw1", "我已到现场")),
        until=100,
    )
    assert of(found, "whistled", "reported_in") == [
        ("whistled", "sec1", {"kind": "hard", "departments": ["供电所", "消防"]}),
        ("reported_in", "pw1", {"department": "供电所"}),
    ]


async def test_what_is_only_asked_for_is_not_blown():
    found = await events((0, REPORT), (5, lead("gm1", "1请求吹哨，供电所")), until=2)
    assert of(found, "whistled") == []


@pytest.mark.parametrize(
    ("words", "level", "actor"),
    [
        (lead("gm1", "1这个我们处理不了，往上报"), "community", "gm1"),
        (lead("sec1", "1呼街道"), "street", "sec1"),
        (lead("st1", "1请领导协调"), "leaders", "st1"),
    ],
)
async def test_a_call_by_hand(words, level, actor):
    found = await events((0, REPORT), (5, words), until=1)
    calls = of(found, "escalated")
    assert calls[-1][1:] == (actor, {"level": level, "cause": "manual"})


async def test_by_itself_no_higher_than_the_community():
    found = await events((0, REPORT), until=24 * 9)
    calls = of(found, "escalated")
    assert calls == [("escalated", "timer", {"level": "community", "cause": "timeout"})]


async def test_above_it_is_one_persons_word():
    found = await events(
        (0, REPORT), (5, lead("gm1", "1往上报")), (26 * 60, alone("sec1", "1")), until=30
    )
    assert of(found, "escalated")[-1] == (
        "escalated",
        "sec1",
        {"level": "street", "cause": "timeout"},
    )
