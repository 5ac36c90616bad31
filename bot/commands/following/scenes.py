"""The scene around each message of a labelled day, as far as its labels tell it.

Comes in: a day's messages with labels, its world, what a text model thinks of each. Goes out:
messages with the scene that a reader who follows rightly would be given. Does not: play the
journey; what the bot itself would say is not in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.journey.casework.hearing.scenes import opinion_of
from bot.journey.understanding import guessed
from classifiers.api import Prediction
from intents.places import Place
from intents.scene import OpenCase, Opinion, Role, RoomKind, Scene

Row = Mapping[str, Any]
Kept = dict[str, Any]

_DONE: Final = frozenset({"fixed", "confirm", "withdraw"})
_JOINS: Final = frozenset({"second"})
_IN_MIND: Final = 12
_FIELDS: Final = ("building", "unit", "floor", "room", "spot")
_NEIGHBOURS: Final = frozenset({Role.RESIDENT, Role.BUILDING_LEADER, Role.VOLUNTEER})


@dataclass(frozen=True, slots=True)
class Said:
    """One of the last messages of a room, as the scene has them."""

    sender: str
    act: str
    case: str | None
    text: str | None


@dataclass(slots=True)
class Day:
    """What is known at some message of a day: open cases by their label, and what was said."""

    roles: Mapping[str, Role]
    kinds: Mapping[str, RoomKind]
    cases: dict[str, Kept] = field(default_factory=dict)
    recent: dict[str, list[Said]] = field(default_factory=dict)

    def scene(self, row: Row, opinion: Opinion) -> Scene:
        """What is around a message before it is said."""
        speaker, group = row["sender"], row["group"]
        newest = sorted(self.cases.items(), key=lambda one: one[1]["touched_at"], reverse=True)
        return Scene(
            room=self.kinds[group],
            role=self.roles[speaker],
            now=_instant(row),
            speaker=speaker,
            addressed=bool(row.get("at_bot")),
            opinion=opinion,
            cases=tuple(_seen(label, kept, speaker, group) for label, kept in newest),
            recent=tuple(self.recent.get(group, ())[:_IN_MIND]),
            images=int(row.get("images", 0)),
        )

    def hear(self, row: Row, item: str | None) -> None:
        """Take a message in as its label has it; `item` is what the model thinks it is."""
        label, group = row["gold"], row["group"]
        case = label.get("case")
        said = Said(sender=row["sender"], act=label["act"], case=case, text=row["text"])
        self.recent.setdefault(group, []).insert(0, said)
        if case is None:
            return
        if case not in self.cases:
            self.cases[case] = _opened(row, item)
        self._told(self.cases[case], row)

    def _told(self, kept: Kept, row: Row) -> None:
        label = row["gold"]
        kept["touched_at"], kept["last"] = _instant(row), row["sender"]
        kept["place"] |= {k: v for k, v in label.get("place", {}).items() if k in _FIELDS}
        if label["act"] in _JOINS:
            kept["joined"].add(row["sender"])
        if label["act"] == "reject":
            kept["done"] = False
        elif label["act"] in _DONE:
            kept["done"] = True
        if self.roles[row["sender"]] not in _NEIGHBOURS:
            kept["taken"] = True


def scenes(
    world: Row, rows: Sequence[Row], thoughts: Sequence[Prediction]
) -> Iterator[tuple[Row, Scene]]:
    """Every message with its scene, in order."""
    day = Day(
        roles={one["id"]: Role(one["role"]) for one in world["members"]},
        kinds={one["id"]: RoomKind(one["kind"]) for one in world["groups"]},
    )
    for row, thought in zip(rows, thoughts, strict=True):
        yield row, day.scene(row, opinion_of(guessed(thought)))
        day.hear(row, thought.item)


def _instant(row: Row) -> datetime:
    return datetime.fromisoformat(str(row["at"]))


def _opened(row: Row, item: str | None) -> Kept:
    """A case that begins with a message; sorted as the model would, for that is what it meets."""
    label = row["gold"]
    return {
        "item": item or label.get("item") or "NEG-16",
        "urgency": label.get("urgency", "P2"),
        "words": row["text"],
        "room": row["group"],
        "reporter": row["sender"],
        "private": bool(label.get("private")),
        "joined": set(),
        "place": {},
        "done": False,
        "taken": False,
    }


def _seen(label: str, kept: Kept, speaker: str, group: str) -> OpenCase:
    return OpenCase(
        key=label,
        number=int("".join(filter(str.isdigit, label)) or 0),
        item=kept["item"],
        category=kept["item"].split("-")[0],
        urgency=kept["urgency"],
        place=Place(**{name: kept["place"].get(name) for name in _FIELDS}),
        words=kept["words"],
        touched_at=kept["touched_at"],
        in_room=kept["room"] == group,
        own=kept["reporter"] == speaker,
        joined=speaker in kept["joined"],
        last_touched_by_speaker=kept["last"] == speaker,
        taken=kept["taken"],
        done=kept["done"],
        private=kept["private"],
    )
