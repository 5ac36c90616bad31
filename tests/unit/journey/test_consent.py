"""Whether something is heard: as the group listens, and as people wish."""

from dataclasses import replace

import pytest

from bot.domain.grid import Listening
from bot.domain.wishes import Wish, WishKind, about_person
from bot.journey.consent import Consent
from tests.builders import MEEK, OWN, T0

WORDS = replace(OWN, listening=Listening.KEYWORDS)


def listening(about, how) -> Wish:
    return Wish(about=about, kind=WishKind.LISTENING, value=how, at=T0, by="he")


LEFT = listening(about_person("wang"), Listening.ADDRESSED)
FORGET = Wish(about=about_person("wang"), kind=WishKind.FORGET, value="", at=T0, by="wang")


@pytest.mark.parametrize(
    ("wishes", "room", "text", "heard"),
    [
        ([], OWN, "吃了吗", True),
        ([], MEEK, "灯坏了", False),
        ([], None, "吃了吗", True),
        ([], WORDS, "灯坏了", True),
        ([], WORDS, "吃了吗", False),
        ([LEFT], OWN, "灯坏了", False),
        ([LEFT], WORDS, "灯坏了", False),
        ([LEFT], None, "灯坏了", True),
        ([FORGET], OWN, "灯坏了", True),
    ],
)
def test_who_is_heard(wishes, room, text, heard):
    consent = Consent(lambda words: "灯" in words)
    consent.refresh([LEFT])
    assert consent.hears(OWN, "zhao", addressed=False, text=text)
    consent.refresh(wishes)
    assert consent.hears(room, "wang", addressed=False, text=text) is heard
    assert consent.hears(room, "wang", addressed=True, text=text)
