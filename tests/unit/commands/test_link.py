"""`qunli link`: a code at the console, the list, the end."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.clock import SystemClock
from bot.commands.link import Wanted, offer_code, rooms_of, wait_for
from bot.config.reading import check_config
from bot.domain.links import linked
from bot.wiring.store import open_store

SHIPPED = yaml.safe_load((Path(__file__).parents[3] / "config.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def settings(tmp_path):
    return SHIPPED | {"store": {"url": f"sqlite:///{tmp_path}/link.db"}}


@pytest.fixture
def config(settings):
    return check_config(settings)


@pytest.fixture
def file(settings, tmp_path):
    path = tmp_path / "link.yaml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return path


def over(config, work):
    """One unit of work over the store."""

    async def run():
        store = await open_store(config.store.url)
        try:
            return await store.work(work)
        finally:
            await store.close()

    return asyncio.run(run())


def offers(config):
    return over(config, lambda unit: unit.links.offers(SystemClock().now()))


def test_a_code_is_shown_and_only_its_digest_is_kept(qunli, file, config):
    status, out, _ = qunli(
        "link", "--config", file, "--kind", "owners", "--grid", "g1", "--building", "富善路3号楼"
    )
    assert status == 0
    code = re.search(r"一次性码：(\d{4}) (\d{4})\n", out)
    (kept,) = offers(config)
    assert kept.fits(code[1] + code[2])
    assert not kept.fits("00000000" if code[1] != "0000" else "11111111")
    assert (kept.kind, kept.grid, kept.building) == ("owners", "g1", "富善路3号楼")
    assert kept.estate == "富善花园"
    assert kept.name == "第一网格富善路3号楼业主群"
    assert kept.until - SystemClock().now() < timedelta(minutes=15)
    stored = Path(config.store.url.removeprefix("sqlite:///")).read_bytes()
    assert (code[1] + code[2]).encode() not in stored


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--grid", "g1"], "nobody is asked"),
        (["--kind", "owners", "--grid", "g99"], "--grid: no such grid"),
        (["--kind", "owners", "--grid", "g1", "--building", "9栋"], "--building: not in grid g1"),
        (["--kind", "owners", "--grid", "g1", "--owner", "x"], "--owner: no such person"),
        (["--group", "x"], "--group: no such group"),
        (["--end", "x"], "--end: no group of this id"),
        (["--kind", "friends"], "invalid choice"),
    ],
)
def test_what_is_wrong_is_told(qunli, file, arguments, problem):
    status, _, err = qunli("link", "--config", file, *arguments)
    assert status == 2
    assert problem in err


def test_it_asks_where_somebody_sits_there(qunli, file, config, monkeypatch):
    answers = iter(["9", "1", "1", "", "*"])
    monkeypatch.setattr("builtins.input", lambda _="": next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("bot.commands.link.wait_for", gave_up)
    status, out, _ = qunli("link", "--config", file)
    assert status == 0
    assert "没有这一项" in out
    assert out.endswith("时间过了，没有人发码。\n")
    (kept,) = offers(config)
    assert (kept.kind, kept.grid, kept.building, kept.owner) == ("owners", "g1", None, "*")


async def gave_up(config, offered, clock):
    return None


def test_it_waits_until_somebody_has_typed_the_code(config):
    clock = SystemClock()

    async def both():
        wanted = Wanted(kind="leaders", grid="g2")
        offered = await offer_code(config, wanted, clock)
        waiting = asyncio.ensure_future(wait_for(config, offered, clock))
        link = linked(offered.offer, ("fake", "c1"), by="he", at=clock.now())
        store = await open_store(config.store.url)
        await asyncio.wait([waiting], timeout=0)  # it has begun to wait
        await store.work(lambda unit: unit.links.put(link))
        await store.close()
        return await asyncio.wait_for(waiting, 20), await rooms_of(config)

    made, rooms = asyncio.run(both())
    assert (made.channel, made.conversation) == ("fake", "c1")
    assert [room.name for room in rooms][-1] == "第二网格"


def test_groups_are_listed_and_ended(qunli, file, config):
    status, out, _ = qunli("link", "--config", file, "--list")
    assert (status, len(out.splitlines())) == (0, 2)
    assert "owners-g1  业主群  第一网格  富善花园业主群  simulator  听全部" in out
    status, out, _ = qunli("link", "--config", file, "--end", "owners-g1")
    assert (status, out) == (0, "已结束：owners-g1（1处）。群里不再听、不再说。\n")
    _, out, _ = qunli("link", "--config", file, "--list")
    assert [line.split()[0] for line in out.splitlines()] == ["leaders-g1"]
    history = over(config, lambda unit: unit.cases.history("room:owners-g1"))
    assert [line.kind.value for line in history] == ["unlinked"]
