"""Groups that were linked, beside those of the configuration."""

from dataclasses import replace

import pytest

from bot.domain.grid import Listening, RoomKind
from bot.domain.links import Link, conflicts, ended, with_links
from bot.domain.listening import ListeningRules
from tests.builders import LEAD, OWN, T0, directory

NEW = Link(
    channel="fake",
    conversation="new1",
    room="room-1",
    kind=RoomKind.OWNERS,
    name="3栋群",
    grid="g1",
    building="3栋",
    owner="wang",
    linked_at=T0,
    linked_by="wang",
)
MORE = replace(NEW, channel="other", conversation="o1", room="own", owner=None)


def test_a_new_group_hears_only_what_is_said_to_the_bot():
    room = with_links(directory(), [NEW]).room_bound_to("fake", "new1")
    assert (room.id, room.kind, room.grid, room.building) == ("room-1", "owners", "g1", "3栋")
    assert (room.listening, room.owner) == (Listening.ADDRESSED, "wang")
    assert room.community == "桥头社区"


def test_a_group_of_the_configuration_is_on_one_more_platform():
    room = with_links(directory(), [MORE]).room("own")
    assert room == replace(OWN, bindings=(*OWN.bindings, ("other", "o1")))


def test_one_group_on_two_platforms():
    rooms = with_links(directory(), [NEW, replace(MORE, room="room-1")])
    assert rooms.room("room-1").bindings == (("fake", "new1"), ("other", "o1"))


@pytest.mark.parametrize("links", [[], [NEW]])
def test_what_has_ended_is_bound_no_more(links):
    gone = ended(OWN, ("fake", "own1"), by="he", at=T0)
    there = with_links(directory(), [gone, *links])
    assert there.room_bound_to("fake", "own1") is None
    assert there.room("own").bindings == ()


def test_a_linked_group_that_has_ended_is_still_known_by_its_id():
    gone = replace(NEW, ended_at=T0, ended_by="wang")
    there = with_links(directory(), [gone])
    assert there.room_bound_to("fake", "new1") is None
    assert there.room("room-1").name == "3栋群"


def test_a_leaders_group_that_has_ended_is_nobodys():
    gone = ended(LEAD, ("fake", "lead1"), by="he", at=T0)
    other = replace(NEW, kind=RoomKind.LEADERS, building=None)
    assert with_links(directory(), [gone]).leaders_room("g1", "桥头社区") is None
    assert with_links(directory(), [gone, other]).leaders_room("g1", "桥头社区").id == "room-1"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        (NEW, 0),
        (replace(NEW, conversation="own1", room="own"), 0),
        (replace(NEW, conversation="own1"), 1),
        (replace(NEW, conversation="own1", ended_at=T0), 0),
        (replace(NEW, grid="g9"), 1),
    ],
)
def test_where_configuration_and_links_contradict_each_other(link, found):
    problems = conflicts(directory(), [link])
    assert len(problems) == found
    assert all("qunli link --end room-1" in problem for problem in problems)


@pytest.mark.parametrize(
    ("wrong", "talk", "misheard"),
    [(4, 196, False), (5, 195, True), (50, 100, False), (3, 100_000, False), (0, 0, False)],
)
def test_when_a_group_is_misheard(wrong, talk, misheard):
    assert ListeningRules().misheard(wrong=wrong, talk=talk) is misheard
