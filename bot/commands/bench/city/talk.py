"""What is said in a slice of a day, word for word, and the offices it is said to.

Comes in: a day, two seconds of it, the corpus that comes with the program. Goes out: inbound
messages in the order they are said, the same for the same day; the areas they are said in. Does
not: send. Emergencies are left out: they call people, and a day of this size has a handful.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.commands.bench.city.day import Day, Moment
from bot.commands.bench.load import CHANNEL, is_report, is_talk
from bot.domain.deadlines import SHANGHAI
from bot.domain.grid import Directory, Grid, Room, RoomKind
from bot.domain.message import Address, ConversationKind, InboundMessage
from bot.domain.people import Person, Role
from classifiers.data import Line, default_corpus, read_corpus

MIDNIGHT: Final = datetime(2026, 3, 2, tzinfo=SHANGHAI)
"""Of a working day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What people say: talk, reports of any kind, and reports by what they are about."""

    talk: tuple[str, ...]
    reports: tuple[str, ...]
    of_item: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A message and whether it was drawn as a report."""

    message: InboundMessage
    is_report: bool


def read_phrases() -> Phrases:
    """Out of the corpus that comes with the program. Blocks."""
    lines = read_corpus(default_corpus()).lines
    reports = [line for line in lines if is_report(line)]
    by_item: dict[str, list[Line]] = {}
    for line in reports:
        by_item.setdefault(line.item or "", []).append(line)
    return Phrases(
        talk=tuple(line.text for line in lines if is_talk(line)),
        reports=tuple(line.text for line in reports),
        of_item={item: tuple(line.text for line in found) for item, found in by_item.items()},
    )


def spoken(
    day: Day, phrases: Phrases, begin: int, end: int, grids: range | None = None
) -> Iterator[Spoken]:
    """Everything said from one second of the day to before another, in some grids (None:
    in all)."""
    beside = day.size.reports_beside
    for minute in range(begin // 60, -(-end // 60)):
        chance = day.chance(minute, "what")
        for index, moment in enumerate(day.moments(minute)):
            one = _said(day, phrases, moment, chance, beside)
            is_there = grids is None or one[0] % day.size.grids in grids
            if is_there and begin * 1000 <= moment.at < end * 1000:
                yield Spoken(
                    message=_message(day, one, moment, f"{minute}-{index}"), is_report=one[2]
                )


def _said(
    day: Day, phrases: Phrases, moment: Moment, chance: random.Random, beside: float
) -> tuple[int, str, bool, int]:
    """Group, words, whether they report something, and the number of the speaker."""
    burst = moment.outbreak.burst if moment.outbreak else None
    group = day.group(moment, chance)
    reports = chance.random() < (burst.reports if burst else beside)
    about = (
        [text for item in burst.items for text in phrases.of_item.get(item, ())] if burst else ()
    )
    texts = (about or phrases.reports) if reports else phrases.talk
    return group, chance.choice(texts), reports, chance.randrange(day.size.speakers)


def _message(
    day: Day, said: tuple[int, str, bool, int], moment: Moment, name: str
) -> InboundMessage:
    group, text, _, number = said
    speaker = f"p{group}-{number}"
    at = MIDNIGHT + timedelta(milliseconds=moment.at)
    return InboundMessage(
        channel=CHANNEL,
        external_id=f"{day.size.name}-{name}",
        address=Address(
            channel=CHANNEL, kind=ConversationKind.GROUP, conversation=f"group-{group}"
        ),
        sender=speaker,
        sender_name=speaker,
        text=text,
        sent_at=at,
        received_at=at,
    )


def areas_of(day: Day, office: int | None = None) -> Directory:
    """The grids and groups of an office (None: one for the whole size), with a leader and a member
    for each grid.
    """
    size = day.size
    served = size.of_office(office)
    grids = {
        n: Grid(id=f"g{n}", name=f"grid {n}", community=f"c{n // size.communities_of}")
        for n in served
    }
    rooms = tuple(_rooms(day, grids))
    return Directory("bench", tuple(grids.values()), rooms, tuple(_people(served)), {})


def _rooms(day: Day, grids: Mapping[int, Grid]) -> Iterator[Room]:
    for number in range(day.size.groups):
        grid = grids.get(number % day.size.grids)
        if grid is None:
            continue
        yield Room(
            id=f"group-{number}",
            kind=RoomKind.LEADERS if number < day.size.grids else RoomKind.OWNERS,
            name=f"group {number}",
            community=grid.community,
            grid=grid.id,
            bindings=((CHANNEL, f"group-{number}"),),
        )


def _people(grids: range) -> Iterator[Person]:
    for number in grids:
        for role in (Role.GRID_LEADER, Role.GRID_MEMBER):
            name = f"{role.value}-{number}"
            yield Person(
                id=name,
                name=name,
                roles=(role,),
                grids=(f"g{number}",),
                accounts=((CHANNEL, name),),
            )
