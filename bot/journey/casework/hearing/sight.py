"""What is open around the turns of one batch: cases, quotes, questions, the last words said.

Comes in: stored rows. Goes out: `Sight` for a batch. Does not: change anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import FINAL, Case, CaseStatus
from bot.domain.grid import RoomKind
from bot.domain.question import Question
from bot.domain.register import Deed
from bot.domain.turn import Said, StoredMessage, Turn
from bot.journey.casework.hearing.appealed import Appealed, appealed
from bot.journey.casework.hearing.inhand import InHand, in_hand
from bot.journey.casework.hearing.mustered import NONE, Mustered, mustered
from bot.journey.office import Office
from bot.ports import UnitOfWork
from intents.numbers import case_numbers
from intents.scene import OpenCase
from intents.text import normalise

IN_MIND: Final = 8
IN_SIGHT: Final = timedelta(days=14)
"""How long after its last touch a case can be meant without being named."""

ANSWERED_IN_SIGHT: Final = timedelta(minutes=30)
"""The same for a question that the bot has answered: nothing is to be done about it any more."""

_REMEMBERED = 20_000
_ANY_NUMBER = range(1, 1_000_000)

_Area = tuple[str, str | None]
_TELLING: Final = 4
"""Fewer characters may be anybody's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Cases as they are seen in one room by whoever is no party to any of them."""

    cases: tuple[OpenCase, ...]
    parties: frozenset[str]


@dataclass(slots=True)
class Sight:
    """Cases, quotes and questions around the turns of one batch; kept up to date while the batch is
    worked on.
    """

    cases: dict[str, Case] = field(default_factory=dict)
    quoted: dict[tuple[str, str], str] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    said: dict[str, list[Said]] = field(default_factory=dict)
    decided: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=dict)
    held: dict[str, datetime] = field(default_factory=dict)
    in_hand: Mapping[str, InHand] = field(default_factory=dict)
    mustered: Mustered = NONE
    appealed: Appealed = field(default_factory=Appealed)
    deeds: list[Deed] = field(default_factory=list)
    _keys: dict[_Area, dict[str, None]] = field(default_factory=dict)
    _order: dict[_Area, list[Case]] = field(default_factory=dict)
    kept: dict[_Area, dict[str, Kept]] = field(default_factory=dict)

    def update(self, cases: Iterable[Case]) -> None:
        """Take changed cases in; what is over is only found by number or quote."""
        for case in cases:
            self.cases[case.key] = case
            area = (case.community, case.grid)
            self._forget_order(area)
            if case.status in FINAL:
                self._keys.get(area, {}).pop(case.key, None)
            else:
                self._keys.setdefault(area, {})[case.key] = None

    def _forget_order(self, area: _Area) -> None:
        """What was put in order of an area, and of those that it is part of; cases of no grid are
        part of all."""
        community, grid = area
        if grid is None:
            self._order.clear()
            self.kept.clear()
        for wider in (area, (community, None)):
            self._order.pop(wider, None)
            self.kept.pop(wider, None)

    def around(self, community: str, grid: str | None) -> list[Case]:
        """Cases of a grid, and those of no grid; of the whole community where none is given.
        Newest touch first. Callers must not change the list."""
        known = self._order.get((community, grid))
        if known is None:
            known = self._order[community, grid] = self._sorted(community, grid)
        return known

    def _sorted(self, community: str, grid: str | None) -> list[Case]:
        areas: list[_Area] = [(community, grid), (community, None)]
        if grid is None:
            areas = [area for area in self._keys if area[0] == community]
        keys = dict.fromkeys(key for area in areas for key in self._keys.get(area, ()))
        found = [self.cases[key] for key in keys if key in self.cases]
        found.sort(key=_by_touch, reverse=True)
        return [case for case in found if found[0].touched_at - case.touched_at <= _span(case)]

    def remember(self, message: StoredMessage, act: str, case: str | None, now: datetime) -> None:
        """Take a message in that has just been decided, for those that follow in this batch."""
        self.decided[message.id] = (act, case)
        if message.room is not None:
            said_now = Said(
                message=message.id,
                room=message.room,
                sender=message.sender,
                at=now,
                act=act,
                case=case,
                text=message.text,
            )
            self.said.setdefault(message.room, []).insert(0, said_now)

    def amend(self, message: StoredMessage, act: str, case: str | None) -> None:
        """An earlier message turned out to be something else than it was taken for."""
        self.decided[message.id] = (act, case)
        if message.room is not None:
            self.said[message.room] = [
                replace(said, act=act, case=case) if said.message == message.id else said
                for said in self.said.get(message.room, ())
            ]

    async def forget(self, unit: UnitOfWork, turn: Turn, touched: Iterable[str]) -> None:
        """Take back what a turn did that was undone: the cases are as the store has them."""
        keys = list(touched)
        for key in keys:
            self.cases.pop(key, None)
            case = await unit.cases.get(key)
            if case is not None:
                self.update([case])
        self._order.clear()
        self.kept.clear()
        gone = set(keys) - set(self.cases)
        own = {message.id for message in turn.messages}
        self.deeds = [deed for deed in self.deeds if deed.source not in own]
        self.decided = {
            id_: result
            for id_, result in self.decided.items()
            if id_ not in own and result[1] not in gone
        }

    def by_number(self, community: str, number: int) -> Case | None:
        """A case in sight by the number people say."""
        return next(
            (c for c in self.cases.values() if c.number == number and c.community == community),
            None,
        )

    def batch(self) -> "Sight":
        """A sight of the same cases with nothing said or asked yet."""
        return Sight(cases=self.cases, _keys=self._keys, _order=self._order, kept=self.kept)


