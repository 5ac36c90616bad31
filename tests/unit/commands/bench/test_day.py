"""A day of talk: when, where, what; the same for the same seed."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.commands.bench.city.day import Day
from bot.commands.bench.city.sizes import DAY_SECONDS, read_sizes
from bot.commands.bench.city.talk import areas_of, read_phrases, spoken
from bot.commands.bench.load import CHANNEL
from bot.domain.grid import RoomKind
from bot.domain.people import Role

SIZES = read_sizes()
EVENING = 19 * 3600
BLACKOUT = EVENING + 1200


@pytest.fixture(scope="module")
def phrases():
    return read_phrases()


@pytest.fixture(scope="module")
def whole(phrases):
    """Everything said in a district's day."""
    return list(spoken(Day(SIZES["district"]), phrases, 0, DAY_SECONDS))


@pytest.mark.parametrize("name", ["district", "city", "province"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_day_has_exactly_its_messages(name, seed):
    minutes = Day(SIZES[name], seed).minutes()
    assert (len(minutes), sum(minutes)) == (1440, SIZES[name].messages)
    assert min(minutes) >= 0


def test_every_message_of_the_day_is_said_once_in_order(whole):
    times = [one.message.sent_at for one in whole]
    assert len({one.message.external_id for one in whole}) == len(whole) == 150_000
    assert all(before <= after for before, after in pairwise(times))


def test_of_a_hundred_messages_about_five_report_something(whole):
    assert sum(one.is_report for one in whole) / len(whole) == pytest.approx(0.05, abs=0.002)


def test_a_city_has_two_thousand_a_second_in_its_burst():
    assert 2_000 <= Day(SIZES["city"]).busiest_second() <= 2_800


def test_morning_noon_and_evening_are_louder_than_what_lies_between():
    minutes = Day(replace(SIZES["city"], struck=())).minutes()
    hours = [sum(minutes[60 * hour : 60 * hour + 60]) for hour in range(24)]
    peaks = [n for n in range(1, 23) if hours[n - 1] < hours[n] > hours[n + 1]]
    assert peaks == [8, 12, 20]
    assert hours[3] < hours[20] / 50


def test_the_same_seed_is_the_same_day(phrases):
    first, again, other = (
        [one.message for one in spoken(Day(SIZES["city"], seed), phrases, EVENING, EVENING + 5)]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert [one.text for one in first] != [one.text for one in other]


def test_a_slice_is_what_the_whole_day_has_there(whole, phrases):
    cut = list(spoken(Day(SIZES["district"]), phrases, EVENING + 30, EVENING + 3630))
    begin = whole.index(cut[0])
    assert cut == whole[begin : begin + len(cut)]
    moments = [one.message.sent_at for one in (whole[begin - 1], cut[0], whole[begin + len(cut)])]
    assert [(at.hour, at.minute, at.second >= 30) for at in moments] == [
        (19, 0, False),
        (19, 0, True),
        (20, 0, True),
    ]


def test_few_groups_are_loud_and_many_are_silent(whole):
    calm = [one for one in whole if not 19 * 60 <= minute(one) < 20 * 60]
    said = Counter(one.message.address.conversation for one in calm)
    loudest = [number for _, number in said.most_common()]
    assert sum(loudest[:300]) > 0.75 * len(calm)  # a tenth of the groups
    assert loudest[0] > 30 * len(calm) / 3_000
    assert 3_000 - len(loudest) > 250  # say nothing at all
    assert sum(number <= 3 for number in loudest) > 700


def minute(one):
    return one.message.sent_at.hour * 60 + one.message.sent_at.minute


def test_in_a_burst_neighbouring_groups_speak_of_what_struck_them(phrases):
    size = SIZES["city"]
    day = Day(size)
    calm = replace(size, struck=())
    assert not any(moment.outbreak for moment in Day(calm).moments(BLACKOUT // 60))
    outbreaks = {m.outbreak for m in day.moments(BLACKOUT // 60) if m.outbreak}
    struck = next(one for one in outbreaks if one.width == 40_000)
    said = list(spoken(day, phrases, BLACKOUT + 40, BLACKOUT + 42))
    about = set(phrases.of_item["GY-04"])
    reports = [one for one in said if one.message.text in about]
    assert len(reports) > 0.2 * len(said) > 700
    grids = [int(one.message.address.conversation[6:]) % size.grids for one in reports]
    inside = [struck.first <= grid < struck.first + struck.width for grid in grids]
    assert sum(inside) > 0.95 * len(inside)
    owners = [int(one.message.address.conversation[6:]) >= size.grids for one in reports]
    assert sum(owners) > 0.95 * len(owners)


def test_a_power_cut_is_some_hundreds_of_messages_within_minutes():
    district = SIZES["district"]
    (cut,) = [one for one in district.struck if one.times == 6]
    messages = cut.burst.until(cut.burst.lasts)
    assert 200 < messages < 900
    assert cut.burst.until(600) > 0.9 * messages


def test_where_a_grid_has_no_group_but_the_leaders_the_burst_is_there(phrases):
    (blackout,) = [one for one in SIZES["district"].struck if one.at is not None]
    alone = replace(SIZES["district"], groups=153, struck=(blackout,))
    said = list(spoken(Day(alone), phrases, BLACKOUT, BLACKOUT + 60))
    assert {int(one.message.address.conversation[6:]) < 153 for one in said} == {True}


def test_every_group_is_linked_and_every_grid_has_its_people(whole):
    areas = areas_of(Day(SIZES["district"]))
    assert (len(areas.grids), len(areas.rooms)) == (153, 3_000)
    for one in whole[::1000]:
        room = areas.room_bound_to(CHANNEL, one.message.address.conversation)
        assert room is not None
        assert areas.leaders_room(room.grid, room.community).kind is RoomKind.LEADERS
        assert areas.of_grid(room.grid, Role.GRID_LEADER)[0].grids == (room.grid,)
    assert sum(room.kind is RoomKind.LEADERS for room in areas.rooms) == 153


def test_an_office_hears_its_own_grids_of_the_day(phrases):
    day = Day(SIZES["city"])
    office = day.struck()
    grids = day.size.of_office(office)
    everywhere = list(spoken(day, phrases, BLACKOUT + 60, BLACKOUT + 62))
    there = list(spoken(day, phrases, BLACKOUT + 60, BLACKOUT + 62, grids))
    areas = areas_of(day, office)
    heard = [
        one
        for one in everywhere
        if areas.room_bound_to(CHANNEL, one.message.address.conversation) is not None
    ]
    assert there == heard
    assert len(there) == pytest.approx(day.minutes_of(grids)[BLACKOUT // 60 + 1] / 30, rel=0.3)


def test_offices_have_every_grid_once():
    size = SIZES["city"]
    grids = [grid for number in range(size.offices) for grid in size.of_office(number)]
    assert grids == list(size.of_office(None)) == list(range(120_000))


def test_what_all_offices_are_to_expect_is_the_day():
    day = Day(SIZES["city"])
    parts = [day.minutes_of(day.size.of_office(number)) for number in range(80)]
    assert [sum(minute) for minute in zip(*parts, strict=True)] == pytest.approx(day.minutes())


def test_without_a_burst_the_first_office_is_as_good_as_any():
    assert Day(replace(SIZES["city"], struck=())).struck() == 0
