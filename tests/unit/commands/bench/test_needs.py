"""What was measured, and what follows from it for a day."""

from dataclasses import replace

import pytest

from bot.commands.bench.city.day import Day
from bot.commands.bench.city.figures import Mark, Measured, costs_of, rate, runs, told_costs
from bot.commands.bench.city.needs import Costs, longest_wait, needs
from bot.commands.bench.city.phases import Phase
from bot.commands.bench.city.servers import used
from bot.commands.bench.city.sizes import read_sizes
from bot.storage.weighing import Weight

COSTS = Costs(
    message=0.001,
    case=0.02,
    servers=0.0005,
    rate=500,
    memory=300,
    cases_per_report=0.8,
    cases_per_talk=0.01,
    held=1_000,
    id_kept=100,
    kept=10_000,
)


def test_a_days_needs_follow_from_its_messages_and_cases():
    day = Day(read_sizes()["district"])
    found = needs(day, COSTS)
    assert found.cases == 7_500 * 0.8 + 142_500 * 0.01
    assert found.processor_hours_a_day == round((150_000 * 0.0015 + 6_000 * 0.02) / 3600, 2)
    assert found.busiest_minute == round(max(day.minutes()) / 60, 1)
    assert found.busiest_second == day.busiest_second() > found.busiest_minute > found.busiest_hour
    assert found.busiest_minute_of_office == found.busiest_minute
    assert (found.offices, found.processes, found.memory_gb) == (1, 1, 0.3)
    assert found.ids_gb == round(150_000 * 7 * 100 / 1e9, 2)
    assert found.kept_gb_a_year == round(found.cases * 365 * 10_000 / 1e9, 2)


