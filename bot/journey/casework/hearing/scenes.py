"""The `Scene` around one message: what a reader may use beside the words.

Comes in: a turn and what is in sight. Goes out: `Listener`, `Scene`, and places translated both
ways. Does not: read words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.case import DONE, TAKEN, Case, CaseStatus
from bot.domain.grid import Grid, Room
from bot.domain.pauses import MATERIAL
from bot.domain.people import Person, is_accused
from bot.domain.people import Role as PersonRole
from bot.domain.place import Place
from bot.domain.question import QuestionKind
from bot.domain.turn import Guess, StoredMessage, Turn
from bot.journey.casework.hearing.appealed import asked_here
from bot.journey.casework.hearing.inhand import NOTHING
from bot.journey.casework.hearing.mustered import open_here
from bot.journey.casework.hearing.sight import IN_MIND, Kept, Sight, community_of
from bot.journey.casework.rights.granting import WISHES
from bot.journey.office import Office
from intents.places import Place as SaidPlace
from intents.scene import (
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

NEIGHBOUR: Final = (PersonRole.RESIDENT,)
"""Roles of somebody who is nothing but a neighbour, and therefore nobody's adversary either."""

_WAITING = {
    QuestionKind.PLACE: Waiting.PLACE,
    QuestionKind.CALLBACK: Waiting.CALLBACK,
    QuestionKind.WHICH_CASE: Waiting.WHICH_CASE,
    QuestionKind.IS_IT_A_REPORT: Waiting.IS_IT_A_REPORT,
    QuestionKind.DRAFT: Waiting.DRAFT,
    QuestionKind.RESOLVED: Waiting.RESOLVED,
    QuestionKind.SEEN_TO: Waiting.SEEN_TO,
    QuestionKind.GIVING: Waiting.GIVING,
    QuestionKind.PAIRS: Waiting.PAIRS,
    QuestionKind.SERVICE: Waiting.SERVICE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Where and who: what stays the same for all messages of a turn."""

    office: Office
    turn: Turn
    person: Person
    room: Room | None
    grid: Grid | None
    community: str


def listener_of(office: Office, turn: Turn, sight: Sight) -> Listener:
    """Look up the room, the person and the grid of a turn."""
    directory = office.directory
    person = directory.person(turn.sender)
    room = directory.room(turn.room) if turn.room else None
    grid = directory.grid(room.grid) if room and room.grid else None
    community = community_of(office, turn)
    if room is None:
        grid = directory.home_of(person) or _grid_of_last(office, sight, community, person)
    return Listener(
        office=office, turn=turn, person=person, room=room, grid=grid, community=community
    )


def _grid_of_last(office: Office, sight: Sight, community: str, person: Person) -> Grid | None:
    """Where the last thing happened that somebody reported."""
    own = (c for c in sight.around(community, None) if c.reporter == person.id and c.grid)
    last = next(own, None)
    return office.directory.grid(last.grid) if last else None


def located(listener: Listener, place: Place) -> Listener:
    """Words from nowhere belong to the grid of the building they name."""
    if listener.grid is not None or place.building is None:
        return listener
    return replace(listener, grid=listener.office.directory.grid_with(place.building))


def scene_of(
    listener: Listener, message: StoredMessage, guess: Guess, sight: Sight, now: datetime
) -> Scene:
    """Everything beside the words of this message that a reader may use. Assembly has searched them
    for an emergency already and marked the turn that ends with one."""
    room, person = listener.room, listener.person
    question = sight.questions.get(listener.turn.thread)
    held = sight.in_hand.get(person.id, NOTHING)
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
        role=Role(person.speaks_as.value),
        now=now,
        speaker=person.id,
        addressed=message.addressed,
        opinion=opinion_of(guess),
        quoted=quoted,
        cases=_open_cases(listener, message, sight),
        recent=sight.said.get(room.id, ())[:IN_MIND] if room else (),
        waiting=_WAITING[question.kind] if question else None,
        waiting_case=question.case if question else None,
        speaker_building=person.buildings[0] if len(person.buildings) == 1 else None,
        room_building=room.building if room else None,
        images=message.images,
        surveyed=held.surveyed and (room is None or room.kind.value == RoomKind.LEADERS.value),
        tasks=held.tasks if room is None else (),
        handing=held.handing if room is None else None,
        families=held.families,
        musters=_calls(listener, sight, now),
        appeals=asked_here(sight.appealed, person, room, listener.community),
        calm=not (listener.turn.urgent and message.id == listener.turn.last.id),
    )


def _calls(listener: Listener, sight: Sight, now: datetime) -> tuple[OpenMuster, ...]:
    """Calls for volunteers that can be meant here."""
    rules, known = listener.office.musters, sight.mustered
    return open_here(known, listener.person, listener.room, listener.community, now, rules)


def opinion_of(guess: Guess) -> Opinion:
    """What the model thinks, in the reader's terms."""
    return Opinion(
        request=guess.request,
        question=guess.question,
        item=guess.item,
        category=guess.category,
        confidence=guess.confidence,
        top3=guess.top3,
        emergency=guess.emergency,
        emergency_code=guess.emergency_code,
        talk=Talk(*guess.talk or ()),
    )


def _open_cases(listener: Listener, message: StoredMessage, sight: Sight) -> tuple[OpenCase, ...]:
    """Of most cases a speaker is no party: those that he sees are the same for all such speakers,
    and kept with the sight."""
    grid = listener.grid.id if listener.grid else None
    person, room = listener.person, listener.room
    pointed = _pointed_at(listener, message, sight, grid)
    if room is None or pointed or person.roles != NEIGHBOUR:
        return _as_seen(listener, _cases(listener, sight, grid, pointed))
    kept = sight.kept.setdefault((listener.community, grid), {})
    known = kept.get(room.id)
    if known is None:
        known = kept[room.id] = _for_strangers(listener, sight, grid)
    if person.id in known.parties:
        return _as_seen(listener, _cases(listener, sight, grid, pointed))
    return known.cases


def _cases(
    listener: Listener, sight: Sight, grid: str | None, pointed: Sequence[Case]
) -> dict[str, Case]:
    person, limit = listener.person, listener.office.settings.cases_in_sight
    cases = sight.around(listener.community, grid)
    if person.roles == NEIGHBOUR:
        cases = [c for c in cases if not c.drill]
    if listener.room is None and not person.is_staff:
        cases = [c for c in cases if person.id in (c.reporter, *c.supporters)]
    return {case.key: case for case in (*cases[:limit], *pointed)}


def _as_seen(listener: Listener, cases: Mapping[str, Case]) -> tuple[OpenCase, ...]:
    person, room = listener.person, listener.room.id if listener.room else None
    return tuple(
        _open_case(
            case,
            person.id,
            room,
            accused=is_accused(person, case),
            people=_people(listener, case, person.id),
        )
        for case in cases.values()
        if _may_answer(person, case, room)
    )


def _for_strangers(listener: Listener, sight: Sight, grid: str | None) -> Kept:
    cases = _cases(listener, sight, grid, ()).values()
    room = listener.room.id if listener.room else None
    parties = ((case.reporter, case.last_speaker, case.owner, *case.supporters) for case in cases)
    return Kept(
        cases=tuple(
            _open_case(case, None, room, people=_people(listener, case, None)) for case in cases
        ),
        parties=frozenset(who for some in parties for who in some if who is not None),
    )


def _people(listener: Listener, case: Case, person: str | None) -> tuple[str, ...]:
    """The names of those who told of a case, without the speaker's."""
    parties = (case.reporter, *case.supporters)
    known = (listener.office.directory.person(who) for who in parties if who != person)
    return tuple(one.name for one in known if one.name)


def _may_answer(person: Person, case: Case, room: str | None) -> bool:
    """Whoever is complained of sees only what was said before his own eyes."""
    if not is_accused(person, case):
        return True
    return room is not None and case.opened_in == room and not case.is_restricted


def _pointed_at(
    listener: Listener, message: StoredMessage, sight: Sight, grid: str | None
) -> list[Case]:
    """Cases named by number or quoted, old ones and closed ones too, as far as they are this
    grid's or the speaker's own."""
    keys = list(sight.named.get(listener.turn.id, ()))
    if message.quoted is not None:
        keys.append(sight.quoted.get((message.channel, message.quoted), ""))
    cases = [sight.cases[key] for key in keys if key in sight.cases]
    person = listener.person.id
    return [
        case
        for case in cases
        if case.community == listener.community
        and (case.grid in (grid, None) or grid is None or person in (case.reporter, case.owner))
    ]


def _open_case(
    case: Case,
    person: str | None,
    room: str | None,
    *,
    people: tuple[str, ...],
    accused: bool = False,
) -> OpenCase:
    """A case in the eyes of a person; None is anybody who is no party to it."""
    return OpenCase(
        key=case.key,
        number=case.number,
        item=case.item,
        category=case.category,
        urgency=case.urgency.value,
        place=said(case.place),
        people=people,
        words=case.words,
        touched_at=case.touched_at,
        in_room=case.opened_in == room,
        own=person is not None and person == case.reporter,
        joined=person in case.supporters,
        last_touched_by_speaker=person is not None and case.last_speaker == person,
        taken=case.status in TAKEN,
        done=case.status in DONE,
        private=case.is_restricted,
        waiting=_waiting(case),
        takers_word=person is not None and case.owner == person,
        shows_wanted=case.asked_evidence and case.pictures == 0 and case.done_by == person,
        accused=accused,
        suspended=case.status is CaseStatus.SUSPENDED,
        whistled=case.whistle is not None,
        drill=case.drill,
        wished=case.status in WISHES and case.asked_by != person,
    )


def _waiting(case: Case) -> Waiting | None:
    """What the bot waits for in a case."""
    if case.asked_place:
        return Waiting.PLACE
    if case.asked_back and case.rating is None:
        return Waiting.CALLBACK
    if case.paused_for == MATERIAL and case.status is CaseStatus.SUSPENDED:
        return Waiting.MATERIAL
    return None


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
