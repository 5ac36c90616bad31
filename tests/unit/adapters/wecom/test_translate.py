"""What the AI bot is told, as messages; nothing it could be told raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.wecom.translate import Dropped, inbound, picture_of
from bot.domain.message import Attachment, AttachmentKind, ConversationKind
from tests.builders import T0

NAMED = {"msgid": "m-1", "from": {"userid": "WangXiulan"}}
GROUP = NAMED | {"chattype": "group", "chatid": "wr-1"}
ALONE = NAMED | {"chattype": "single"}
IMAGE = {"url": "https://files.invalid/1", "aeskey": "a2V5"}


def text(content, place=GROUP):
    return place | {"msgtype": "text", "text": {"content": content}}


def heard(body):
    found = inbound(body, "wecom", T0)
    assert not isinstance(found, Dropped), found
    return found


def test_a_mention_in_a_group():
    message = heard(text("@群理 3栋路灯坏了"))
    assert (message.external_id, message.sender, message.text) == (
        "m-1",
        "WangXiulan",
        "3栋路灯坏了",
    )
    address = message.address
    assert (address.kind, address.conversation, address.person) == (
        ConversationKind.GROUP,
        "wr-1",
        None,
    )
    assert message.addressed


def test_a_word_in_private():
    message = heard(text("@群理 在吗", ALONE))
    assert (message.text, message.address.person) == ("@群理 在吗", "WangXiulan")
    assert message.address.kind is ConversationKind.PRIVATE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("@群理 进度", "进度"),
        ("@群理", ""),
        ("路灯坏了 @群理", "路灯坏了"),
        ("发到 a@b.cn 吧", "发到 a@b.cn 吧"),
        ("@群理 叫 @老李 来看看", "叫 @老李 来看看"),
        ("", ""),
    ],
)
def test_the_mention_is_not_part_of_the_words(content, words):
    assert heard(text(content)).text == words


def test_voice_comes_as_the_words_that_the_platform_heard():
    body = ALONE | {"msgtype": "voice", "voice": {"content": "电梯又停了"}}
    message = heard(body)
    assert message.text == "电梯又停了"
    assert message.attachments == (Attachment(kind=AttachmentKind.VOICE),)


def test_words_and_pictures_together():
    items = [
        {"msgtype": "text", "text": {"content": "@群理 看这里"}},
        {"msgtype": "image", "image": IMAGE},
    ]
    message = heard(GROUP | {"msgtype": "mixed", "mixed": {"msg_item": items}})
    assert message.text == "看这里"
    (picture,) = message.attachments
    assert picture.kind is AttachmentKind.PICTURE
    assert picture_of(picture.reference) == ("https://files.invalid/1", "a2V5")


def test_a_picture_without_an_address_is_one_all_the_same():
    message = heard(ALONE | {"msgtype": "image", "image": {}})
    assert message.attachments == (Attachment(kind=AttachmentKind.PICTURE, reference=""),)


def test_what_was_quoted():
    quote = {"msgtype": "text", "text": {"content": "#312 已派单"}}
    assert heard(text("@群理 修好了") | {"quote": quote}).quoted_text == "#312 已派单"
    assert heard(text("@群理 修好了")).quoted_text is None


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        text("x", {}),
        text("x", NAMED),
        text("x", GROUP | {"msgid": ""}),
        text("x", GROUP | {"msgid": "m" * 300}),
        text("x", GROUP | {"from": "Wang"}),
        GROUP | {"msgtype": "location", "location": {}},
        GROUP | {"msgtype": "mixed", "mixed": {"msg_item": 7}},
    ],
)
def test_what_is_dropped(body):
    assert isinstance(inbound(body, "wecom", T0), Dropped)


@pytest.mark.parametrize("reference", ["", "key", "key ftp://x", " https://x", "gone"])
def test_no_picture_without_address_and_key(reference):
    assert picture_of(reference) is None


_FIELDS = ("msgid", "from", "chatid", "text", "image", "mixed", "voice", "quote")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=9,
)


@given(
    st.fixed_dictionaries(
        {"msgtype": st.sampled_from(["text", "image", "mixed", "voice", "file"])},
        optional=dict.fromkeys(_FIELDS, _JSON),
    )
)
def test_nothing_raises(body):
    inbound(body, "wecom", T0)
    inbound(GROUP | body, "wecom", T0)
