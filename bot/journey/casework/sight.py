"""What is open around a message: the cases in sight of one batch, and the `Scene` a reader is
given.

Comes in: stored rows. Goes out: `Sight` for a batch, `Scene` for a message. Does not: change
anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.case import DONE, TAKEN, Case
from bot.domain.grid import Grid, Room
from bot.domain.people import Person
from bot.domain.place import Place
from bot.domain.question import Question, QuestionKind
from bot.domain.turn import Guess, Said, StoredMessage, Turn
from bot.journey.office import Office
from bot.ports import UnitOfWork
from intents.numbers import case_numbers
from intents.places import Place as SaidPlace
from intents.scene import (
    OpenCase,
    Opinion,
    Quoted,
    Recent,
    Role,
    RoomKind,
    Scene,
    Waiting,
)

_IN_MIND = 8
_WAITING = {
    QuestionKind.PLACE: Waiting.PLACE,
    QuestionKind.CALLBACK: Waiting.CALLBACK,
    QuestionKind.WHICH_CASE: Waiting.WHICH_CASE,
}


@dataclass(slots=True)
class Sight:
    """Cases, quotes and questions around the turns of one batch; kept up to date while the batch is
    worked on.
    """

    cases: dict[str, Case] = field(default_factory=dict)
    _keys: dict[tuple[str, str | None], dict[str, None]] = field(default_factory=dict)
    quoted: dict[tuple[str, str], str] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    said: dict[str, list[Said]] = field(default_factory=dict)
    decided: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    def update(self, cases: Iterable[Case]) -> None:
        """Take changed cases in."""
        for case in cases:
            self.cases[case.key] = case
            self._keys.setdefault((case.community, case.grid), {})[case.key] = None

    def around(self, community: str, grid: str | None) -> list[Case]:
        """Cases of a grid, and those of no grid; of the whole community where none is given.
        Newest touch first."""
        places = [(community, grid), (community, None)]
        if grid is None:
            places = [place for place in self._keys if place[0] == community]
        keys = dict.fromkeys(key for place in places for key in self._keys.get(place, ()))
        found = [self.cases[key] for key in keys if key in self.cases]
        found.sort(key=_by_touch, reverse=True)
        return found

    def remember(self, message: StoredMessage, act: str, case: str | None, now: datetime) -> None:
        """Take a message in that has just been decided, for those that follow in this batch."""
        self.decided[message.id] = (act, case)
        if message.room is not None:
            said_now = Said(
                room=message.room,
                sender=message.sender,
                at=now,
                act=act,
                case=case,
                text=message.text,
            )
            self.said.setdefault(message.room, []).insert(0, said_now)

    async def forget(self, unit: UnitOfWork, turn: Turn, touched: Iterable[str]) -> None:
        """Take back what a turn did that was undone: the cases are as the store has them."""
        for key in list(touched):
            self.cases.pop(key, None)
            case = await unit.cases.get(key)
            if case is not None:
                self.update([case])
        for message in turn.messages:
            self.decided.pop(message.id, None)

    def by_number(self, community: str, number: int) -> Case | None:
        """A case in sight by the number people say."""
        return next((c for c in self.around(community, None) if c.number == number), None)


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
            since = now - settings.incident_window
            self._sight.update(await unit.cases.around(new, since, settings.cases_in_sight))
            self._grids.update(new)
        self._sequence = newest
        return Sight(cases=self._sight.cases, _keys=self._sight._keys)


_REMEMBERED = 20_000


async def look(
    office: Office, unit: UnitOfWork, turns: Sequence[Turn], now: datetime, memory: Memory
) -> Sight:
    """Read what is around these turns, in a handful of queries."""
    settings = office.settings
    sight = await memory.refreshed(office, unit, _grids_of(office, turns), now)
    alone = sorted({turn.sender for turn in turns if turn.room is None})
    if alone:
        sight.update(await unit.cases.of_people(alone, settings.cases_in_sight))
    sight.questions = await unit.questions.open_for(sorted({t.thread for t in turns}), now)
    rooms = sorted({turn.room for turn in turns if turn.room is not None})
    for said_there in await unit.messages.said_in(rooms, now - settings.context, _IN_MIND):
        sight.said.setdefault(said_there.room, []).append(said_there)
    await _find_quoted(unit, turns, sight)
    await _find_numbered(office, unit, turns, sight)
    return sight


def _grids_of(office: Office, turns: Sequence[Turn]) -> list[str | None]:
    directory = office.directory
    found: set[str | None] = set()
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


async def _find_numbered(
    office: Office, unit: UnitOfWork, turns: Sequence[Turn], sight: Sight
) -> None:
    for turn in turns:
        for number in case_numbers(turn.text):
            community = community_of(office, turn)
            if sight.by_number(community, number) is None:
                case = await unit.cases.numbered(community, number)
                sight.update([case] if case else [])


def community_of(office: Office, turn: Turn) -> str:
    """The community a turn belongs to."""
    room = office.directory.room(turn.room) if turn.room else None
    if room is not None:
        return room.community
    home = office.directory.home_of(office.directory.person(turn.sender))
    return home.community if home else office.directory.grids[0].community


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Where and who: what stays the same for all messages of a turn."""

    office: Office
    turn: Turn
    person: Person
    room: Room | None
    grid: Grid | None
    community: str


