"""Forty days of eight grids in virtual time: quickly, and with figures that add up."""

import asyncio
import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

import pytest

from bot.adapters.replay.channel import ReplayChannel
from bot.areas.directory import REPLAY_CHANNEL
from bot.clock import VirtualClock
from bot.commands.playing import Player
from bot.commands.replay import Notebook, office_of
from bot.commands.transcript import parse_messages
from bot.domain.anchors import Verified
from bot.domain.case import Case, CaseStatus
from bot.domain.facts import Facts, Period
from bot.domain.figures import counts, rates
from bot.domain.groups import By, grouped, plain
from bot.domain.value import FigureRules
from bot.listing import read_matters
from bot.ports.rows_figures import Asked
from bot.signals import LocalSignals
from bot.wiring.journey import Tools, make_journey
from bot.wiring.store import open_store
from classifiers.data import default_corpus, read_corpus
from tests.fakes.classifier import FakeClassifier
from tests.forty_days import DAYS, START, transcript, world

CASES = 60
SECONDS = 60
"""Of the processor; on a machine with nothing else to do it takes a tenth of that."""

BEGIN, END = START.replace(hour=0).astimezone(UTC), (START + timedelta(days=DAYS + 1))
PERIOD = Period(begin=BEGIN, end=END.astimezone(UTC))


@dataclass(frozen=True)
class Past:
    """What forty days have left behind."""

    cases: list[Case]
    facts: Facts
    verified: Verified
    parked: int
    seconds: float


async def live(rows: list[dict[str, Any]], classifier: FakeClassifier) -> Past:
    """Play everything; look at what is there afterwards."""
    clock = VirtualClock(rows[0]["at"])
    channel = ReplayChannel(name=REPLAY_CHANNEL, clock=clock)
    matters = await asyncio.to_thread(read_matters, None)
    signals = LocalSignals()
    office = await asyncio.to_thread(office_of, world(), matters, clock, channel, signals)
    store = await open_store("sqlite://", alone=True)
    staff = frozenset(person.id for person in office.directory.people if person.is_staff)
    with ThreadPoolExecutor(1) as executor:
        tools = Tools(
            classifier=classifier,
            channels={REPLAY_CHANNEL: channel},
            executor=executor,
            witness=Notebook(),
            gather=timedelta(0),
        )
        begun = time.process_time()
        player = Player(make_journey(office, store, tools), clock, signals)
        await player.play(rows, PERIOD.end)
        seconds = time.process_time() - begun

    async def read(unit):
        _, cases = await unit.cases.latest(10_000)
        return Past(
            cases=cases,
            facts=await unit.figures.facts(Asked(period=PERIOD, staff=staff)),
            verified=await unit.audit.verify(),
            parked=await unit.counters.parked(),
            seconds=seconds,
        )

    past = await store.look(read)
    await store.close()
    return past


@pytest.fixture(scope="module")
def past() -> Past:
    lines = read_corpus(default_corpus()).lines
    items = {line.text: line.item for line in lines if line.item and not line.emergency}
    rows = transcript(lines, cases=CASES)
    said = {row["text"] for row in rows}
    known = {text: item for text, item in items.items() if any(text in one for one in said)}
    return asyncio.run(live(parse_messages(written(rows)), FakeClassifier(known)))


def written(rows: list[dict[str, Any]]) -> list[str]:

    return [json.dumps(row, ensure_ascii=False) for row in rows]


pytestmark = pytest.mark.timeout(600)


def test_it_takes_little_time(past):
    assert past.seconds < SECONDS
    assert past.parked == 0


def test_most_reports_became_cases_and_came_to_their_end(past):
    statuses = Counter(case.status for case in past.cases)

    assert CASES * 0.7 < len(past.cases) < CASES * 1.5
    assert sum(case.done_at is not None for case in past.cases) > CASES * 0.4
    assert statuses[CaseStatus.PENDING_VERIFY] < CASES * 0.2
    assert {CaseStatus.EVALUATED, CaseStatus.ARCHIVED, CaseStatus.CANCELED} <= statuses.keys()


@pytest.mark.parametrize("by", [By.GRID, By.DEPARTMENT, By.ITEM, By.COMMUNITY])
def test_figures_add_up(past, by):
    """Each group against the cases themselves, whose state figures do not look at."""

    def group(case: Case) -> str:
        return {
            By.GRID: case.grid or "",
            By.DEPARTMENT: plain(case.department),
            By.ITEM: case.item,
            By.COMMUNITY: case.community,
        }[by]

    excluded = (CaseStatus.MERGED, CaseStatus.REJECTED, CaseStatus.CANCELED)
    expected: dict[str, Counter[str]] = {}
    for case in past.cases:
        own = expected.setdefault(group(case), Counter())
        out = case.status in excluded or case.item.startswith("NEG") or case.drill
        own["opened"] += 1
        own["out" if out else "open" if case.done_at is None else "done"] += 1
    whole = {name: counts(facts, PERIOD) for name, facts in grouped(past.facts, by).items()}
    found = {name: told for name, told in whole.items() if told["opened"]}

    assert found.keys() == expected.keys()
    for name, told in found.items():
        out = told["merged"] + told["negative"] + told["withdrawn"] + told["drill"]
        assert told["opened"] == told["done"] + told["open"] + out
        shown = Counter(opened=told["opened"], done=told["done"], open=told["open"], out=out)
        assert +shown == expected[name]


def test_groups_add_up_to_the_whole(past):
    whole = counts(past.facts, PERIOD)
    grids = [counts(facts, PERIOD) for facts in grouped(past.facts, By.GRID).values()]

    assert {name: sum(one[name] for one in grids) for name in whole} == whole


def test_no_part_is_more_than_its_whole(past):
    found = rates(past.facts, PERIOD, FigureRules())

    shares = {name: value for name, value in found.items() if value.unit == "percent"}

    assert {name for name, value in shares.items() if value.whole} >= {
        "settled",
        "settled_due",
        "settled_in_time",
        "accepted_in_time",
        "satisfied",
        "returned",
        "reworked",
        "escalated",
        "reported_in",
        "whistles_done",
    }
    assert all(
        0 <= value.part <= value.whole for value in found.values() if value.unit == "percent"
    )


def test_every_history_holds(past):
    assert past.verified.findings == ()
    assert past.verified.cases == len(past.cases)
    assert past.verified.lines > 5 * CASES
