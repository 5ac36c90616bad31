"""Departments are whistled in, report in, confer, object, are done and rated (domain rules §7.1).

Comes in: what was heard, and a case. Goes out: the whistle as it is then, the case, and those told
whom it concerns. Does not: blow one for who may not; a draft before the secretary does.
"""

from collections.abc import Callable
from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.draft import DraftKind
from bot.domain.errors import NotAllowed
from bot.domain.people import Role
from bot.domain.reply import ReplyKey
from bot.domain.whistle import (
    Whistle,
    WhistleKind,
    arrive,
    object_to,
    respond,
    usual_kind,
)
from bot.journey.casework.calls.drafts import has_whistle, send
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.rights.entitled import refuse_accused
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.drafting import Offer, put
from bot.journey.steps.leading import leaders_room, tell_more
from bot.journey.steps.telling import reply
from bot.journey.steps.whistles import (
    Order,
    departments_here,
    keep,
    not_called,
    note_on_all,
    open_whistles,
    shown,
    sound,
)
from intents.decisions import Move
from intents.departments import family
from intents.minutes import kind_named
from intents.numbers import case_numbers
from intents.text import normalise

BLOWERS: Final = (Role.COMMUNITY_SECRETARY, Role.STREET, Role.DUTY_OFFICER)
"""Who blows a whistle; staff below ask for it (domain rules §7.1)."""

JUDGES: Final = (Role.STREET, Role.DUTY_OFFICER, Role.COMMUNITY_SECRETARY)
"""Who decides an objection: the street, else who stands nearest to it."""

_ANY_NUMBER: Final = range(1_000_000)
_COMING: Final = frozenset({Move.TAKE, Move.PROGRESS, Move.REPORT_IN, Move.ON_SITE, Move.DONE})
_ON_SITE: Final = frozenset({Move.ON_SITE, Move.DONE})
_TOLD: Final = frozenset({Move.REPORT_IN, Move.ON_SITE})
WITHOUT_NUMBER: Final = "staff.whistled"
"""The rule by which somebody reports in without naming a case."""


