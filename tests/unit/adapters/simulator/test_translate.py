"""What the page posts, and what the bot hears of it."""

import pytest

from bot.adapters.simulator.platform import SimulatedPlatform
from bot.adapters.simulator.translate import Refusal, Say, inbound, post_json, read_say
from bot.domain.message import Address, AttachmentKind, ConversationKind
from tests.unit.adapters.simulator.conftest import GROUPS, MEMBERS
from tests.unit.desk.fake_board import NOON, StillClock


@pytest.fixture
def platform():
    return SimulatedPlatform(groups=GROUPS, members=MEMBERS, clock=StillClock())


def wish(**changes):
    return {"room": "own1", "sender": "r1", "text": "楼梯没有扶手"} | changes


def test_a_wish_is_read(platform):
    say = read_say(wish(quoted="x-1", picture=True), platform)
    assert say == Say(room="own1", sender="r1", text="楼梯没有扶手", quoted="x-1", picture=True)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ([], Refusal.BAD_REQUEST),
        (None, Refusal.BAD_REQUEST),
        ("text", Refusal.BAD_REQUEST),
        (wish(text=3), Refusal.BAD_REQUEST),
        (wish(sender=None), Refusal.BAD_REQUEST),
        (wish(picture="yes"), Refusal.BAD_REQUEST),
        (wish(quoted=7), Refusal.BAD_REQUEST),
        (wish(room="own9"), Refusal.UNKNOWN_ROOM),
        (wish(room="private:nobody"), Refusal.UNKNOWN_ROOM),
        (wish(sender="nobody"), Refusal.UNKNOWN_SENDER),
        (wish(room="lead1"), Refusal.NOT_MEMBER),
        (wish(room="private:b1"), Refusal.NOT_MEMBER),
        (wish(text=""), Refusal.EMPTY),
        (wish(text=" \n\t"), Refusal.EMPTY),
        (wish(text="字" * 20_001), Refusal.TOO_LONG),
    ],
)
def test_what_cannot_be_said(platform, payload, reason):
    assert read_say(payload, platform) is reason


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("字" * 20_000, "字" * 20_000),
        ("😀👍", "😀👍"),
        ("a\x00\x1b[31mb", "a\x00\x1b[31mb"),
        ("half \ud83d pair", "half ? pair"),
    ],
    ids=["longest", "emoji", "control characters", "half a surrogate pair"],
)
def test_odd_text_is_carried(platform, text, kept):
    say = read_say(wish(text=text), platform)
    assert isinstance(say, Say)
    assert say.text == kept


def test_a_picture_needs_no_words(platform):
    say = read_say(wish(text="", picture=True), platform)
    assert isinstance(say, Say)


def test_a_group_message_as_heard(platform):
    post = platform.draft(room="own1", sender="r1", text="电梯坏了", quoted="x-1", picture=True)
    heard = inbound(post, MEMBERS[0], mention="@群理")
    assert heard.address == Address(
        channel="simulator", kind=ConversationKind.GROUP, conversation="own1"
    )
    assert (heard.channel, heard.external_id) == ("simulator", post.external_id)
    assert (heard.sender, heard.sender_name, heard.text) == ("r1", "王秀兰", "电梯坏了")
    assert (heard.sent_at, heard.received_at, heard.quoted) == (NOON, NOON, "x-1")
    assert [a.kind for a in heard.attachments] == [AttachmentKind.PICTURE]
    assert not heard.addressed


@pytest.mark.parametrize(
    ("room", "text", "addressed"),
    [
        ("own1", "@群理 进度", True),
        ("own1", "请问@群理，进度呢", True),
        ("own1", "群理在吗", False),
        ("own1", "@王秀兰 在吗", False),
        ("private:r1", "在吗", True),
    ],
)
def test_who_is_meant(platform, room, text, addressed):
    post = platform.draft(room=room, sender="r1", text=text)
    assert inbound(post, MEMBERS[0], mention="@群理").addressed is addressed


def test_a_private_message_names_its_person(platform):
    post = platform.draft(room="private:r1", sender="r1", text="在吗")
    heard = inbound(post, MEMBERS[0], mention="@群理")
    assert heard.address == Address(
        channel="simulator",
        kind=ConversationKind.PRIVATE,
        conversation="private:r1",
        person="r1",
    )


def test_a_post_as_shown(platform):
    draft = platform.draft(room="own1", sender=None, text="收到")
    said = platform.say_as_bot(draft, delivery_id="d1", mentions=("r1", "gone"))
    assert post_json(said, platform) == {
        "number": 1,
        "room": "own1",
        "sender": None,
        "text": "收到",
        "at": "2026-03-02T12:00:00+08:00",
        "external_id": said.external_id,
        "quoted": None,
        "picture": False,
        "image": None,
        "mentions": ["王秀兰"],
    }
