"""Where words for a room or a person go, on which platforms."""

from dataclasses import replace

import pytest

from bot.domain.addresses import private_address, room_addresses
from bot.domain.grid import RoomKind
from bot.domain.people import Role
from tests.builders import OWN, group, person, private

ROOM = replace(OWN, bindings=(("fake", "own1"), ("other", "cid"), ("off", "x")))
HEARD = replace(group("own1"), route="https://answer.here")
SHE = replace(
    person("wang", "王秀兰", Role.RESIDENT), accounts=(("fake", "a-wang"), ("other", "o-wang"))
)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, [group("own1"), group("cid", channel="other")]),
        ({"answered": HEARD}, [HEARD, group("cid", channel="other")]),
        ({"answered": HEARD, "everywhere": False}, [HEARD]),
        ({"everywhere": False}, [group("own1"), group("cid", channel="other")]),
    ],
)
def test_a_room_on_two_platforms(more, expected):
    assert list(room_addresses(ROOM, ["fake", "other", "third"], **more)) == expected


def test_a_private_chat_is_no_room():
    assert room_addresses(replace(ROOM, kind=RoomKind.PRIVATE), ["fake"]) == ()


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        (["fake", "other"], private("a-wang")),
        (["other", "fake"], private("o-wang", channel="other")),
        (["third"], None),
        ([], None),
    ],
)
def test_a_person_alone(channels, expected):
    assert private_address(SHE, channels) == expected


def test_who_has_just_written_is_answered_there():
    written = replace(private("a-wang"), conversation="chat-1")
    assert private_address(SHE, ["other"], answered=written) == written