def _span(case: Case) -> timedelta:
    """How long after its last touch a case can be meant while others are talked of."""
    return ANSWERED_IN_SIGHT if case.status is CaseStatus.ANSWERED else IN_SIGHT


def _by_touch(case: Case) -> datetime:
    return case.touched_at


class Memory:
    """Cases of grids that were looked at before, so that a batch reads only what changed since.

    It holds nothing that is not in rows: it may be thrown away at any time, and is when a unit of
    work fails.
    """

    def __init__(self) -> None:
        self._sight = Sight()
        self._grids: set[str | None] = set()
        self._sequence = 0

    async def refreshed(
        self, office: Office, unit: UnitOfWork, grids: Sequence[str | None], now: datetime
    ) -> Sight:
        """A sight of these grids as the rows are now."""
        settings = office.settings
        if len(self._sight.cases) > _REMEMBERED:
            self._sight, self._grids = Sight(), set()
        if self._grids:
            newest, changed = await unit.cases.changed_since(self._sequence, _REMEMBERED)
            self._sight.update(case for case in changed if case.grid in self._grids)
        else:
            newest, _ = await unit.cases.latest(1)
        new = [grid for grid in grids if grid not in self._grids]
        if new:
            since = now - max(settings.incident_window, IN_SIGHT)
            self._sight.update(await unit.cases.around(new, since, settings.cases_in_sight))
            self._grids.update(new)
        self._sequence = newest
        return self._sight.batch()


async def look(
    office: Office, unit: UnitOfWork, turns: Sequence[Turn], now: datetime, memory: Memory
) -> Sight:
    """Read what is around these turns, in a handful of queries."""
    settings = office.settings
    sight = await memory.refreshed(office, unit, _grids_of(office, turns), now)
    alone = sorted({turn.sender for turn in turns if turn.room is None})
    if alone:
        sight.update(await unit.cases.of_people(alone, settings.cases_in_sight))
    sight.in_hand = await in_hand(office, unit, turns)
    sight.mustered = await mustered(unit)
    sight.appealed = await appealed(unit, now)
    sight.questions = await unit.questions.open_for(sorted({t.thread for t in turns}), now)
    await _find_asked(unit, sight)
    rooms = sorted({turn.room for turn in turns if turn.room is not None})
    for said_there in await unit.messages.said_in(rooms, now - settings.context, IN_MIND):
        sight.said.setdefault(said_there.room, []).append(said_there)
    await _find_quoted(unit, turns, sight)
    await _find_by_quoted_words(office, unit, turns, sight)
    await _find_numbered(office, unit, turns, sight)
    return sight


