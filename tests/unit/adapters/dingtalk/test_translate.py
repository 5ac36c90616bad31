"""Robot messages as DingTalk shapes them, out of files, and payloads of any other shape."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.dingtalk.translate import READERS, Dropped, DropReason, translate
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)

PAYLOADS = sorted((Path(__file__).parents[3] / "payloads" / "dingtalk").glob("*.json"))
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def expected(case: dict) -> InboundMessage | Dropped:
    """What the file says should come out; no instant of sending means: when it was received."""
    if "dropped" in case:
        dropped = case["dropped"]
        return Dropped(reason=DropReason(dropped["reason"]), kind=dropped["kind"])
    fields = dict(case["message"])
    address = Address(
        channel="dingtalk",
        kind=ConversationKind(fields.pop("kind")),
        conversation=fields.pop("conversation"),
        person=fields.pop("person"),
        route=fields.pop("route"),
        route_until=instant(fields.pop("route_until")),
    )
    return InboundMessage(
        channel="dingtalk",
        address=address,
        received_at=NOW,
        sent_at=instant(fields.pop("sent_at")) or NOW,
        attachments=tuple(
            Attachment(kind=AttachmentKind(kind), reference=reference)
            for kind, reference in fields.pop("attachments")
        ),
        **fields,
    )


@pytest.mark.parametrize("path", PAYLOADS, ids=[path.stem for path in PAYLOADS])
def test_payload(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    assert translate(case["payload"], channel="dingtalk", received_at=NOW) == expected(case)


def test_every_kind_of_message_has_a_payload():
    kinds = {
        json.loads(path.read_text(encoding="utf-8"))["payload"].get("msgtype") for path in PAYLOADS
    }
    assert set(READERS) <= kinds


FIELDS = sorted(
    {
        field
        for path in PAYLOADS
        for field in json.loads(path.read_text(encoding="utf-8"))["payload"]
    }
)
INSIDE = ["content", "richText", "text", "downloadCode", "recognition", "repliedMsg", "msgId"]
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=30)
    | st.sampled_from(["1", "2", *READERS, "@", "@群理 灯", "https://x/y", "9" * 40, "１２３"])
)
JSON = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(INSIDE), inner, max_size=4)
    ),
    max_leaves=6,
)
GOOD = json.loads((PAYLOADS[0].parent / "group_rich_text.json").read_text(encoding="utf-8"))[
    "payload"
]


def holds(result: InboundMessage | Dropped) -> None:
    """What every result promises: it can be stored, sent on and logged."""
    if isinstance(result, Dropped):
        assert result.kind.isascii()
        return
    assert result.external_id
    assert result.sender
    assert result.address.conversation
    assert result.sent_at.tzinfo is not None
    for text in (result.text, result.sender_name, result.external_id, result.sender):
        text.encode()
        assert "\0" not in text


@given(JSON)
def test_anything_at_all(payload):
    holds(translate(payload, channel="dingtalk", received_at=NOW))


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6))
def test_a_message_with_anything_in_its_fields(changed):
    holds(translate(GOOD | changed, channel="dingtalk", received_at=NOW))


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=200))
def test_no_word_is_lost(words):
    """Without a name in front, text comes through as it was said, but for white space around it."""
    payload = GOOD | {"msgtype": "text", "text": {"content": f" {words}"}}
    result = translate(payload, channel="dingtalk", received_at=NOW)
    assert isinstance(result, InboundMessage)
    assert result.text == words.strip()
