"""A report opens a case or joins the one that tells of the same incident.

Comes in: a message read as a report, question or need. Goes out: a case, its dispatch, one line to
the group it came from and one to those who lead. Does not: decide whether it is a report (the
reader does).
"""

from bot.domain.case import Case, CaseMove, CaseStatus, EventKind
from bot.domain.deadlines import deadlines
from bot.domain.emergencies import SILENT, item_of
from bot.domain.grid import RoomKind
from bot.domain.incidents import same_incident
from bot.domain.limits import may_open
from bot.domain.matters import Level, Matter, Privacy, Urgency
from bot.domain.people import Role
from bot.domain.place import Place
from bot.domain.question import Question, QuestionKind
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import TimerKind
from bot.domain.turn import Guess
from bot.journey.casework.sight import Sight
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.wording import case_words
from intents.decisions import Act

_ACTOR = "bot"


async def open_or_join(
    docket: Docket, heard: Heard, sight: Sight, guess: Guess, words: str
) -> tuple[Act, Case | None]:
    """What becomes of a report: the act it turns out to be, and its case."""
    emergency = heard.decision.emergency
    item = guess.item or ""
    if emergency is not None:
        item = item_of(emergency.code, guess.item)
    if item not in docket.office.matters:
        return Act.CHAT, None
    addressed = heard.message.addressed
    if emergency is None and not may_open(item, addressed=addressed):
        return Act.CHAT, None
    known = _same(docket, heard, sight, item)
    code = emergency.code if emergency else None
    if known is not None and _may_join(known, code):
        return await join(docket, heard, known)
    case = await _new(docket, heard, item, guess, words)
    sight.update([case])
    return heard.decision.act, case


def _may_join(known: Case, emergency: str | None) -> bool:
    """Emergencies join only their own kind, and silent ones nothing at all: each must be answered
    and called for (domain rules §4.1)."""
    if emergency is None:
        return known.emergency not in SILENT
    return known.emergency == emergency and emergency not in SILENT


def _same(docket: Docket, heard: Heard, sight: Sight, item: str) -> Case | None:
    grid = heard.grid.id if heard.grid else None
    for case in sight.around(heard.community, grid):
        if same_incident(
            case,
            item=item,
            place=_placed(heard),
            speaker=heard.person.id,
            now=docket.now,
            window=docket.office.settings.incident_window,
        ):
            return case
    return None


def _placed(heard: Heard) -> Place:
    """The stated place, with the building of the room or of the leader who speaks where none is
    stated.
    """
    place = heard.place
    if place.building is not None:
        return place
    if heard.room is not None and heard.room.building is not None:
        return Place(building=heard.room.building).filled_from(place)
    return place


async def join(docket: Docket, heard: Heard, case: Case) -> tuple[Act, Case]:
    """Another telling of a known incident: a supporter where it is another person, a detail where
    it is not.
    """
    own = heard.person.id == case.reporter or heard.person.id in case.supporters
    supporters = case.supporters
    if not own and not heard.person.is_staff:
        supporters = (*supporters, heard.person.id)
        await docket.note(case, EventKind.JOINED, heard.person.id, {"member": heard.person.id})
    place = case.place.filled_from(_placed(heard))
    if place != case.place:
        await docket.note(case, EventKind.PLACED, heard.person.id, {"place": place.stated()})
    await docket.keep_words(case, [heard.message], "detail" if own else "second")
    changed = await docket.change(
        case,
        supporters=supporters,
        place=place,
        touched_at=docket.now,
        last_speaker=heard.person.id,
    )
    return (Act.DETAIL if own or heard.person.is_staff else Act.SECOND), changed


async def _new(docket: Docket, heard: Heard, item: str, guess: Guess, words: str) -> Case:
    office, emergency = docket.office, heard.decision.emergency
    matter = office.matters[item]
    urgency = Urgency.P0 if emergency is not None else matter.urgency
    limits = deadlines(matter=matter, urgency=urgency, now=docket.now, hours=office.hours)
    silent = emergency is not None and emergency.silent
    privacy = matter.privacy
    if privacy is Privacy.NORMAL and (silent or heard.decision.private):
        privacy = Privacy.RESTRICTED
    case = Case(
        key=office.ids.new("case"),
        number=await docket.unit.cases.next_number(heard.community),
        community=heard.community,
        grid=heard.grid.id if heard.grid else None,
        item=item,
        category=matter.category,
        status=CaseStatus.PENDING_VERIFY,
        urgency=urgency,
        privacy=privacy,
        place=_placed(heard),
        words=words,
        reporter=heard.person.id,
        opened_in=heard.room.id if heard.room else "",
        channel=heard.message.channel,
        opened_at=docket.now,
        touched_at=docket.now,
        level=matter.first_level,
        department=matter.lead_department,
        last_speaker=heard.person.id,
        emergency=emergency.code if emergency else None,
        accept_until=limits.accept_until,
        resolve_until=limits.resolve_until,
        confidence=guess.confidence,
        rule=heard.reading.rule,
        model=guess.model,
    )
    detail = {"item": item, "category": matter.category, "urgency": urgency.value}
    case = await docket.add(case, detail | {"rule": case.rule, "model": case.model})
    await docket.keep_words(case, heard.turn.messages, "opening")
    if matter.is_negative and emergency is None:
        return await _point_elsewhere(docket, heard, case)
    case = await _dispatch(docket, heard, case, matter)
    return case if emergency else await _acknowledge(docket, heard, case)


