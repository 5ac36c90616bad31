"""What a browser keeps while somebody is away."""

from datetime import timedelta

import pytest

from bot.desk.seal import LIFE, Seal
from tests.builders import T0

SECRET = "ding-secret"


@pytest.fixture
def seal():
    return Seal(SECRET)


@pytest.fixture
def errand(seal):
    return seal.send("/cases/case-312?a=1", T0)


def test_whoever_comes_back_goes_where_he_wanted(seal, errand):
    assert seal.back(errand.kept, errand.state, T0) == "/cases/case-312?a=1"


def test_another_process_with_the_secret_opens_it(errand):
    assert Seal(SECRET).back(errand.kept, errand.state, T0) == "/cases/case-312?a=1"
    assert Seal("another").back(errand.kept, errand.state, T0) is None


def test_it_is_good_for_a_while(seal, errand):
    moment = timedelta(seconds=1)
    assert seal.back(errand.kept, errand.state, T0 + LIFE - moment) is not None
    assert seal.back(errand.kept, errand.state, T0 + LIFE) is None


def test_a_state_belongs_to_one_browser(seal, errand):
    other = seal.send("/", T0)
    assert seal.back(other.kept, errand.state, T0) is None
    assert errand.state not in errand.kept


@pytest.mark.parametrize("kept", ["", ".", "x", "x.y", "\xff.\xff", "é.é", "a" * 9_000])
def test_what_was_never_sealed_opens_nothing(seal, errand, kept):
    assert seal.back(kept, errand.state, T0) is None


def test_nothing_in_it_can_be_changed(seal, errand):
    for place in range(len(errand.kept)):
        letter = "A" if errand.kept[place] != "A" else "B"
        changed = errand.kept[:place] + letter + errand.kept[place + 1 :]
        assert seal.back(changed, errand.state, T0) is None, place


@pytest.mark.parametrize("state", ["", "x", "é"])
def test_a_wrong_state_opens_nothing(seal, errand, state):
    assert seal.back(errand.kept, state, T0) is None


def test_a_very_long_place_is_left_out(seal):
    """Browsers do not keep it."""
    for letter, most in (("x", 1_999), ("街", 666)):
        for length, kept in ((most, True), (most + 1, False)):
            place = "/" + letter * length
            errand = seal.send(place, T0)
            assert seal.back(errand.kept, errand.state, T0) == (place if kept else "/")
            assert len(errand.kept) < 3_500


def test_it_does_not_show_what_the_browser_keeps(errand):
    assert errand.kept not in repr(errand)
