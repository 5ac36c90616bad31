"""`qunli bench --city` over a real PostgreSQL and a real NATS, with processes that do the work."""

from pathlib import Path

import psycopg
import pytest
import yaml

from bot.commands.bench.city.city import Plan, measure_city
from bot.domain.errors import StoreInUse
from classifiers.train import train
from tests.rules.tree import source
from tests.servers import NatsServer
from tests.small_corpus import write_corpus, write_words

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def broker():
    """One over which nothing was ever said."""
    server = NatsServer()
    yield server
    server.close()


@pytest.fixture
def database(postgres):
    yield postgres.make("bench_city_test")
    postgres.drop("bench_city_test")


@pytest.fixture
def model(tmp_path) -> Path:
    places = [tmp_path / name for name in ("corpus", "words", "model")]
    for place in places:
        place.mkdir()
    train(corpus=write_corpus(places[0]), directory=places[2], words=write_words(places[1]))
    return places[2]


@pytest.fixture
def sizes(tmp_path) -> Path:
    day = yaml.safe_load(source("bot/data/day.yaml"))
    size = {"grids": 3, "groups": 6, "messages": 120_000, "offices": 1, "bursts": []}
    path = tmp_path / "village.yaml"
    told = day | {"reports": 0.25, "sizes": {"village": size}}
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return path


def test_a_slice_goes_through_the_big_size(broker, database, sizes, model, postgres):
    plan = Plan(
        size="village",
        sizes=sizes,
        begin=19 * 3600,
        length=20,
        store=database,
        queue=broker.url,
        workers=2,
        handled=2,
        paced_seconds=1,
        model=str(model),
        servers={"postgresql": postgres.pid},
    )
    told = measure_city(plan)
    of_slice, talk, paced = told["runs"]
    assert (told["slice"]["store"], told["slice"]["queue"]) == ("postgresql", "nats")
    assert of_slice["messages"] + of_slice["held_back"] == told["slice"]["messages"]
    assert of_slice["processor_worked_ms"] > 0
    assert of_slice["servers_ms"]["postgresql"] > 0
    assert talk["messages"] > 0
    assert paced["messages"] > 0
    assert (paced["p99_ms"] is None) == (paced["replies"] == 0)
    with postgres.connect("bench_city_test") as connection:
        assert counted(connection, "cases") >= told["costs"]["cases"] > 0
        assert counted(connection, "messages") == 0  # everything was erased in the end
        assert counted(connection, "deliveries WHERE message IS NOT NULL AND state = 'queued'") == 0
    with pytest.raises(StoreInUse, match="--store"):
        measure_city(plan)
    postgres.drop("bench_city_test")
    postgres.make("bench_city_test")
    with pytest.raises(StoreInUse, match="--queue"):
        measure_city(plan)


def counted(connection: psycopg.Connection, what: str) -> int:
    return connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
