"""The figures that days are made of."""

import pytest
import yaml

from bot.commands.bench.city.sizes import Burst, read_sizes, seconds_of
from bot.domain.errors import ConfigError
from tests.rules.tree import source


def test_the_sizes_that_come_with_the_program():
    sizes = read_sizes()
    told = {name: (one.grids, one.groups, one.messages) for name, one in sizes.items()}
    assert told == {
        "district": (153, 3_000, 150_000),
        "city": (120_000, 240_000, 12_000_000),
        "province": (1_200_000, 2_400_000, 120_000_000),
    }


@pytest.mark.parametrize("name", ["district", "city", "province"])
def test_of_a_hundred_messages_five_report_something(name):
    size = read_sizes()[name]
    told = sum(
        one.times * one.burst.until(one.burst.lasts) * one.burst.reports for one in size.struck
    )
    beside = (size.messages - size.of_bursts) * size.reports_beside
    assert (told + beside) / size.messages == pytest.approx(0.05)


BURST = Burst(
    peak=10, rise_seconds=20, hold_seconds=30, halving_seconds=60, reports=0.3, items=("GY-04",)
)


@pytest.mark.parametrize(
    ("seconds", "messages"),
    [(-5, 0), (0, 0), (10, 25), (20, 100), (50, 400), (110, 400 + 10 * 60 / 0.693147 / 2)],
)
def test_a_burst_rises_holds_and_halves(seconds, messages):
    assert BURST.until(seconds) == pytest.approx(messages, abs=0.01)


def test_after_eight_halvings_a_burst_is_over():
    assert BURST.lasts == 20 + 30 + 8 * 60
    assert BURST.until(BURST.lasts + 1000) == BURST.until(BURST.lasts)


@pytest.mark.parametrize(("told", "seconds"), [("00:00", 0), ("19:20", 69_600), ("1:2:3", 3_723)])
def test_times_of_day(told, seconds):
    assert seconds_of(told) == seconds


@pytest.mark.parametrize("told", ["", "7", "24:00", "12:60", "1:2:3:4", "-1:00", "noon", "1:2:60"])
def test_no_times_of_day(told):
    with pytest.raises(ValueError, match=r"time of day|invalid literal|unpack"):
        seconds_of(told)


def changed(tmp_path, **options):
    """A file of sizes with one size, some of it put otherwise."""
    day = yaml.safe_load(source("bot/data/day.yaml"))
    size = day["sizes"]["district"] | options.pop("size", {})
    bursts = day["bursts"] | options.pop("bursts", {})
    told = day | options | {"sizes": {"village": size}, "bursts": bursts}
    path = tmp_path / "day.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return path


def test_an_office_may_write_down_its_own(tmp_path):
    sizes = read_sizes(changed(tmp_path, size={"messages": 20_000, "bursts": []}, reports=0.01))
    assert list(sizes) == ["village"]
    assert (sizes["village"].messages, sizes["village"].reports_beside) == (20_000, 0.01)


FLAT = {"peak": 1, "rise_seconds": 0, "hold_seconds": 9, "halving_seconds": 0, "reports": 1}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"hours": [1] * 23}, "a day has 24 hours"),
        ({"hours": [0] * 24}, "a day has 24 hours"),
        ({"size": {"offices": 154}}, "a grid for each"),
        ({"size": {"groups": 100}}, "at least a group for each grid"),
        ({"loudness": {"head": 0, "steepness": 2}}, "head must be > 0"),
        ({"loudness": {"head": 0.1, "steepness": 1}}, "steepness > 1"),
        ({"speakers": 0}, "speakers"),
        ({"size": {"messages": 5000}}, "more than the whole day"),
        ({"reports": 0.001}, "more reports than the whole day"),
        ({"size": {"bursts": [{"kind": "power_cut", "width": 154}]}}, "wider than the size"),
        (
            {"size": {"bursts": [{"kind": "power_cut", "at": "23:59", "width": 1}]}},
            "after midnight",
        ),
        ({"size": {"bursts": [{"kind": "flood", "width": 1}]}}, "flood"),
        ({"bursts": {"power_cut": FLAT | {"items": []}}}, "backwards"),
        ({"speakers": "many"}, "many"),
        ({"hours": None}, "NoneType"),
    ],
)
def test_what_makes_no_day_is_told(tmp_path, options, told):
    with pytest.raises(ConfigError, match=told):
        read_sizes(changed(tmp_path, **options))


@pytest.mark.parametrize("text", ["", "[1", "sizes: 3", "- 1"])
def test_what_is_no_file_of_sizes_is_told(tmp_path, text):
    path = tmp_path / "day.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"day\.yaml"):
        read_sizes(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConfigError, match="none"):
        read_sizes(tmp_path / "none")
