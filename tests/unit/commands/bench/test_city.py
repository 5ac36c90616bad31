"""`qunli bench --city`: a slice of a day through the real journey over a real file."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.commands.bench.city.city import Plan, measure_city
from bot.commands.bench.city.crew import Order
from bot.commands.bench.city.day import Day
from bot.commands.bench.city.hand import order_of
from bot.commands.bench.city.sizes import read_sizes
from bot.commands.bench.city.works import Place
from bot.domain.errors import ConfigError, StoreInUse
from bot.storage.engine import make_engine
from bot.storage.schema import migrate
from bot.storage.weighing import count

pytestmark = pytest.mark.timeout(120)

SHORT = (
    "--size",
    "village",
    "--from",
    "19:00",
    "--slice",
    "20s",
    "--handled",
    "3",
    "--paced",
    "1s",
)


def test_a_slice_is_measured_and_told_as_json(qunli, village, model, tmp_path):
    store = tmp_path / "kept.db"
    status, out, _ = qunli(
        "bench",
        "--city",
        *SHORT,
        "--sizes",
        village,
        "--model",
        model,
        "--store",
        f"sqlite:///{store}",
    )
    told = json.loads(out)
    assert status == 0
    assert told.keys() == {"machine", "slice", "runs", "costs", "needs"}
    minutes = Day(read_sizes(village)["village"]).minutes()
    assert 0.1 * minutes[1140] < told["slice"]["messages"] < 0.6 * minutes[1140]
    assert told["slice"]["from"] == "19:00:00"
    of_slice, _, paced = told["runs"]
    assert of_slice["messages"] + of_slice["held_back"] == told["slice"]["messages"]
    assert of_slice["value"] > 0
    assert paced["replies"] > 0
    assert 0 < paced["p50_ms"] <= paced["p99_ms"]
    costs = told["costs"]
    assert (costs["lived"], costs["messages_s_of_one_process"]) == (3, of_slice["value"])
    assert costs["cases"] > 0
    assert costs["tables_of_case"]["cases"]["rows"] == 1.0
    assert 0 < costs["message_ms"] < 1000
    assert costs["bytes_of_id"] > 0
    assert told["needs"]["village"]["messages"] == 120_000
    engine = make_engine(f"sqlite:///{store}")
    assert count(engine, "cases") >= costs["cases"]
    assert count(engine, "messages") == 0  # everything was erased in the end
    engine.dispose()


def test_a_store_in_which_something_lies_is_refused(village, model, tmp_path):
    url = f"sqlite:///{tmp_path / 'office.db'}"
    engine = make_engine(url)
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO wishes VALUES ('a', 'b', 'c', 0, 'd')")
    engine.dispose()
    plan = Plan(size="village", sizes=village, begin=68_400, length=20, store=url, model=str(model))
    with pytest.raises(StoreInUse, match="rows in wishes"):
        measure_city(plan)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--size", "village"), "there are district, city, province"),
        (("--from", "23:59"), "as much time before it"),
        (("--from", "00:00"), "as much time before it"),
        (("--office", "80"), "there are 80"),
        (("--office", "first"), "neither a number nor all"),
        (("--workers", "2"), "--store postgresql://"),
        (("--workers", "2", "--store", "sqlite:///office.db"), "--store postgresql://"),
        (("--workers", "-1"), "must be >= 0"),
        (("--handled", "0"), "--handled >= 1"),
        (("--size", "district", "--from", "03:00", "--slice", "1s"), "nothing is reported"),
        (("--sizes", "nowhere.yaml"), "nowhere.yaml"),
        (("--slice", "0s"), "no duration"),
        (("--slice", "soon"), "no duration"),
        (("--from", "noon"), "invalid literal"),
        (("--count", "postgresql"), "not NAME=PID"),
    ],
)
def test_wrong_usage_is_told_and_nothing_done(qunli, arguments, told):
    status, out, err = qunli("bench", "--city", *arguments)
    assert (status, out) == (2, "")
    assert told in err


@pytest.mark.parametrize("sizes", [None, Path("/etc/day.yaml")])
def test_what_a_process_beside_has_to_know_arrives_as_it_is(sizes):
    order = Order(
        place=Place(store="postgresql:///x", queue="nats://y"),
        size="city",
        sizes=sizes,
        seed=3,
        office=None,
        model="/var/model",
        encoder="none",
    )
    assert order_of(json.loads(json.dumps(asdict(order), default=str))) == order


def test_a_slice_without_reports_is_refused():
    with pytest.raises(ConfigError, match="nothing is reported"):
        measure_city(Plan(size="district", begin=3 * 3600, length=1))