async def blow(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "312 whistle for the power company": by who may at once, by others as a draft."""
    refuse_accused(heard, case)
    text = heard.message.text
    wanted = departments_here(docket, text)
    new = not_called(await open_whistles(docket, case), wanted)
    if not wanted and await has_whistle(docket, heard, case):
        return await send(docket, heard, case)
    if not wanted and _is_pointed(heard, case):
        await reply(docket, heard, case, ReplyKey.WHISTLE_WHOM)
    if not new:
        return case
    named = kind_named(text)
    kind = WhistleKind(named) if named else usual_kind(case.category, case.urgency)
    cases = await _together(docket, heard, case)
    if any(heard.person.holds(role, case.grid) for role in BLOWERS):
        order = Order(kind=kind, departments=new, by=heard.person.id, heard=heard)
        return (await sound(docket, cases, order))[0]
    return await _ask_for_it(docket, heard, cases, kind, new)


def _is_pointed(heard: Heard, case: Case) -> bool:
    """Whether the words name the case; talk of whistles in general is left alone."""
    named = case_numbers(normalise(heard.message.text), _ANY_NUMBER)
    return heard.message.quoted is not None or case.number in named


async def _together(docket: Docket, heard: Heard, case: Case) -> list[Case]:
    """The case with the others of the same community that are named with it."""
    found = {case.key: case}
    for number in case_numbers(normalise(heard.message.text), _ANY_NUMBER):
        other = await docket.unit.cases.numbered(case.community, number)
        if other is not None and other.is_open and other.done_at is None:
            found.setdefault(other.key, docket.touched.get(other.key, other))
    return list(found.values())


async def _ask_for_it(
    docket: Docket, heard: Heard, cases: list[Case], kind: WhistleKind, departments: tuple[str, ...]
) -> Case:
    office, case = docket.office, cases[0]
    until = office.settings.whistles.until(kind, docket.now, office.hours)
    asked = await put(
        docket,
        case,
        Offer(
            kind=DraftKind.WHISTLE,
            subject=kind.value,
            roles=BLOWERS,
            key=ReplyKey.DRAFT_WHISTLE,
            asked_by=heard.person.id,
            departments=departments,
            cases=tuple(one.key for one in cases),
            words={
                "to": office.words.term("mark", "comma").join(departments),
                "kind": office.words.term("whistle", kind.value),
                "roles": office.words.term("role", heard.person.main_role.value),
                "until": shown(until),
            },
        ),
    )
    if asked is None:
        raise NotAllowed("only the community and the street whistle", [*BLOWERS])
    await reply(docket, heard, case, ReplyKey.WHISTLE_ASKED)
    return case


async def own_whistle(docket: Docket, heard: Heard, case: Case) -> tuple[Whistle, str] | None:
    """The open whistle of a case that calls the speaker's department, or the one that the words
    name, and its name there."""
    wanted = own_families(docket, heard)
    for whistle in await open_whistles(docket, case) if wanted else ():
        for name in whistle.departments:
            if family(name) in wanted:
                return whistle, name
    return None


def own_families(docket: Docket, heard: Heard) -> frozenset[str]:
    """What the speaker is heard for: his own department, else the first that he names."""
    person = heard.person
    if person.department and person.holds(Role.DEPARTMENT, None):
        return frozenset({family(person.department)})
    named = departments_here(docket, heard.message.text)
    return frozenset(map(family, named[:1]))


async def come(docket: Docket, heard: Heard, case: Case, move: Move) -> Move:
    """Whatever a department that was called says of coming reports it in; of others only words of
    reporting in count. The move that is left to be made: none where somebody has the case in hand,
    or tells it of others; who reports in to a case that nobody has takes it."""
    if case.whistle is None or move not in _COMING:
        return move
    speaks = heard.person.holds(Role.DEPARTMENT, None)
    if not speaks and move not in _TOLD:
        return move
    own = await own_whistle(docket, heard, case)
    if own is None:
        return move
    await _report_in(docket, heard, own, there=move in _ON_SITE)
    if not speaks or (case.accepted_at is not None and move is not Move.DONE):
        return Move.REPORT_IN
    return Move.TAKE if move is Move.REPORT_IN else move


async def _report_in(
    docket: Docket, heard: Heard, own: tuple[Whistle, str], *, there: bool
) -> None:
    whistle, name = own
    before = whistle.of(name)
    step: Callable[..., Whistle] = arrive if there else respond
    changed = step(whistle, name, by=heard.person.id, now=docket.now)
    if changed == whistle:
        return
    await keep(docket, changed)
    if before.responded_at is None:
        for key in whistle.cases:
            case = docket.touched.get(key) or await docket.unit.cases.get(key)
            if case is not None:
                await docket.note(
                    case, EventKind.REPORTED_IN, heard.person.id, {"department": name}
                )
    if there:
        await note_on_all(docket, whistle, heard.person.id, note="whistle_on_site", department=name)
    await _tell_leaders(docket, heard, whistle, name, there=there)


async def _tell_leaders(
    docket: Docket, heard: Heard, whistle: Whistle, name: str, *, there: bool
) -> None:
    """Those who lead hear what was not said before them."""
    key = whistle.cases[0]
    case = docket.touched.get(key) or await docket.unit.cases.get(key)
    room = leaders_room(docket, case) if case is not None else None
    if case is None or (room is not None and heard.room is not None and heard.room.id == room.id):
        return
    await tell_more(
        docket, case, ReplyKey.WHISTLE_ARRIVED if there else ReplyKey.WHISTLE_CAME, to=name
    )


async def objects(docket: Docket, heard: Heard, case: Case) -> Case:
    """There is no refusal, but an objection, which the street decides."""
    own = await own_whistle(docket, heard, case)
    if own is None:
        return case
    whistle, name = own
    words = heard.message.text[:200]
    changed = object_to(whistle, name, reason=words, now=docket.now)
    await keep(docket, changed)
    facts = {"note": "whistle_objection", "department": name, "words": words}
    await note_on_all(docket, whistle, heard.person.id, **facts)
    asked = await put(
        docket,
        case,
        Offer(
            kind=DraftKind.OBJECTION,
            subject=name,
            roles=JUDGES,
            key=ReplyKey.DRAFT_OBJECTION,
            asked_by=heard.person.id,
            departments=(name,),
            words={"to": name, "words": " ".join(words.split())},
        ),
    )
    if asked is not None:
        await reply(docket, heard, case, ReplyKey.OBJECTION_NOTED)
    return case


async def is_objection(docket: Docket, heard: Heard, case: Case, move: Move) -> bool:
    """Whether a department that was called gives its part back."""
    if case.whistle is None or move not in (Move.GIVE_BACK, Move.OBJECT):
        return False
    return await own_whistle(docket, heard, case) is not None


async def meant(docket: Docket, heard: Heard, sight: Sight, case: Case | None) -> Case | None:
    """The case of somebody who reports in without naming one: the only one whose whistle calls his
    department."""
    if heard.reading.rule != WITHOUT_NUMBER:
        return case
    if case is not None and await own_whistle(docket, heard, case) is not None:
        return case
    found = [
        other
        for other in sight.around(heard.community, None)
        if other.whistle is not None and await own_whistle(docket, heard, other) is not None
    ]
    return found[0] if len(found) == 1 else None
