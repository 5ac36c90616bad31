"""`qunli replay`: a conversation in virtual time (a promised format)."""

import json
from datetime import datetime, timedelta

import pytest

from bot.commands.replay import replay
from bot.commands.transcript import parse_messages
from bot.domain.errors import ConfigError
from tests.fakes.classifier import FakeClassifier
from tests.unit.commands.worlds import MATTERS, START, world

WORLD = world(("gm1", "刘网格员", "grid_member"), ("gl1", "何网格长", "grid_leader"))


def said(number, seconds, text, sender="r1", group="own3", **fields) -> dict:
    at = (START + timedelta(seconds=seconds)).isoformat()
    return {
        "id": f"m{number:03d}",
        "at": at,
        "group": group,
        "sender": sender,
        "text": text,
    } | fields


STORY = [
    said(1, 0, "早上好"),
    said(2, 60, "3栋门口的路灯坏了", gold={"act": "chat"}, second={"act": "chat"}),
    said(3, 100, "今天吃什么", sender="r2"),
    said(4, 600, "1号我去看", sender="gm1", group="lead3"),
    said(5, 7200, "1号修好了，换了灯泡", sender="gm1", group="lead3"),
    said(6, 9000, "修好了，谢谢"),
]


async def played(messages, *, world=WORLD, until=None, classifier=None):
    rows = parse_messages([json.dumps(message, ensure_ascii=False) for message in messages])
    return await replay(
        world=world,
        messages=rows,
        classifier=classifier or FakeClassifier(),
        matters=MATTERS,
        until=until,
    )


@pytest.fixture
async def story():
    return await played(STORY)


async def test_one_answer_for_each_message_in_order(story):
    assert [answer["id"] for answer in story.answers] == [message["id"] for message in STORY]
    assert [answer["act"] for answer in story.answers] == [
        "chat",
        "report",
        "chat",
        "detail",
        "fixed",
        "confirm",
    ]
    assert [answer["case"] for answer in story.answers] == [None, "1", None, "1", "1", "1"]


async def test_what_opens_a_case_tells_all_about_it(story):
    answer = dict(story.answers[1])
    replies = answer.pop("replies")
    assert answer == {
        "id": "m002",
        "act": "report",
        "case": "1",
        "item": "GY-11",
        "category": "GY",
        "place": {"building": "3栋", "spot": "门口"},
        "urgency": "P2",
        "private": False,
    }
    assert {reply["to"] for reply in replies} == {"group:own3", "group:lead3"}
    assert all(list(reply) == ["to", "text", "at"] for reply in replies)
    assert "item" not in story.answers[3]


async def test_replies_come_after_the_turn_is_over(story):
    """The window is 8 seconds; nobody waited for them in real time."""
    at = {datetime.fromisoformat(reply["at"]) for reply in story.answers[1]["replies"]}
    assert at == {START + timedelta(seconds=68)}


async def test_events_in_order_of_time(story):
    times = [event["at"] for event in story.events]
    assert times == sorted(times)
    assert all(list(event) == ["at", "event", "case", "actor", "detail"] for event in story.events)
    kinds = [event["event"] for event in story.events if event["event"] != "reply_sent"]
    assert kinds[:2] == ["case_opened", "dispatched"]
    for kind in ("accepted", "resolved", "callback", "rated"):
        assert kinds.count(kind) == 1
    opened = story.events[0]
    assert (opened["case"], opened["actor"]) == ("1", "r1")
    facts = {"item": "GY-11", "category": "GY", "urgency": "P2"}
    assert facts.items() <= opened["detail"].items()
    sent = next(event for event in story.events if event["event"] == "reply_sent")
    assert (sent["actor"], list(sent["detail"])) == ("bot", ["to", "text"])


PROMISED = {
    "case_opened",
    "joined",
    "split",
    "dispatched",
    "accepted",
    "returned",
    "extended",
    "suspended",
    "resumed",
    "lamp",
    "reminded",
    "escalated",
    "whistled",
    "reported_in",
    "emergency_call",
    "resolved",
    "closed",
    "callback",
    "rated",
    "reopened",
    "merged",
    "rejected",
    "withdrawn",
    "admission_refused",
    "digest",
    "reply_sent",
}