def listener_of(office: Office, turn: Turn) -> Listener:
    """Look up the room, the person and the grid of a turn."""
    directory = office.directory
    person = directory.person(turn.sender)
    room = directory.room(turn.room) if turn.room else None
    grid = directory.grid(room.grid) if room and room.grid else None
    if room is None:
        grid = directory.home_of(person)
    return Listener(
        office=office,
        turn=turn,
        person=person,
        room=room,
        grid=grid,
        community=community_of(office, turn),
    )


def scene_of(
    listener: Listener, message: StoredMessage, guess: Guess, sight: Sight, now: datetime
) -> Scene:
    """Everything beside the words that a reader may use."""
    room, person = listener.room, listener.person
    question = sight.questions.get(listener.turn.thread)
    quoted = None
    if message.quoted is not None:
        key = sight.quoted.get((message.channel, message.quoted))
        case = sight.cases.get(key) if key else None
        quoted = Quoted(
            case=key,
            from_bot=False,
            own=case is not None and person.id in (case.reporter, *case.supporters),
        )
    return Scene(
        room=RoomKind(room.kind.value) if room else RoomKind.PRIVATE,
        role=Role(person.main_role.value),
        addressed=message.addressed,
        opinion=Opinion(
            request=guess.request,
            question=guess.question,
            item=guess.item,
            category=guess.category,
            confidence=guess.confidence,
            top3=guess.top3,
        ),
        quoted=quoted,
        cases=_open_cases(listener, sight, now),
        recent=_recent(sight.said.get(room.id, ()), person, now) if room else (),
        waiting=_WAITING[question.kind] if question else None,
        waiting_case=question.case if question else None,
        speaker_building=person.buildings[0] if len(person.buildings) == 1 else None,
        room_building=room.building if room else None,
        images=message.images,
    )


def _recent(said_there: Sequence[Said], person: Person, now: datetime) -> tuple[Recent, ...]:
    return tuple(
        Recent(
            own=said.sender == person.id,
            case=said.case,
            act=said.act,
            age=max(now - said.at, timedelta(0)),
            text=said.text,
        )
        for said in said_there[:_IN_MIND]
    )


def _open_cases(listener: Listener, sight: Sight, now: datetime) -> tuple[OpenCase, ...]:
    grid = listener.grid.id if listener.grid else None
    cases = sight.around(listener.community, grid)
    if listener.room is None and not listener.person.is_staff:
        cases = [c for c in cases if listener.person.id in (c.reporter, *c.supporters)]
    room_id = listener.room.id if listener.room else None
    return tuple(
        _open_case(case, listener.person, room_id, now)
        for case in cases[: listener.office.settings.cases_in_sight]
    )


def _open_case(
    case: Case,
    person: Person,
    room: str | None,
    now: datetime,
) -> OpenCase:
    own = person.id == case.reporter
    waiting = None
    if case.asked_place and case.place.is_empty:
        waiting = Waiting.PLACE
    elif case.asked_back and case.rating is None:
        waiting = Waiting.CALLBACK
    return OpenCase(
        key=case.key,
        number=case.number,
        item=case.item,
        category=case.category,
        urgency=case.urgency.value,
        place=said(case.place),
        words=case.words,
        opened=max(now - case.opened_at, timedelta(0)),
        touched=max(now - case.touched_at, timedelta(0)),
        in_room=case.opened_in == room,
        own=own,
        joined=person.id in case.supporters,
        last_touched_by_speaker=case.last_speaker == person.id,
        taken=case.status in TAKEN,
        done=case.status in DONE,
        private=case.is_restricted,
        waiting=waiting,
        takers_word=case.owner == person.id,
    )


def said(place: Place) -> SaidPlace:
    """A place in the reader's terms."""
    return SaidPlace(
        building=place.building,
        unit=place.unit,
        floor=place.floor,
        room=place.room,
        spot=place.spot,
    )


def meant(place: SaidPlace | None) -> Place:
    """A place in the service's terms; an empty one for None."""
    if place is None:
        return Place()
    return Place(
        building=place.building,
        unit=place.unit,
        floor=place.floor,
        room=place.room,
        spot=place.spot,
    )
