"""The events of side roads as the replay format promises them: returned, extended, suspended,
resumed, merged, split, closed, rated."""

import json
from datetime import timedelta

import pytest

from bot.commands.replay import replay
from bot.commands.transcript import parse_messages
from tests.fakes.classifier import FakeClassifier
from tests.unit.commands.worlds import MATTERS, START, world

WORLD = world(
    ("gm1", "刘网格员", "grid_member"),
    ("gl1", "何网格长", "grid_leader"),
    ("cs1", "孙书记", "community_secretary"),
    ("st1", "街道办", "street"),
    ("d1", "市政小张", "department", "市政"),
)
KINDS = {
    "returned",
    "extended",
    "suspended",
    "resumed",
    "merged",
    "split",
    "resolved",
    "closed",
    "rated",
    "reopened",
    "withdrawn",
}


async def events_of(*lines, days=1):
    messages = [
        {
            "id": f"m{number:03d}",
            "at": (START + timedelta(minutes=10 * number)).isoformat(),
            "group": "own3" if who.startswith("r") else "lead3",
            "sender": who,
            "text": text,
        }
        for number, (who, text) in enumerate(lines)
    ]
    played = await replay(
        world=WORLD,
        messages=parse_messages([json.dumps(row, ensure_ascii=False) for row in messages]),
        classifier=FakeClassifier(),
        matters=MATTERS,
        until=START + timedelta(days=days),
    )
    assert played.parked == 0
    return [event for event in played.events if event["event"] in KINDS]


def plain(event):
    return event["event"], event["case"], event["actor"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                ("r1", "3栋门口的路灯坏了"),
                ("d1", "1我去看"),
                ("d1", "1不归我们管，退单"),
                ("cs1", "1不同意退，还是你们办"),
                ("d1", "1修好了[图片]"),
                ("gl1", "1核查过了，结案"),
                ("r1", "1好了，很满意"),
            ],
            [
                ("returned", "1", "d1"),
                ("resolved", "1", "d1"),
                ("closed", "1", "gl1"),
                ("rated", "1", "r1"),
            ],
        ),
        (
            [
                ("r1", "3栋门口的路灯坏了"),
                ("gm1", "1我去看"),
                ("gm1", "1延期三天，等配件"),
                ("cs1", "1同意延期"),
                ("gm1", "1等配件，先挂到下月15号"),
                ("st1", "1同意挂账"),
                ("gm1", "1恢复处理"),
            ],
            [("extended", "1", "cs1"), ("suspended", "1", "st1"), ("resumed", "1", "gm1")],
        ),
        (
            [
                ("r1", "3栋门口的路灯坏了"),
                ("r2", "2栋门口垃圾没人收"),
                ("gl1", "2和1是一回事"),
                ("r2", "1有新情况，我家这个是另一回事"),
            ],
            [("merged", "2", "gl1"), ("split", "2", "r2")],
        ),
    ],
)
async def test_the_events_of_a_side_road(lines, expected):
    assert [plain(event) for event in await events_of(*lines)] == expected


async def test_what_the_events_say():
    events = await events_of(
        ("r1", "3栋门口的路灯坏了"),
        ("d1", "1这归供电所管，退单"),
        ("cs1", "1同意退单，转市政"),
        ("d1", "1我去看"),
        ("d1", "1延期三天，等配件"),
        ("cs1", "1同意延期"),
        ("cs1", "1先挂到4号，等配件"),
        days=3,
    )
    returned, extended, suspended, resumed = events
    assert returned["detail"]["reason"] == "not_ours"
    for event in (extended, suspended):
        assert event["detail"]["until"].endswith("+08:00")
    assert suspended["detail"]["until"].startswith("2026-03-04T")
    assert (resumed["event"], resumed["actor"]) == ("resumed", "timer")
