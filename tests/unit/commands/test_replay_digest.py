"""`qunli replay` tells of digests, and their lines can be answered."""

from datetime import timedelta

from tests.unit.commands.test_replay import played, said
from tests.unit.commands.worlds import START

EVENING = 7 * 3600 + 35 * 60
"""A little after half past five, from the start at ten."""

STORY = [
    said(1, 0, "3栋门口的路灯坏了"),
    said(2, EVENING, "1我去", sender="gl1", group="private:gl1"),
    said(3, EVENING + 60, "撤", sender="gl1", group="private:gl1"),
]


async def test_a_digest_is_an_event():
    told = await played(STORY, until=START + timedelta(hours=24))
    events = [event for event in told.events if event["event"] == "digest"]
    assert [(one["at"][11:16], one["case"], one["actor"], one["detail"]) for one in events] == [
        (at, None, "timer", {"to": "gl1", "kind": "daily"}) for at in ("17:30", "08:30")
    ]


async def test_its_lines_are_answered():
    told = await played(STORY, until=START + timedelta(hours=24))
    _, taken, undone = told.answers
    assert taken["case"] == "1"
    assert [reply["text"] for reply in taken["replies"] if reply["to"] == "private:gl1"] == [
        "您接了：#1 3栋门口路灯不亮。回“撤”取消"
    ]
    assert [reply["text"] for reply in undone["replies"]] == [
        "已撤回：#1 3栋门口路灯不亮，待转交（城管综合执法）。"
    ]
