"""Examples of `intents/rules/*.yaml`, read into texts, scenes and expectations."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any

import yaml

from intents.places import BuildingNames, Place, PlaceNames
from intents.scene import (
    Handing,
    OpenAppeal,
    OpenCase,
    OpenMuster,
    Opinion,
    Quoted,
    Role,
    RoomKind,
    Scene,
    Talk,
    Waiting,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPEAKER = "speaker"
NAMES = PlaceNames(
    buildings=(
        BuildingNames(name="1栋", units=("1单元", "2单元")),
        BuildingNames(name="2栋", units=("1单元", "2单元")),
        BuildingNames(name="3栋", aliases=("红楼",), units=("1单元", "2单元", "3单元")),
        BuildingNames(name="5栋"),
        BuildingNames(name="12栋"),
    )
)


def load(name: str) -> Any:
    """The examples of one file."""
    source = resources.files("intents").joinpath("rules", f"{name}.yaml")
    return yaml.safe_load(source.read_text(encoding="utf-8"))


def place(fields: dict[str, str] | None) -> Place:
    """A place from its written parts."""
    return Place(**(fields or {}))


def opinion(short: str | None, alarm: str | None = None, talk: str | None = None) -> Opinion | None:
    """`0.9 WY-01/AQ-18` or `0.9 Q MS-06` (a question): probability, and the items it thinks of, the
    first of which it is sure of (0.8, or what stands behind it: `0.9 WY-01 =0.97`). Of an alarm
    `0.9 EM01`; of talk `need 0.4 offer 0.9`."""
    if short is None:
        return None
    parts = [part for part in short.split() if not part.startswith("=")]
    sure = next((float(part[1:]) for part in short.split() if part.startswith("=")), 0.8)
    probability = float(parts[0])
    items = tuple(parts[-1].split("/")) if len(parts) > 1 and parts[-1] != "Q" else ()
    item = items[0] if items else None
    return Opinion(
        request=probability,
        question=probability if "Q" in parts else 0.0,
        item=item,
        category=item.split("-")[0] if item else None,
        confidence=sure if item else 0.0,
        top3=items,
        emergency=float(alarm.split()[0]) if alarm else None,
        emergency_code=alarm.split()[1] if alarm else None,
        talk=_talk((talk or "").split()),
    )


def _talk(parts: list[str]) -> Talk:
    kinds = zip(parts[::2], parts[1::2], strict=True)
    return Talk(**{kind: float(chance) for kind, chance in kinds})


def open_case(fields: dict[str, Any]) -> OpenCase:
    """An open case; the key is the number."""
    number = fields["number"]
    item = fields.get("item", "WY-01")
    return OpenCase(
        key=str(number),
        number=number,
        item=item,
        category=item.split("-")[0],
        urgency=fields.get("urgency", "P2"),
        place=place(fields.get("place")),
        words=fields.get("words", ""),
        touched_at=NOW - timedelta(minutes=fields.get("touched", 5)),
        in_room=fields.get("in_room", True),
        drill=fields.get("drill", False),
        wished=fields.get("wished", False),
        own=fields.get("own", False),
        joined=fields.get("joined", False),
        last_touched_by_speaker=fields.get("last", False),
        taken=fields.get("taken", False),
        done=fields.get("done", False),
        private=fields.get("private", False),
        waiting=Waiting(fields["waiting"]) if fields.get("waiting") else None,
        takers_word=fields.get("takers_word", False),
        accused=fields.get("accused", False),
        suspended=fields.get("suspended", False),
        shows_wanted=fields.get("shows_wanted", False),
        whistled=fields.get("whistled", False),
        people=tuple(fields.get("people", ())),
    )


@dataclass(frozen=True, kw_only=True)
class Said:
    """One of the last messages."""

    sender: str
    act: str
    case: str | None = None
    text: str | None = None


def _muster(matter: str, **fields: bool) -> OpenMuster:
    usual = {"takes": True, "begun": False, "own": False, "signed": False}
    return OpenMuster(matter=matter, **usual | fields)


def _appeal(number: int, **fields: Any) -> OpenAppeal:
    usual = {"kind": "money", "pledged": False}
    return OpenAppeal(case=str(number), number=number, **usual | fields)


def recent(short: str) -> Said:
    """`report 312 own` or `chat: the words`: act, case, whose it was, and the words."""
    head, _, words = short.partition(": ")
    parts = head.split()
    numbers = [part for part in parts if part.isdigit()]
    return Said(
        sender=SPEAKER if "own" in parts else "another",
        act=parts[0],
        case=numbers[0] if numbers else None,
        text=words or None,
    )


def scene(example: dict[str, Any]) -> Scene:
    """The scene of one example; what is not said is a resident in the owners' group."""
    quoted = example.get("quoted")
    return Scene(
        room=RoomKind(example.get("room", "owners")),
        role=Role(example.get("role", "resident")),
        now=NOW,
        speaker=SPEAKER,
        addressed=example.get("addressed", False),
        opinion=opinion(example.get("p", "0.05"), example.get("alarm"), example.get("talk"))
        if example.get("p") != "none"
        else None,
        quoted=Quoted(
            case=str(quoted["case"]) if quoted.get("case") else None,
            from_bot=quoted.get("from_bot", False),
            own=quoted.get("own", False),
        )
        if quoted
        else None,
        cases=tuple(open_case(case) for case in example.get("cases", ())),
        recent=tuple(recent(short) for short in example.get("recent", ())),
        waiting=Waiting(example["waiting"]) if example.get("waiting") else None,
        waiting_case=str(example["waiting_case"]) if example.get("waiting_case") else None,
        images=example.get("images", 0),
        surveyed=example.get("surveyed", False),
        tasks=tuple(example.get("tasks", ())),
        musters=tuple(_muster(**one) for one in example.get("musters", ())),
        appeals=tuple(_appeal(**one) for one in example.get("appeals", ())),
        handing=Handing(example["handing"]) if example.get("handing") else None,
        families=tuple(example.get("families", ())),
    )