def test_a_city_takes_processes_for_the_fullest_minute_of_its_offices_at_half_of_what_they_can():
    day = Day(read_sizes()["city"])
    found = needs(day, replace(COSTS, rate=100), seconds=False)
    struck = day.size.of_office(day.struck())
    assert len(struck) == 1_500
    worst = max(day.minutes_of(struck)) / 60
    assert found.busiest_minute_of_office == round(worst, 1)
    # Where a burst is: its share of two thousand a second, and the evening's talk.
    assert worst == pytest.approx(2_000 * 1_500 / 40_000 + 440 / 80, rel=0.15)
    assert found.processes == 80 * -(-worst // 50)
    per_message = 0.0015 + 0.02 * 0.05 * 0.8
    assert found.cores == round(max(day.minutes()) / 60 * per_message / 0.5, 1)
    assert found.cores_calm < found.cores / 3
    assert found.longest_wait_seconds > 60
    assert found.busiest_second is None


def test_where_the_database_does_not_tell_no_disk_is_claimed():
    silent = replace(COSTS, held=None, id_kept=None, kept=None)
    found = needs(Day(read_sizes()["district"]), silent)
    assert (found.held_gb, found.ids_gb, found.kept_gb_a_year) == (None, None, None)


@pytest.mark.parametrize(
    ("minutes", "rate", "seconds"),
    [
        ([60, 60, 60], 1, 0),
        ([120, 0, 0], 1, 60),
        ([120, 60, 60], 1, 60),
        ([120, 120, 0, 0], 1, 120),
        ([120, 0, 120, 0], 2, 0),
    ],
)
def test_how_long_the_last_in_a_queue_waits(minutes, rate, seconds):
    assert longest_wait(minutes, rate) == seconds


PHASE = Phase(
    messages=1_000,
    held_back=3,
    seconds_in=1.0,
    seconds=4.0,
    processor_in=0.5,
    processor=3.5,
    servers={"postgresql": 2.0},
    memory=250.0,
)


def mark(cases, messages, kept):
    """Each case has two rows of 500 bytes, each message 900 bytes and an id of 70."""
    return Mark(
        cases=cases,
        weights={
            "cases": Weight(rows=2 * kept, size=1_000 * kept),
            "messages": Weight(rows=messages, size=600 * messages),
            "turns": Weight(rows=messages, size=300 * messages),
            "seen": Weight(rows=messages, size=70 * messages),
            "links": Weight(rows=0, size=0),
        },
    )


FOUND = Measured(
    workers=0,
    reports=50,
    slice=replace(PHASE, processor=4.7),
    talk=replace(PHASE, messages=800, processor=2.7),
    lives=(replace(PHASE, messages=20, processor_in=0.1, processor=0.1),) * 3,
    lived=20,
    settled=19,
    erased=500,
    erasing=0.05,
    paced=400,
    waits=[float(n) for n in range(1, 201)],
    marks=(
        mark(10, 2_000, 10),
        mark(69, 3_000, 69),
        mark(85, 3_800, 85),
        mark(85, 3_860, 95),
    ),
)


def test_a_case_costs_what_the_slice_took_beyond_talk_and_its_life():
    costs = costs_of(FOUND)
    assert FOUND.cases_per_talk == 16 / 800
    assert FOUND.cases_of_reports == 59 - 950 * 0.02
    assert costs.message == pytest.approx(3.2 / 800 + 0.05 / 500)
    assert costs.case == pytest.approx((5.2 - 1_000 * 0.004) / 40 + 0.6 / 20)
    assert (costs.rate, costs.cases_per_report) == (200, pytest.approx(0.8))
    assert costs.servers == 2.0 / 1_000


def test_what_lies_in_the_store_is_parted_by_how_long_it_lies():
    costs = costs_of(FOUND)
    assert (costs.held, costs.id_kept) == (900, 70)
    assert costs.kept == 1_000 + 500  # ten cases' worth of rows for twenty lives
    told = told_costs(FOUND)
    assert told["tables_of_case"] == {"cases": {"rows": 3.0, "bytes": 1_500}}
    assert (told["rows_of_case"], told["bytes_of_case"]) == (3.0, 1_500)


def test_with_processes_beside_it_the_queue_was_full_before():
    assert rate(PHASE, 0) == 200
    assert rate(PHASE, 2) == 250
    assert costs_of(replace(FOUND, workers=2)).rate == 125


def test_runs_are_told_as_every_measurement():
    of_slice, talk, paced = runs(FOUND)
    assert [one["name"] for one in (of_slice, talk, paced)] == [
        "city_slice",
        "city_talk",
        "city_paced",
    ]
    promised = {"name", "value", "unit", "baseline", "ratio", "p50_ms", "p99_ms", "rss_mb"}
    assert all(promised <= one.keys() for one in (of_slice, talk, paced))
    assert (paced["p50_ms"], paced["p99_ms"]) == (100.5, 199.0)
    assert (paced["messages"], paced["replies"]) == (400, 200)
    assert (of_slice["value"], of_slice["held_back"], of_slice["servers_ms"]) == (
        200,
        3,
        {"postgresql": 2.0},
    )
    (_, _, silent) = runs(replace(FOUND, waits=[]))
    assert (silent["p50_ms"], silent["p99_ms"]) == (None, None)


def process(proc, pid, parent, times, name="postgres"):
    fields = " ".join(["S", str(parent), *["0"] * 9, *map(str, times), "0"])
    (proc / str(pid)).mkdir()
    (proc / str(pid) / "stat").write_text(f"{pid} ({name}) {fields}", encoding="utf-8")


def test_processor_time_of_a_server_is_that_of_all_it_has_started(tmp_path, monkeypatch):
    monkeypatch.setattr("os.sysconf", lambda _: 100)
    process(tmp_path, 10, 1, (100, 50, 30, 20))
    process(tmp_path, 11, 10, (7, 3, 0, 0), name="postgres: a) (b")
    process(tmp_path, 12, 11, (90, 0, 0, 0))
    process(tmp_path, 13, 1, (1000, 0, 0, 0))
    (tmp_path / "14").mkdir()  # it has ended meanwhile
    (tmp_path / "self").mkdir()
    assert used({"db": 10, "gone": 99}, tmp_path) == {"db": 3.0, "gone": 0.0}
