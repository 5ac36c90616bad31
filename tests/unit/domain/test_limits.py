"""What the bot may hear of at all (domain rules §11.3)."""

from datetime import timedelta

import pytest

from bot.domain.errors import ChannelUnavailable, ConfigError
from bot.domain.limits import NEVER, ONLY_WHEN_ADDRESSED, may_be_asked_about, may_open
from bot.domain.settings import Settings


@pytest.mark.parametrize("addressed", [False, True])
@pytest.mark.parametrize(
    "item",
    ["GY-11", "NEG-10", "ZZ-10", "ZZ-12", "ZZ-16", "NEG-04", "NEG-05", "NEG-12", "JF-17"],
)
def test_what_may_come_to_a_case(item, addressed):
    expected = item not in NEVER and (addressed or item not in ONLY_WHEN_ADDRESSED)
    assert may_open(item, addressed=addressed) is expected


def test_talk_among_neighbours_is_theirs():
    assert {item for item in ONLY_WHEN_ADDRESSED if may_open(item, addressed=False)} == set()
    assert not may_open("NEG-10", addressed=True)


def test_words_are_held_no_longer_than_the_rules_allow():
    assert Settings().context <= timedelta(seconds=900)


def test_errors_carry_what_the_caller_needs():
    assert ConfigError(["a", "b"]).problems == ("a", "b")
    assert str(ConfigError(["a", "b"])) == "a\nb"
    assert ChannelUnavailable("busy", retry_after=timedelta(1)).retry_after == timedelta(1)
    assert ChannelUnavailable("busy").retry_after is None


@pytest.mark.parametrize("item", ["ZZ-10", "NEG-05", "NEG-10", "WY-11", "WY-12"])
def test_nobody_is_asked_about_what_the_bot_is_deaf_to(item):
    assert not may_be_asked_about(["CG-01", item])


def test_other_talk_may_be_asked_about():
    assert may_be_asked_about(["CG-01", "WY-01"])
