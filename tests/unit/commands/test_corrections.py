"""`qunli corrections` and `qunli train --with-corrections`."""

import asyncio
import json
import shutil
from datetime import date

import pytest

from bot.commands.corrections import read_corrected, told
from bot.domain.correction import Correction, CorrectionKind
from bot.domain.errors import ConfigError
from bot.wiring.store import open_store
from classifiers.relearn import WATCHED, Corrected, Relearnt
from classifiers.store import read_card
from tests.small_corpus import HEADER

KEPT = [
    Correction(
        id=f"correction-{number}",
        kind=CorrectionKind.WRONG_ITEM if item else CorrectionKind.NOT_A_REQUEST,
        text=text,
        item=item,
        was="WY-01",
        model="linear-1",
        day=date(2026, 3, number),
    )
    for number, (text, item) in enumerate(
        [("楼道那灯 一直瞎着", "GY-11"), ("明儿谁去钓鱼", None), ("半夜又开工", "CG-18")], start=1
    )
]


@pytest.fixture
def url(tmp_path):
    """A store with three corrections."""

    async def fill(place):
        store = await open_store(place)
        for one in KEPT:
            await store.work(lambda unit, one=one: unit.corrections.add(one))
        await store.close()

    place = f"sqlite:///{tmp_path}/store.db"
    asyncio.run(fill(place))
    return place


def listed(qunli, url):
    status, out, _ = qunli("corrections", "list", "--store", url)
    assert status == 0
    return [json.loads(line) for line in out.splitlines()]


def test_they_are_listed_oldest_first(qunli, url):
    rows = listed(qunli, url)
    assert [row["id"] for row in rows] == [one.id for one in KEPT]
    assert rows[1] == {
        "id": "correction-2",
        "kind": "not_a_request",
        "text": "明儿谁去钓鱼",
        "item": None,
        "was": "WY-01",
        "model": "linear-1",
        "day": "2026-03-02",
    }


@pytest.mark.parametrize(
    ("named", "status", "left"),
    [
        (["correction-1", "correction-3"], 0, ["correction-2"]),
        (["correction-1", "correction-9"], 1, ["correction-2", "correction-3"]),
        (["--all"], 0, []),
    ],
)
def test_they_can_be_removed(qunli, url, named, status, left):
    assert qunli("corrections", "remove", *named, "--store", url)[0] == status
    assert [row["id"] for row in listed(qunli, url)] == left


def test_removing_nothing_is_wrong_usage(qunli, url):
    assert qunli("corrections", "remove", "--store", url)[0] == 2


def test_what_is_listed_can_be_learnt_from(qunli, url, tmp_path):
    _, out, _ = qunli("corrections", "list", "--store", url)
    assert read_corrected(out.splitlines()) == [
        Corrected(text=one.text, item=one.item) for one in KEPT
    ]


@pytest.mark.parametrize("line", ["{", '{"text": "a"}', '{"text": "", "item": null}', "[]"])
def test_bad_lines_are_named(line):
    with pytest.raises(ConfigError) as caught:
        read_corrected(['{"text": "路灯坏了", "item": "GY-11"}', line])
    (problem,) = caught.value.problems
    assert problem.startswith("corrections line 2: ")


def relearnt(**fields) -> Relearnt:
    usual = {
        "old": "linear-a",
        "new": "linear-b",
        "figures": dict.fromkeys(WATCHED, (0.9, 0.91)),
        "corrections": 5,
        "judged": 4,
        "right": (1, 3),
        "worse": (),
    }
    return Relearnt(**usual | fields)


def test_a_better_one_is_told_of():
    lines = list(told(relearnt()))
    assert "0.9000 → 0.9100  +0.0100" in lines[2]
    assert len(lines) == 2 + len(WATCHED) + 2
    assert "旧答对1条 → 新答对3条" in lines[-2]
    assert "已启用 linear-b" in lines[-1]
    assert not any("变差" in line for line in lines)


def test_a_worse_one_is_told_of():
    lines = list(told(relearnt(worse=("item_top1", "corrections"), right=(3, 1))))
    assert sum("变差" in line for line in lines) == 3
    assert "没有启用，继续用 linear-a" in lines[-1]
    assert "事项第一选正确率、改正" in lines[-1]


@pytest.mark.timeout(180)  # another process reads all the libraries first
def test_training_with_corrections(qunli, small_corpus, tmp_path):
    models, file = tmp_path / "models", tmp_path / "corrections.jsonl"
    more = [f"Q\tMS-06\t-\tchat\tgeneral\tt3\t请问第{k}样证件在哪里办" for k in range(6)]
    shutil.copytree(small_corpus, tmp_path / "corpus")
    (tmp_path / "corpus" / "more.tsv").write_text("\n".join([HEADER, *more]), encoding="utf-8")
    rows = [{"text": one.text, "item": one.item} for one in KEPT]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    place = ("--corpus", tmp_path / "corpus", "--model", models, "--encoder", "none")
    status, out, err = qunli("train", *place, "--with-corrections", "--corrections", file)
    assert status in (0, 1), err
    assert "用上了3条改正" in out
    assert ("已启用" in out) is (status == 0)
    if status == 0:
        assert read_card(models).figures["corrections"] == 3


def test_a_file_that_is_not_there(qunli, tmp_path):
    status, _, err = qunli("train", "--with-corrections", "--corrections", tmp_path / "none")
    assert status == 2
    assert "corrections: cannot read" in err
