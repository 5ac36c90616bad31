"""`qunli digest` over a store of an office."""

import asyncio

import pytest
import yaml

from bot.wiring.store import open_store
from tests.builders import case
from tests.rules.tree import ROOT


@pytest.fixture
def office(tmp_path):
    place = f"sqlite:///{tmp_path}/store.db"
    config = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    config["store"]["url"] = place
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")

    async def fill():
        store = await open_store(place)
        for one in (case(312), case(313, grid="g2")):
            await store.work(lambda unit, one=one: unit.cases.add(one))
        await store.close()

    asyncio.run(fill())
    return path


def test_it_prints_what_the_leader_of_a_grid_would_be_told(qunli, office):
    status, out, _ = qunli("digest", "--grid", "g1", "--config", office)
    assert status == 0
    assert "#312" in out
    assert "#313" not in out


def test_and_draws_the_picture(qunli, office, tmp_path):
    picture = tmp_path / "digest.png"
    status, _, _ = qunli("digest", "--grid", "g1", "--picture", picture, "--config", office)
    assert status == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--grid", "g9"), "digest: no such grid (got 'g9'). Known: "),
        (("--person", "nobody"), "digest: no grid leader (got 'nobody')"),
    ],
)
def test_what_cannot_be(qunli, office, arguments, problem):
    status, _, err = qunli("digest", *arguments, "--config", office)
    assert status == 2
    assert problem in err


def test_the_week_of_the_community(qunli, office):
    status, out, _ = qunli("digest", "--kind", "community", "--config", office)
    assert status == 0
    assert out.startswith("社区周报（")


def test_the_paper_of_a_meeting(qunli, office, tmp_path):
    file = tmp_path / "meeting.docx"
    status, _, _ = qunli("digest", "--meeting", file, "--config", office)
    assert status == 0
    assert file.read_bytes().startswith(b"PK")
