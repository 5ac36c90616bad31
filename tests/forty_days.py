"""Forty days of a community of eight grids as a transcript: three hundred reports with what follows
on them, and the talk between, over the Spring Festival of 2026.

Comes in: lines of the corpus, a seed. Goes out: a world and messages in the format of `qunli
replay`, the same for the same seed. Does not: play them. `python -m tests.forty_days DIRECTORY`
writes them down.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from classifiers.data import Line, default_corpus, read_corpus
from classifiers.labels import Gate

START = datetime(2026, 2, 9, 8, tzinfo=timezone(timedelta(hours=8)))
DAYS, GRIDS, CASES, TALK = 40, 8, 300, 1500
HOLIDAYS = range(6, 15)  # 15 to 23 February
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_NEARBY = frozenset({"CG", "GY", "WY", "AQ"})
_RESIDENTS = 12

GOING = ("我去看看", "收到，我去看一下", "我过去看", "我来处理")
DONE = ("处理好了", "修好了", "弄好了，现在没问题了", "已经处理完了")
FINE = ("好了，谢谢", "可以了，谢谢", "好了👍", "解决了，辛苦了")
BAD = ("还是没好", "没弄好，还是老样子", "没解决啊")
UP = ("这个我们处理不了，往上报", "超出我们能力了，上报社区")
TOO = ("我家也是", "我们这边也一样", "同样的问题，我家也有")
CHECKED = ("核查过了，结案", "现场看过，核查通过", "核查合格，结案")
WHISTLE = ("吹哨供电所、城管", "吹哨城管、住建", "吹哨市政、城管")
CAME = ("城管的人来报到了", "城管报到")
URGE = ("怎么还没人来", "有人管吗", "什么时候能处理")


@dataclass
class Talk:
    """Messages as they are made up; numbered when they are put in order."""

    said: list[dict] = field(default_factory=list)

    def say(self, at: datetime, group: str, sender: str, text: str, **more) -> dict:
        row = {"at": at, "group": group, "sender": sender, "text": text} | more
        self.said.append(row)
        return row

    def in_order(self) -> Iterator[dict]:
        """With ids, quotes by id, and instants as text."""
        self.said.sort(key=lambda row: row["at"])
        ids = {id(row): f"m{number:05d}" for number, row in enumerate(self.said, start=1)}
        for row in self.said:
            more = {"quote": ids[id(row["quote"])]} if "quote" in row else {}
            at = row["at"].isoformat(timespec="seconds")
            yield {"id": ids[id(row)]} | row | {"at": at} | more


def world() -> dict:
    """Eight grids with their two groups and their people."""
    numbers = range(1, GRIDS + 1)
    members = [{"id": "sec", "name": "刘书记", "role": "community_secretary"}]
    members.append({"id": "street", "name": "街道办小周", "role": "street"})
    for n in numbers:
        members += [
            {"id": f"gm{n}", "name": f"{n}格网格员", "role": "grid_member", "grid": f"g{n}"},
            {"id": f"gl{n}", "name": f"{n}格网格长", "role": "grid_leader", "grid": f"g{n}"},
            {"id": f"bl{n}", "name": f"{n}格楼长", "role": "building_leader", "grid": f"g{n}"},
            {"id": f"wy{n}", "name": f"{n}格物业", "role": "property", "grid": f"g{n}"},
        ]
        members += [
            {"id": f"r{n}-{k}", "name": f"居民{n}{k}", "role": "resident"}
            for k in range(_RESIDENTS)
        ]
    groups = [
        {"id": f"{kind}{n}", "kind": kind, "name": f"{n}格{kind}", "grid": f"g{n}"}
        for n in numbers
        for kind in ("owners", "leaders")
    ]
    return {
        "name": "桥头社区",
        "grids": [{"id": f"g{n}", "name": f"第{n}网格", "community": "桥头社区"} for n in numbers],
        "groups": groups,
        "members": members,
        "departments": [],
    }


def transcript(lines: Sequence[Line], *, seed: int = 1, cases: int = CASES) -> list[dict]:
    """Everything that is said, in order."""
    chance = random.Random(seed)
    talk = Talk()
    reports = [line.text for line in lines if _is_report(line)]
    for text in chance.sample(reports, cases):
        _case(talk, chance, text)
    chat = [line.text for line in lines if line.gate is Gate.NEITHER and not line.emergency]
    chat = [text for text in chat if len(text) <= 40]
    for _ in range(TALK * cases // CASES):
        grid = chance.randint(1, GRIDS)
        talk.say(_moment(chance), f"owners{grid}", _resident(chance, grid), chance.choice(chat))
    return list(talk.in_order())


def _is_report(line: Line) -> bool:
    """What somebody says in a group of a thing nearby, in one breath."""
    return (
        line.gate is Gate.REQUEST
        and not line.emergency
        and line.register == "chat"
        and line.category in _NEARBY
        and 8 <= len(line.text) <= 40
    )


def _moment(chance: random.Random) -> datetime:
    """By day, and less in the holidays."""
    while True:
        day = chance.randrange(DAYS - 4)
        if day not in HOLIDAYS or chance.random() < 0.4:
            return START + day * _DAY + timedelta(seconds=chance.randrange(13 * 3600))


def _resident(chance: random.Random, grid: int) -> str:
    return f"r{grid}-{chance.randrange(_RESIDENTS)}"


def _case(talk: Talk, chance: random.Random, text: str) -> None:
    """A report and what becomes of it."""
    grid, at = chance.randint(1, GRIDS), _moment(chance)
    group, reporter = f"owners{grid}", _resident(chance, grid)
    report = talk.say(at, group, reporter, f"{chance.randint(1, 30)}栋 {text}")
    if chance.random() < 0.15:
        other = f"r{grid}-{(int(reporter.rpartition('-')[2]) + 1) % _RESIDENTS}"
        talk.say(at + 0.05 * _HOUR, group, other, chance.choice(TOO), quote=report)
    if chance.random() < 0.04:
        talk.say(at + 0.2 * _HOUR, group, reporter, "不用了，是我看错了", quote=report)
        return
    if chance.random() < 0.10:
        talk.say(at + 30 * _HOUR, group, reporter, chance.choice(URGE), quote=report)
        return
    at = _by_day(at + chance.uniform(0.1, 5) * _HOUR)
    worker = chance.choice((f"gm{grid}", f"gm{grid}", f"wy{grid}", f"gl{grid}"))
    talk.say(at, group, worker, chance.choice(GOING), quote=report)
    if chance.random() < 0.06:
        talk.say(at + 0.2 * _HOUR, group, "sec", chance.choice(WHISTLE), quote=report)
        talk.say(at + 0.4 * _HOUR, group, f"gm{grid}", chance.choice(CAME), quote=report)
    if chance.random() < 0.08:
        talk.say(at + _HOUR, f"owners{grid}", worker, chance.choice(UP), quote=report)
        return
    _work(talk, chance, report, (worker, reporter, at))


def _work(talk: Talk, chance: random.Random, report: dict, who: tuple[str, str, datetime]) -> None:
    """It is settled, and its reporter says how well."""
    worker, reporter, at = who
    group = report["group"]
    for attempt in range(2):
        at = _by_day(at + chance.choice((0.5, 2, 6, 26, 50)) * _HOUR)
        talk.say(at, group, worker, chance.choice(DONE), quote=report, images=1)
        if chance.random() < 0.8:
            at = _by_day(at + chance.uniform(0.2, 5) * _HOUR)
            grid = group.removeprefix("owners")
            checker = f"gm{grid}" if worker == f"gl{grid}" else f"gl{grid}"
            talk.say(at, group, checker, chance.choice(CHECKED), quote=report)
        answer = chance.random()
        if answer > 0.7:
            return
        at = _by_day(at + chance.uniform(0.2, 20) * _HOUR)
        if answer > 0.08 or attempt:
            talk.say(at, group, reporter, chance.choice(FINE), quote=report)
            return
        talk.say(at, group, reporter, chance.choice(BAD), quote=report)


def _by_day(at: datetime) -> datetime:
    """Nobody works or answers at night."""
    if at.hour < 8 or at.hour >= 21:
        return (at + 11 * _HOUR).replace(hour=9)
    return at


def main(directory: Path) -> None:
    """Write the world and the messages down."""
    directory.mkdir(parents=True, exist_ok=True)
    rows = transcript(read_corpus(default_corpus()).lines)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (directory / "forty.jsonl").write_text(text, encoding="utf-8")
    found = json.dumps(world(), ensure_ascii=False, indent=1)
    (directory / "forty.world.json").write_text(found, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
