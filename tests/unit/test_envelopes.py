"""Messages on their way to a broker and back."""

from datetime import UTC, datetime

import pytest

from bot.domain.message import Address, Attachment, AttachmentKind, ConversationKind
from bot.queues.envelopes import MOST_BYTES, PARTITIONS, envelopes, opened, partition_of
from tests.builders import stored

EVERYTHING = stored(
    9,
    "楼下\n🔥 “路灯”坏了",
    room=None,
    thread="private:line/wang",
    address=Address(
        channel="line",
        kind=ConversationKind.PRIVATE,
        conversation="wang",
        person="wang",
        route="https://example.com/?session=1",
        route_until=datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC),
    ),
    addressed=True,
    quoted="x-1",
    quoted_text="哪里坏了？",
    images=2,
    attachments=(Attachment(kind=AttachmentKind.VOICE, reference="v-1"),),
)


@pytest.mark.parametrize("message", [stored(1), EVERYTHING], ids=["plain", "with everything"])
def test_nothing_is_lost_on_the_way(message):
    ((_, envelope),) = envelopes([message])
    assert opened(envelope) == [message]


def test_a_conversation_has_one_partition_and_its_order():
    messages = [stored(n, room=f"room-{n % 40}") for n in range(200)]
    found: dict[int, list] = {}
    for partition, envelope in envelopes(messages):
        found.setdefault(partition, []).extend(opened(envelope))
    for partition, some in found.items():
        assert {partition_of(one) for one in some} == {partition}
        assert some == [one for one in messages if partition_of(one) == partition]
    assert len(found) > PARTITIONS / 2


def test_people_in_private_are_spread_as_groups_are():
    threads = {partition_of(stored(1, room=None, thread=f"private:line/{n}")) for n in range(100)}
    assert len(threads) == PARTITIONS


def test_no_envelope_is_more_than_a_broker_takes():
    messages = [stored(n, "灯" * 20_000) for n in range(30)]
    made = [envelope for _, envelope in envelopes(messages)]
    assert max(map(len, made)) <= MOST_BYTES + 2 * 30
    assert [one.id for envelope in made for one in opened(envelope)] == [m.id for m in messages]


@pytest.mark.parametrize("bytes_", [b"", b"\xff", b"{", b"[1]", b"[{}]", b"null", b'[{"id": 1}]'])
def test_what_is_none_is_refused(bytes_):
    with pytest.raises(ValueError, match=r".*"):
        opened(bytes_)
