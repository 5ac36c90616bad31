"""A list that the office changes is used without a restart."""

from dataclasses import replace

import pytest

from bot.domain.deadlines import SHANGHAI
from bot.journey.beside.relisting import Relisting
from bot.journey.edition import Live
from bot.listing import ListFile, as_csv
from tests.builders import case


@pytest.fixture
def path(tmp_path, matters):
    path = tmp_path / "own.csv"
    path.write_text(as_csv(matters.rows), encoding="utf-8")
    return path


@pytest.fixture
def relisting(rig, path):
    return Relisting(office=rig.office, store=rig.store, file=ListFile(str(path)))


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


async def test_a_changed_file_is_read_and_the_same_one_is_not(rig, relisting, path):
    live = Live(lambda: rig.office.every_rule)
    assert await relisting.run_once() == 0
    change(path, "CG-01,暴露垃圾与乱扔垃圾", "CG-01,垃圾乱扔得到处都是")
    assert await relisting.run_once() == 1
    assert rig.office.matters["CG-01"].name == live["CG-01"].name == "垃圾乱扔得到处都是"
    assert len(live) == len(rig.office.listed)
    assert await relisting.run_once() == 0


async def test_a_case_is_opened_under_the_new_rules(rig, relisting, path, matters):
    opened = case(1, item="CG-01", opened_at=rig.clock.now())
    today = rig.clock.now().astimezone(SHANGHAI).date()
    rows = [
        replace(row, name="新规则", valid_from=today) if row.item == "CG-01" else row
        for row in matters.rows
    ]
    path.write_text(as_csv(rows), encoding="utf-8")
    await relisting.run_once()
    assert rig.office.rules(opened).name == "新规则"


@pytest.mark.parametrize("damage", ["CG-01,", "item,"])
async def test_a_list_with_something_wrong_leaves_the_old_in_force(rig, relisting, path, damage):
    change(path, damage, "??,")
    assert await relisting.run_once() == 0
    assert rig.office.matters["CG-01"].name == "暴露垃圾与乱扔垃圾"
    change(path, "??,", damage)
    change(path, "CG-01,暴露垃圾与乱扔垃圾", "CG-01,垃圾")
    assert await relisting.run_once() == 1


async def test_a_list_that_lacks_the_item_of_an_open_case_is_refused(rig, relisting, path):
    await rig.store.work(lambda unit: unit.cases.add(case(1)))
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("GY-11,")]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    assert await relisting.run_once() == 0
    assert "GY-11" in rig.office.matters


async def test_an_office_without_a_list_of_its_own_is_left_alone(rig):
    relisting = Relisting(office=rig.office, store=rig.store, file=None)
    assert await relisting.run_once() == 0
