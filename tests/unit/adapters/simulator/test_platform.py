"""Transcripts in memory: order, bounds, and what changed since."""

from datetime import timedelta

import pytest

from bot.adapters.simulator.platform import SimulatedPlatform
from tests.unit.adapters.simulator.conftest import GROUPS, MEMBERS
from tests.unit.desk.fake_board import StillClock

MOMENT = timedelta(milliseconds=5)


@pytest.fixture
def platform():
    return SimulatedPlatform(groups=GROUPS, members=MEMBERS, clock=StillClock(), kept=3)


def say(platform, text, room="own1"):
    post = platform.draft(room=room, sender="r1", text=text)
    platform.publish(post)
    return post


def test_posts_stand_in_the_order_of_their_drafts(platform):
    question = platform.draft(room="own1", sender="r1", text="question")
    answer = platform.draft(room="own1", sender=None, text="answer")
    platform.publish(answer)
    platform.publish(question)
    assert [post.text for post in platform.posts()] == ["question", "answer"]


def test_a_room_keeps_its_last_posts(platform):
    for number in range(5):
        say(platform, str(number))
    say(platform, "other room", room="private:r1")
    assert [post.text for post in platform.posts()] == ["2", "3", "4", "other room"]


@pytest.mark.parametrize(
    ("position", "texts"),
    [(5, []), (4, ["4"]), (2, ["2", "3", "4"]), (1, None), (0, None), (6, None), (-1, None)],
)
def test_changes_since_a_position(platform, position, texts):
    for number in range(5):
        say(platform, str(number))
    changes = platform.since(position)
    assert (changes if changes is None else [post.text for post in changes]) == texts


def test_ids_differ_between_runs(platform):
    clock = StillClock()
    clock.instant += timedelta(microseconds=1)
    later = SimulatedPlatform(groups=GROUPS, members=MEMBERS, clock=clock)
    assert say(platform, "x").external_id != say(later, "x").external_id


def test_a_forgotten_delivery_is_not_found(platform):
    draft = platform.draft(room="own1", sender=None, text="answer")
    said = platform.say_as_bot(draft, delivery_id="d1", mentions=())
    assert platform.find("d1") == said
    for number in range(3):
        say(platform, str(number))
    assert platform.find("d1") is None


async def test_waiting_ends_with_a_post_or_with_time(platform):
    assert not await platform.wait(0, MOMENT)
    say(platform, "x")
    assert await platform.wait(0, MOMENT)
    assert not await platform.wait(1, MOMENT)