def _grids_of(office: Office, turns: Sequence[Turn]) -> list[str | None]:
    """The grids that the turns may speak of; cases of no grid may be meant anywhere."""
    directory = office.directory
    found: set[str | None] = {None}
    for turn in turns:
        room = directory.room(turn.room) if turn.room else None
        if room is None:
            home = directory.home_of(directory.person(turn.sender))
            found.add(home.id if home else None)
        elif room.grid is None:
            found.update(grid.id for grid in directory.grids if grid.community == room.community)
        else:
            found.add(room.grid)
    return sorted(found, key=str)


async def _find_asked(unit: UnitOfWork, sight: Sight) -> None:
    """Cases that somebody was asked about, wherever they are."""
    for question in sight.questions.values():
        key = question.case
        if key and key not in sight.cases and (case := await unit.cases.get(key)) is not None:
            sight.update([case])


async def _find_quoted(unit: UnitOfWork, turns: Sequence[Turn], sight: Sight) -> None:
    wanted: dict[str, set[str]] = {}
    for turn in turns:
        for message in turn.messages:
            if message.quoted is not None:
                wanted.setdefault(message.channel, set()).add(message.quoted)
    for channel, external_ids in wanted.items():
        found = await unit.cases.of_external(channel, sorted(external_ids))
        for external_id, key in found.items():
            sight.quoted[channel, external_id] = key
            if key not in sight.cases and (case := await unit.cases.get(key)) is not None:
                sight.update([case])


async def _find_by_quoted_words(
    office: Office, unit: UnitOfWork, turns: Sequence[Turn], sight: Sight
) -> None:
    """What is replied to is not known by its id (any more), but the platform tells its words: those
    of the bot name the case, those of a person are its words.
    """
    for turn in turns:
        for message in turn.messages:
            words, place = message.quoted_text, (message.channel, message.quoted or "")
            if not words or place in sight.quoted:
                continue
            community = community_of(office, turn)
            case = await _numbered_in(unit, sight, community, words)
            case = case or _with_words(sight.around(community, None), words)
            if case is not None:
                sight.quoted[place] = case.key


async def _numbered_in(unit: UnitOfWork, sight: Sight, community: str, words: str) -> Case | None:
    """The only case whose number is named in words."""
    numbers = case_numbers(normalise(words))
    if len(numbers) != 1:
        return None
    case = sight.by_number(community, numbers[0])
    if case is None and (case := await unit.cases.numbered(community, numbers[0])):
        sight.update([case])
    return case


def _with_words(cases: Iterable[Case], words: str) -> Case | None:
    """The newest case that was opened with these words."""
    said = normalise(words)
    if len(said) < _TELLING:
        return None
    return next((case for case in cases if said in normalise(case.words)), None)


async def _find_numbered(
    office: Office, unit: UnitOfWork, turns: Sequence[Turn], sight: Sight
) -> None:
    for turn in turns:
        if not any(map(str.isnumeric, turn.text)):
            continue
        for number in case_numbers(normalise(turn.text), _spoken(office, turn)):
            community = community_of(office, turn)
            case = sight.by_number(community, number)
            if case is None and (case := await unit.cases.numbered(community, number)):
                sight.update([case])
            if case is not None:
                sight.named.setdefault(turn.id, []).append(case.key)


def _spoken(office: Office, turn: Turn) -> range:
    """The numbers that name a case without a mark: all of them among those who lead and alone with
    the bot, none in an owners' group."""
    room = office.directory.room(turn.room) if turn.room else None
    return range(0) if room is not None and room.kind is RoomKind.OWNERS else _ANY_NUMBER


def community_of(office: Office, turn: Turn) -> str:
    """The community a turn belongs to."""
    room = office.directory.room(turn.room) if turn.room else None
    if room is not None:
        return room.community
    home = office.directory.home_of(office.directory.person(turn.sender))
    return home.community if home else office.directory.grids[0].community