async def test_no_other_events_than_the_promised_ones():
    script = [
        said(1, 0, "路灯坏了"),
        said(2, 60, "3栋门口的那个"),
        said(3, 120, "我家门口的路灯也坏了", sender="r2"),
        said(4, 180, "怎么还没修"),
        said(5, 240, "1号我到现场了", sender="gm1", group="lead3"),
        said(6, 300, "1号这个处理不了，往上报", sender="gm1", group="lead3"),
        said(7, 400, "着火了快来人"),
        said(8, 500, "误报，没事了", sender="gm1", group="lead3"),
    ]
    result = await played(script, until=START + timedelta(days=20))
    assert {event["event"] for event in result.events} <= PROMISED
    assert {"lamp", "reminded", "emergency_call"} <= {event["event"] for event in result.events}


async def test_the_same_input_gives_the_same_output(story):
    again = await played(STORY)
    assert again == story


async def test_gold_is_not_looked_at(story):
    bare = [{k: v for k, v in message.items() if k not in ("gold", "second")} for message in STORY]
    assert await played(bare) == story
    rows = parse_messages([json.dumps(STORY[1])])
    assert {"gold", "second"}.isdisjoint(rows[0])


async def test_messages_out_of_order_are_played_in_order(story):
    mixed = await played(STORY[::-1])
    assert mixed.answers == story.answers[::-1]
    assert mixed.events == story.events


async def test_where_a_place_is_added():
    result = await played([said(1, 0, "路灯坏了"), said(2, 60, "在3栋门口")])
    opening, detail = result.answers
    assert opening["place"]["building"] == "3栋"
    assert (detail["case"], detail["place"]) == ("1", opening["place"])
    assert "item" not in detail


@pytest.mark.parametrize(
    ("until", "lamps"),
    [(None, 0), ("2026-03-02T15:00:00+08:00", 1), ("2026-03-02T08:30:00+00:00", 2)],
)
async def test_time_runs_on_until_it_is_told_to_stop(until, lamps):
    """The report is to be accepted within four office hours."""
    end = None if until is None else datetime.fromisoformat(until)
    result = await played([said(1, 0, "3栋门口的路灯坏了")], until=end)
    assert [event["event"] for event in result.events].count("lamp") == lamps


async def test_nobody_waits_in_real_time():
    far = [said(n, n * 86_400, "3栋门口的路灯坏了", sender=f"r{n}") for n in range(40)]
    result = await played(far)
    assert len(result.answers) == 40


async def test_other_groups_and_other_people():
    result = await played(
        [said(1, 0, "路灯坏了", group="elsewhere"), said(2, 9, "晚安", sender="x")]
    )
    assert [answer["act"] for answer in result.answers] == ["chat", "chat"]
    assert result.events == []


async def test_the_same_id_twice_is_one_message():
    twice = [said(1, 0, "3栋门口的路灯坏了"), said(1, 5, "3栋门口的路灯坏了")]
    result = await played(twice)
    assert [answer["case"] for answer in result.answers] == ["1", "1"]
    assert len([event for event in result.events if event["event"] == "case_opened"]) == 1


async def test_nothing_said():
    result = await played([])
    assert (result.answers, result.events, result.parked) == ([], [], 0)


