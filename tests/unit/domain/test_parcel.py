"""Which words travel in one message."""

from dataclasses import replace

import pytest

from bot.domain.parcel import Parcel, together
from tests.builders import T0, after, delivery, group, private


def texts(head, *behind, limit=100, now=T0):
    return [one.text for one in together(head, behind, text_limit=limit, now=now)]


def test_what_waits_in_one_conversation_becomes_one_message():
    head, second = delivery(1, text="#1 已派单"), delivery(2, text="#2 修好了")
    parcel = Parcel(head=head, rest=together(head, [second], text_limit=100, now=T0))
    message = parcel.message
    assert (message.delivery_id, message.text) == ("delivery-000001", "#1 已派单\n#2 修好了")
    assert (message.address, message.urgent) == (group(), False)
    assert parcel.ids == ("delivery-000001", "delivery-000002")


def test_one_alone_is_the_message_it_always_was():
    message = Parcel(head=delivery(text="好", mentions=("a",), urgent=True)).message
    assert (message.text, message.mentions, message.urgent) == ("好", ("a",), True)


@pytest.mark.parametrize(
    "other",
    [
        {"urgent": True},
        {"mentions": ("a-wang",)},
        {"address": group("own2")},
        {"address": private("p")},
        {"until": T0},
        {"text": "长" * 99},
    ],
    ids=["urgent", "mentions", "group", "private", "too late", "too long"],
)
def test_what_stays_for_itself(other):
    """And nothing behind it overtakes it."""
    assert texts(delivery(1), delivery(2, text="二"), delivery(3, **other), delivery(4)) == ["二"]


def test_emergencies_travel_alone():
    assert texts(delivery(1, urgent=True), delivery(2, urgent=True), delivery(3)) == []


def test_up_to_the_limit_of_the_platform():
    lines = [delivery(n, text="12345") for n in range(2, 9)]
    head = delivery(1, text="12345")
    assert len(texts(head, *lines, limit=17)) == 2
    assert len(texts(head, *lines, limit=16)) == 1
    assert texts(head, *lines, limit=5) == []


def test_it_goes_by_the_way_that_is_open_longest():
    def by(route, until):
        return replace(group(), route=route, route_until=until)

    head = delivery(1, address=by("old", after(10)))
    rest = [delivery(2, address=by("new", after(99))), delivery(3, address=group())]
    joined = together(head, rest, text_limit=100, now=T0)
    assert len(joined) == 2
    assert Parcel(head=head, rest=joined).message.address.route == "new"
