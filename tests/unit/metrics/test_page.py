"""The page for Prometheus, read with the library's own parser."""

import asyncio
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.lamps import Lamp
from bot.domain.tally import Ending, Fate, Tally
from bot.metrics.page import Page, Reading
from bot.metrics.reading import Standing, standing
from bot.ports import PartHealth
from bot.wiring.store import open_store
from tests.builders import T0, after, case, delivery, timer, turn

DRILL = {"emergency": "fire", "drill": True}
RELEASED = {"emergency": "gas", "released_by": "he"}


@pytest.fixture
async def store():
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


def samples(page: bytes) -> dict[tuple[str, ...], float]:
    """Every number by its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
    }


def reading(**given) -> Reading:
    told = {
        "version": "0.1.0",
        "model": "linear-1",
        "encoder": "none",
        "parts": {"store": PartHealth(status="ok", since=T0)},
        "tally": Tally(),
    }
    return Reading(**told | given)


def test_parts_are_told_with_their_status_and_since_when():
    broken = PartHealth(status="down", since=after(60), detail="no connection")
    parts = {"store": PartHealth(status="ok", since=T0), "adapters.wechat": broken}
    found = samples(Page().write(reading(parts=parts)))
    assert found["qunli_part_status", "store", "ok"] == 1
    assert found["qunli_part_status", "store", "down"] == 0
    assert found["qunli_part_status", "adapters.wechat", "down"] == 1
    assert found["qunli_part_since_timestamp_seconds", "adapters.wechat"] == after(60).timestamp()
    assert found["qunli_info", "none", "linear-1", "0.1.0"] == 1


def test_what_passed_is_counted():
    tally = Tally()
    tally.hears("wechat.a", Fate.TAKEN, 3)
    tally.hears("wechat.a", Fate.UNBOUND)
    tally.repeated += 2
    tally.sends("wechat.a", Ending.SENT)
    tally.sends("wechat.a", Ending.SENT)
    tally.sends("wechat.a", Ending.DEAD)
    figures = {"gaps": 2.0, "missed_seconds": 95.5, "lost": 1.0, "resident_bytes": 9e7}
    channel = tally.figures("wechat.a") | figures
    found = samples(Page().write(reading(tally=tally, figures={"wechat.a": channel})))
    assert found["qunli_messages_heard_total", "wechat.a", "taken"] == 3
    assert found["qunli_messages_heard_total", "wechat.a", "unbound"] == 1
    assert found[("qunli_messages_repeated_total",)] == 2
    assert found["qunli_deliveries_total", "wechat.a", "sent"] == 2
    assert found["qunli_deliveries_total", "wechat.a", "dead"] == 1
    assert found["qunli_adapter_gaps_total", "wechat.a"] == 2
    assert found["qunli_adapter_missed_seconds_total", "wechat.a"] == 95.5
    assert found["qunli_adapter_lost_messages_total", "wechat.a"] == 1
    assert found["qunli_adapter_resident_bytes", "wechat.a"] == 9e7


@pytest.mark.parametrize(
    ("seconds", "reached"),
    [(-3, "0.01"), (0.01, "0.01"), (0.2, "0.25"), (60, "60.0"), (9_999, "+Inf")],
)
def test_durations_fall_into_the_class_of_their_bound(seconds, reached):
    tally = Tally()
    tally.decided.add(timedelta(seconds=seconds))
    found = samples(Page().write(reading(tally=tally)))
    buckets = {key[1]: n for key, n in found.items() if key[0] == "qunli_decision_seconds_bucket"}
    first = next(bound for bound, number in buckets.items() if number)
    assert (first, found[("qunli_decision_seconds_count",)]) == (reached, 1)
    assert found[("qunli_decision_seconds_sum",)] == max(seconds, 0)


def test_a_store_that_cannot_be_asked_leaves_the_rest():
    found = samples(Page().write(reading()))
    assert "qunli_dead_letters" not in {key[0] for key in found}
    assert found[("process_resident_memory_bytes",)] > 0


async def test_what_stands_in_rows(store):
    async def fill(unit):
        await unit.turns.save([turn(due_at=after(10))], [], {})
        await unit.timers.add([timer(due_at=after(30))])
        await unit.deliveries.add([delivery(1, due_at=after(40)), delivery(2)])
        for number, changes in enumerate(({}, {"emergency": "fire"}, DRILL, RELEASED), start=1):
            await unit.cases.add(case(number, **changes))

    await store.work(fill)
    rows = await store.look(lambda unit: standing(unit, lambda _: Lamp.RED, after(100)))
    assert rows.turns == {"open": 1}
    assert rows.timers_late == 70
    assert (rows.words_waiting, rows.words_late) == (2, 100)
    assert rows.lamps == dict.fromkeys([lamp.value for lamp in Lamp], 0) | {"red": 3}
    assert (rows.emergencies, rows.dead_letters, rows.parked) == (1, 0, 0)
    found = samples(await asyncio.to_thread(Page().write, reading(standing=rows)))
    assert found["qunli_cases_open", "red"] == 3
    assert found[("qunli_timers_late_seconds",)] == 70
    assert found[("qunli_emergencies_open",)] == 1


def test_an_empty_office_is_all_noughts():
    empty = Standing(
        turns={},
        turns_late=0,
        timers_late=0,
        words_waiting=0,
        words_late=0,
        dead_letters=0,
        announcements_waiting=0,
        announcements_dead=0,
        parked=0,
        lamps={},
        emergencies=0,
    )
    found = samples(Page().write(reading(standing=empty)))
    assert found[("qunli_deliveries_waiting",)] == 0