async def _dispatch(docket: Docket, heard: Heard, case: Case, matter: Matter) -> Case:
    """To whoever must act first, by the admission list; the clock for acceptance starts."""
    member = _first_hand(docket, heard, matter)
    facts = {"level": case.level.value, "department": case.department, "member": member}
    case = await docket.move(case, CaseMove.DISPATCH, _ACTOR, facts)
    share = docket.office.settings.yellow_share
    for until, yellow, red in (
        (case.accept_until, TimerKind.ACCEPT_YELLOW, TimerKind.ACCEPT_DUE),
        (case.resolve_until, TimerKind.RESOLVE_YELLOW, TimerKind.RESOLVE_DUE),
    ):
        if until is not None and until > docket.now:
            await docket.wake(case, yellow, docket.now + (until - docket.now) * share)
            await docket.wake(case, red, until)
    return case


def _first_hand(docket: Docket, heard: Heard, matter: Matter) -> str | None:
    """Who is asked first: the department's own person, else the grid member, else the grid
    leader.
    """
    directory = docket.office.directory
    grid = heard.grid.id if heard.grid else None
    if matter.first_level is Level.DEPARTMENT:
        people = directory.of_department(matter.lead_department)
        return people[0].id if people else None
    for role in (Role.GRID_MEMBER, Role.GRID_LEADER):
        people = directory.of_grid(grid, role)
        if people:
            return people[0].id
    return None


async def _acknowledge(docket: Docket, heard: Heard, case: Case) -> Case:
    if case.is_restricted:
        await docket.say(
            Say(
                key=ReplyKey.CASE_OPENED_PRIVATE,
                person=heard.person.id,
                case=case.key,
                parameters=case_words(docket.office, case),
            )
        )
        await tell_leaders_privately(docket, heard, case)
        return case
    parameters = case_words(docket.office, case)
    asks = heard.room_kind is not RoomKind.LEADERS and case.place.is_empty and _needs_place(case)
    key = ReplyKey.CASE_OPENED_ASK_PLACE if asks else ReplyKey.CASE_OPENED
    room = heard.room.id if heard.room else None
    person = None if heard.room else heard.person.id
    await docket.say(Say(key=key, room=room, person=person, case=case.key, parameters=parameters))
    if asks:
        case = await docket.change(case, asked_place=True)
        await docket.unit.questions.ask(
            Question(
                thread=heard.turn.thread,
                kind=QuestionKind.PLACE,
                case=case.key,
                until=docket.now + docket.office.settings.question_patience,
            )
        )
    if heard.room_kind is not RoomKind.LEADERS:
        await tell_leaders(docket, heard, case)
    return case


_PLACELESS = frozenset({"LD", "SC", "MS", "WJ"})


def _needs_place(case: Case) -> bool:
    """Whether nobody can act without a place: things and spots, not services and papers."""
    return case.category not in _PLACELESS


async def tell_leaders(docket: Docket, heard: Heard, case: Case) -> None:
    """One line in the leaders' group to the building leader concerned."""
    directory = docket.office.directory
    room = directory.leaders_room(case.grid, case.community)
    if room is None:
        await tell_leaders_privately(docket, heard, case)
        return
    leader = directory.building_leader(case.grid, case.place)
    mentions: tuple[str, ...] = ()
    if leader is not None:
        account = next((leader.account(name) for name, _ in room.bindings), None)
        mentions = (account,) if account else ()
    parameters = case_words(docket.office, case)
    parameters["to"] = leader.name if leader else ""
    await docket.say(
        Say(
            key=ReplyKey.LEADER_EMERGENCY if case.emergency else ReplyKey.LEADER_LINE,
            room=room.id,
            case=case.key,
            parameters=parameters,
            mentions=mentions,
            urgent=case.emergency is not None,
        )
    )


async def tell_leaders_privately(docket: Docket, heard: Heard, case: Case) -> None:
    """What must not stand in a group goes to the grid leader alone, with the words and the full
    place.
    """
    directory = docket.office.directory
    for person in directory.of_grid(case.grid, Role.GRID_LEADER)[:1]:
        if person.id == heard.person.id:
            continue
        parameters = case_words(docket.office, case, in_private=True)
        await docket.say(
            Say(
                key=ReplyKey.LEADER_PRIVATE,
                person=person.id,
                case=case.key,
                parameters=parameters,
            )
        )


async def _point_elsewhere(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not for the grid: say where to go; a person confirms (domain rules §6.4: the bot never
    rejects by itself).
    """
    if not case.is_restricted:
        hint = docket.office.words.term("elsewhere", case.item)
        room = heard.room.id if heard.room else None
        await docket.say(
            Say(
                key=ReplyKey.NOT_FOR_GRID,
                room=room,
                person=None if room else heard.person.id,
                case=case.key,
                parameters={"number": str(case.number), "hint": hint},
            )
        )
    await tell_leaders_privately(docket, heard, case)
    return case
