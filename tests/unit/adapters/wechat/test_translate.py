"""What the gateway tells becomes a message, or is dropped for a reason; nothing raises."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.wechat.translate import Account, Dropped, DropReason, translate
from bot.adapters.wechat.wire import Event, Member, MessageKind, Payload, facts_of
from bot.domain.message import Attachment, AttachmentKind, ConversationKind

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
BOT = Account(channel="wechat", id="wxid-bot", name="群理")
WANG = Member(name="王秀兰")
LINE = "- - - - - - - - - - - - - - -"


def payload(text: str = "路灯坏了", **changed) -> Payload:
    given = {
        "id": "m-1",
        "kind": MessageKind.TEXT,
        "text": text,
        "timestamp": 1_795_000_000,
        "talker": "wxid-wang",
        "room": "own@chatroom",
    }
    return Payload(**given | changed)


def read(given: Payload, member: Member = WANG):
    return translate(given, account=BOT, member=member, received_at=NOW)


def test_a_message_of_a_group():
    message = read(payload())
    assert (message.text, message.addressed, message.quoted_text) == ("路灯坏了", False, None)
    assert (message.sender, message.sender_name) == ("wxid-wang", "王秀兰")
    assert message.address.kind is ConversationKind.GROUP
    assert message.address.conversation == "own@chatroom"
    assert message.sent_at == datetime.fromtimestamp(1_795_000_000, UTC)


def test_a_private_message():
    message = read(payload(room="", listener="wxid-bot"))
    assert message.addressed
    assert message.address.kind is ConversationKind.PRIVATE
    assert message.address.person == "wxid-wang"


@pytest.mark.parametrize(
    ("text", "mentions", "said", "addressed"),
    [
        ("@群理\u2005路灯坏了", ("wxid-bot",), "路灯坏了", True),
        ("路灯坏了 @群理", (), "路灯坏了", True),
        ("@群理 路灯坏了", (), "路灯坏了", True),
        ("@群理想国\u2005路灯坏了", ("wxid-li",), "@群理想国\u2005路灯坏了", False),
        ("路灯坏了", ("wxid-bot",), "路灯坏了", True),
    ],
)
def test_who_is_mentioned(text, mentions, said, addressed):
    message = read(payload(text, mentions=mentions))
    assert (message.text, message.addressed) == (said, addressed)


@pytest.mark.parametrize(
    ("text", "said", "quoted"),
    [
        (f"「王秀兰：路灯坏了」\n{LINE}\n我家也是", "我家也是", "路灯坏了"),
        (f"「王秀兰：第一行\n第二行」\n{LINE}\n对", "对", "第一行\n第二行"),
        (f"「王秀兰：」\n{LINE}\n对", "对", None),
        ("「光明」小区的路灯坏了", "「光明」小区的路灯坏了", None),
    ],
)
def test_what_is_quoted(text, said, quoted):
    message = read(payload(text))
    assert (message.text, message.quoted_text) == (said, quoted)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (MessageKind.IMAGE, AttachmentKind.PICTURE),
        (MessageKind.AUDIO, AttachmentKind.VOICE),
        (MessageKind.ATTACHMENT, AttachmentKind.FILE),
        (MessageKind.VIDEO, AttachmentKind.OTHER),
    ],
)
def test_what_comes_without_words(kind, expected):
    message = read(payload("<msg/>", kind=kind))
    assert (message.text, message.attachments) == (
        "",
        (Attachment(kind=expected, reference="m-1"),),
    )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"talker": "wxid-bot"}, DropReason.OWN),
        ({"id": ""}, DropReason.MALFORMED),
        ({"talker": ""}, DropReason.MALFORMED),
        ({"id": "x" * 201}, DropReason.MALFORMED),
        ({"kind": MessageKind.EMOTICON}, DropReason.UNKNOWN_TYPE),
        ({"kind": 99}, DropReason.UNKNOWN_TYPE),
        ({"room": "", "listener": "somebody"}, DropReason.NOT_TO_US),
    ],
)
def test_what_is_no_message(changed, reason):
    dropped = read(payload(**changed))
    assert isinstance(dropped, Dropped)
    assert dropped.reason is reason


def test_official_accounts_are_nobody():
    dropped = read(payload(room="", listener="wxid-bot"), Member(name="某某服务", is_person=False))
    assert dropped == Dropped(reason=DropReason.NOT_FROM_A_PERSON)


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        (1_795_000_000_000, datetime.fromtimestamp(1_795_000_000, UTC)),
        (0, NOW),
        (2**63, NOW),
        (4_000_000_000, NOW),
    ],
)
def test_when_it_was_said(timestamp, expected):
    assert read(payload(timestamp=timestamp)).sent_at == expected


@given(
    st.builds(
        Payload,
        id=st.text(),
        kind=st.integers(),
        text=st.text(st.characters()),
        timestamp=st.integers(0, 2**64),
        talker=st.text(),
        room=st.text(),
        listener=st.text(),
        mentions=st.lists(st.text()).map(tuple),
    )
)
def test_nothing_raises(given):
    read(given)


@pytest.mark.parametrize("told", ["", "{", "[]", "7", '"x"', "[" * 100_000, '{"messageId": 7}'])
def test_an_event_that_cannot_be_read_has_no_facts(told):
    event = Event(kind=2, facts=facts_of(told))
    assert (event.fact("messageId"), event.names("inviteeIdList")) == ("", ())
