"""How far the bot listens: as configured, or as people wish."""

import pytest

from bot.domain.grid import Listening
from bot.domain.wishes import Wish, WishKind, about_person, about_room
from bot.journey.consent import Consent
from tests.builders import MEEK, OWN, T0


def listening(about, how) -> Wish:
    return Wish(about=about, kind=WishKind.LISTENING, value=how, at=T0, by="he")


LEFT = listening(about_person("wang"), Listening.ADDRESSED)
SHUT = listening(about_room("own"), Listening.ADDRESSED)
OPEN = listening(about_room("meek"), Listening.NATURAL)
FORGET = Wish(about=about_person("wang"), kind=WishKind.FORGET, value="", at=T0, by="wang")


@pytest.mark.parametrize(
    ("wishes", "room", "person", "heard"),
    [
        ([], OWN, "wang", True),
        ([], MEEK, "wang", False),
        ([], None, "wang", True),
        ([LEFT], OWN, "wang", False),
        ([LEFT], OWN, "zhao", True),
        ([LEFT], None, "wang", True),
        ([SHUT], OWN, "zhao", False),
        ([OPEN], MEEK, "zhao", True),
        ([OPEN, LEFT], MEEK, "wang", False),
        ([FORGET], OWN, "wang", True),
    ],
)
def test_who_is_heard(wishes, room, person, heard):
    consent = Consent()
    consent.refresh([LEFT, SHUT, OPEN])
    consent.refresh(wishes)
    assert consent.hears(room, person, addressed=False) is heard
    assert consent.hears(room, person, addressed=True)