async def test_what_failed_is_counted():
    result = await played(
        [said(1, 0, "炸"), said(2, 60, "3栋门口的路灯坏了")],
        classifier=FakeClassifier(trips=["炸"]),
    )
    assert (result.parked, result.answers[1]["case"]) == (1, "1")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("oops", "Expecting value"),
        ("[]", "must be an object"),
        ('"m1"', "must be an object"),
        ({"id": None}, "id is of another kind (got None)"),
        ({"at": 5}, "at is of another kind (got 5)"),
        ({"at": "yesterday"}, "Invalid isoformat string: 'yesterday'"),
        ({"at": "2026-03-02T10:00:00"}, "an instant needs its offset, such as +08:00"),
        ({"text": None}, "text is of another kind (got None)"),
        ({"sender": {}}, "sender is of another kind (got {})"),
        ({"images": -1}, "images must be a small number (got -1)"),
        ({"images": "two"}, "images must be a small number (got 'two')"),
        ({"images": 10**9}, "images must be a small number (got 1000000000)"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_lines_that_cannot_be_played(line, problem):
    bad = line if isinstance(line, str) else json.dumps(said(1, 0, "x") | line)
    with pytest.raises(ConfigError) as caught:
        parse_messages([json.dumps(said(1, 0, "x")), "", bad])
    (told,) = caught.value.problems
    assert told.startswith("messages line 3: ")
    assert problem in told


@pytest.mark.parametrize("missing", ["id", "at", "group", "sender", "text"])
def test_fields_that_are_missing(missing):
    message = {name: value for name, value in said(1, 0, "x").items() if name != missing}
    with pytest.raises(ConfigError, match=f"messages line 1: {missing} must be given"):
        parse_messages([json.dumps(message)])


def test_all_bad_lines_are_told():
    with pytest.raises(ConfigError) as caught:
        parse_messages(["oops"] * 3)
    assert len(caught.value.problems) == 3


class TestTheCommand:
    @pytest.fixture
    def world(self, files):
        return files("富善.world.json", json.dumps(WORLD, ensure_ascii=False))

    def test_files(self, qunli, files, model, world, tmp_path):
        status, out, _ = qunli(
            "replay",
            *("--world", world),
            *("--messages", files("富善.jsonl", STORY)),
            *("--output", tmp_path / "out.jsonl"),
            *("--events", tmp_path / "events.jsonl"),
            *("--until", "2026-03-02T18:00:00+08:00"),
            *("--model", model),
            *("--seed", "7"),
        )
        assert (status, out) == (0, "")
        answers = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["id"] for line in answers] == [m["id"] for m in STORY]
        events = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
        assert all("event" in json.loads(line) for line in events)

    def test_a_line_ends_at_its_end(self, qunli, files, model, world):
        messages = files("m.jsonl", [said(1, 0, "一\u2028二\x0c三\u0085四")])
        status, out, _ = qunli("replay", "--world", world, "--messages", messages, "--model", model)
        assert (status, len(out.splitlines())) == (0, 1)

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (["--until", "tomorrow"], "argument --until: Invalid isoformat string: 'tomorrow'"),
            (["--until", "2026-03-02T18:00:00"], "an instant needs its offset"),
            (["--world", "none.json"], "replay: cannot read: "),
            (["--messages", "none.jsonl"], "replay: cannot read: "),
            (["--events", "no/such/events.jsonl"], "no/such/events.jsonl: No such file"),
            (["--model", "nowhere"], "ModelError: no model in nowhere"),
        ],
    )
    def test_wrong_usage(self, qunli, files, model, world, arguments, problem):
        given = {
            "--world": world,
            "--messages": files("m.jsonl", STORY),
            "--model": model,
        } | dict([arguments])
        status, _, err = qunli("replay", *(part for pair in given.items() for part in pair))
        assert status == 2
        assert problem in err

    @pytest.mark.parametrize(
        ("world", "problem"),
        [
            ("{", "replay: cannot read: "),
            ("[]", "world: not of the promised form"),
            ('{"name": "x"}', "world: not of the promised form: KeyError: 'grid'"),
            (b"\xff\xfe", "replay: cannot read: "),
        ],
    )
    def test_worlds_that_are_none(self, qunli, files, model, world, problem):
        status, out, err = qunli(
            "replay",
            *("--world", files("w.json", world)),
            *("--messages", files("m.jsonl", STORY)),
            *("--model", model),
        )
        assert (status, out) == (2, "")
        assert problem in err

    def test_bad_lines(self, qunli, files, model, world):
        messages = files("m.jsonl", json.dumps(said(1, 0, "x")) + "\n[]\n{}\n")
        status, out, err = qunli(
            "replay", "--world", world, "--messages", messages, "--model", model
        )
        assert (status, out) == (2, "")
        assert err.splitlines() == [
            "messages line 2: must be an object",
            "messages line 3: id must be given",
        ]
