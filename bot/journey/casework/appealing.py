"""What a case lacks that the office has not: asked for in the groups it concerns, taken on by
whoever says so first, as far as it is lacking.

Comes in: commands of whoever has to do with the case, and of whoever takes something on. Goes out:
a need of the case, one line in the group, services that are agreed upon, lines of the case's
history. Does not: ask for anything where the case may not be spoken of, take on more than is
lacking, or name anybody in a group.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import OVER_FOR_ALL, Case, EventKind
from bot.domain.giving import Giving, Side
from bot.domain.grid import Room, RoomKind
from bot.domain.people import Role
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.service import Service, ServiceMove, ServiceState, Why
from bot.journey.casework.hearing.appealed import appealed, here
from bot.journey.casework.hearing.sight import Sight
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.leading import leaders_room
from bot.journey.words.served import fall, go_on, want_round
from bot.journey.words.wording import case_words
from intents.appeals import MONEY, read_lack, read_pledge
from intents.decisions import Command

_LACKS, _PLEDGED, _TAKEN_BACK = "need", "pledge", "pledge_back"
_WHICH: Final = 3


async def appeal(docket: Docket, heard: Heard, sight: Sight, command: Command) -> None:
    """Do what is wanted; what follows in the same batch knows of it."""
    await APPEALS[command](docket, heard, sight)
    sight.appealed = await appealed(docket.unit, docket.now)


async def _ask(docket: Docket, heard: Heard, sight: Sight) -> None:
    """The last word counts: what was asked for before and nobody took on is asked for no more."""
    case = sight.cases.get(heard.decision.case or "")
    lack = read_lack(heard.message.text, named=True)
    if case is None or lack is None or case.status in OVER_FOR_ALL:
        return
    rooms = _rooms(docket, heard, case)
    if not rooms:
        return
    before = [one.id for one in sight.appealed.needs if _is_same(one, case, lack.kind)]
    await docket.unit.givings.drop(before)
    need = Giving(
        id=docket.office.ids.new("giving"),
        community=case.community,
        grid=case.grid,
        side=Side.NEED,
        kind=lack.kind,
        matter=lack.matter,
        amount=lack.amount,
        place="",
        person=heard.person.id,
        made_at=docket.now,
        until=docket.now + docket.office.givings.stands_for,
        listed=True,
        of_case=case.key,
        wanted=lack.wanted,
    )
    await docket.unit.givings.add(need)
    await docket.note(
        case, EventKind.ADDED, heard.person.id, {"note": _LACKS, "words": need.matter}
    )
    for room in rooms:
        words = case_words(docket.office, case) | _of_need(docket, need, need.wanted)
        await docket.say(
            Say(key=ReplyKey.APPEAL_MADE, room=room.id, case=case.key, parameters=words)
        )
    await want_round(docket, case.community)


def _is_same(need: Giving, case: Case, kind: str) -> bool:
    return need.of_case == case.key and need.kind == kind and not need.pledged


def _rooms(docket: Docket, heard: Heard, case: Case) -> list[Room]:
    """The leaders' group; the owners' group that told of it, where the office wants that or it was
    asked for there. None where the case may not be spoken of.
    """
    found = [leaders_room(docket, case)]
    origin = docket.office.directory.room(case.opened_in) if case.opened_in else None
    asked_there = heard.room is not None and origin is not None and heard.room.id == origin.id
    if origin is not None and (docket.office.givings.owners_too or asked_there):
        found.append(origin if docket.may_stand(case, origin) else None)
    rooms = {room.id: room for room in found if room is not None}
    return list(rooms.values())


async def _pledge(docket: Docket, heard: Heard, sight: Sight) -> None:
    said = read_pledge(heard.message.text)
    needs = [
        one
        for one in here(sight.appealed, heard.person, heard.room, heard.community)
        if heard.decision.case in (None, one.of_case)
        and (said is None or MONEY not in (said.kind, one.kind) or said.kind in (None, one.kind))
    ]
    if said is None or not needs:
        return
    if len({one.of_case for one in needs}) > 1:
        await _ask_which(docket, heard, sight, needs)
        return
    known = sight.appealed
    need = next((one for one in needs if known.left(one) > 0), needs[0])
    case = sight.appealed.cases[need.of_case or ""]
    left = known.left(need)
    amount = min(left, said.amount or left)
    if amount <= 0 or not await docket.unit.givings.pledge(need.id, amount):
        await _tell(docket, heard, ReplyKey.APPEAL_MET, _about(docket, case, need, 0))
        return
    await _agree(docket, heard, need, amount, said.matter)
    facts = {"note": _PLEDGED, "words": said.matter, "amount": amount}
    await docket.note(case, EventKind.ADDED, heard.person.id, facts)
    words = _about(docket, case, need, left - amount)
    key = ReplyKey.APPEAL_TAKEN if left > amount else ReplyKey.APPEAL_MET
    await _tell(docket, heard, key, words)
    told = {need.person, case.owner} - {heard.person.id, None}
    for person in sorted(one for one in told if one):
        hint = {"to": heard.person.name, "words": said.matter}
        await docket.say(
            Say(key=ReplyKey.APPEAL_PLEDGED, person=person, case=case.key, parameters=words | hint)
        )


async def _agree(docket: Docket, heard: Heard, need: Giving, amount: int, words: str) -> None:
    """What was taken on is a service that both sides want: whoever asked has said so."""
    one = Service(
        id=docket.office.ids.new("service"),
        community=need.community,
        grid=need.grid,
        kind=need.kind,
        need=need.id,
        resource="",
        needer=need.person,
        giver=heard.person.id,
        wanted=need.matter,
        offered=words,
        heads=amount,
        reasons="",
        leader=_leader(docket, need),
        begin_at=docket.now,
        end_at=need.until,
        made_at=docket.now,
        since=docket.now,
        next_at=None,
    )
    await docket.unit.services.save(one)
    await docket.unit.services.note(
        ServiceMove(service=one.id, at=docket.now, state=one.state, actor=need.person)
    )
    one = await go_on(docket, one, ServiceState.ACCEPTED, need.person)
    await go_on(docket, one, ServiceState.AGREED, heard.person.id)


def _leader(docket: Docket, need: Giving) -> str:
    leaders = docket.office.directory.of_grid(need.grid, Role.GRID_LEADER)
    return next((one.id for one in leaders if docket.can_reach(one.id)), need.person)


async def _take_back(docket: Docket, heard: Heard, sight: Sight) -> None:
    for need in here(sight.appealed, heard.person, heard.room, heard.community):
        case = sight.appealed.cases.get(need.of_case or "")
        own = sight.appealed.own(need, heard.person.id)
        if case is None or not own or heard.decision.case not in (None, case.key):
            continue
        for one in own:
            await fall(docket, one, heard.person.id, Why.WITHDRAWN)
        facts = {"note": _TAKEN_BACK}
        await docket.note(case, EventKind.ADDED, heard.person.id, facts)
        left = sight.appealed.left(need) + sum(one.heads for one in own)
        await _tell(docket, heard, ReplyKey.APPEAL_MADE, _about(docket, case, need, left))
        return


async def _ask_which(docket: Docket, heard: Heard, sight: Sight, needs: list[Giving]) -> None:
    cases = sight.appealed.cases
    keys = dict.fromkeys(one.of_case for one in needs if one.of_case is not None)
    found = [cases[key] for key in keys if key in cases]
    lines = [
        docket.office.words.render(ReplyKey.APPEAL_LINE, case_words(docket.office, case))
        for case in found[:_WHICH]
    ]
    await _tell(docket, heard, ReplyKey.APPEAL_WHICH, {"choices": "".join(lines)})


def _about(docket: Docket, case: Case, need: Giving, left: int) -> dict[str, str]:
    return case_words(docket.office, case) | _of_need(docket, need, left)


def _of_need(docket: Docket, need: Giving, left: int) -> dict[str, str]:
    """What is asked for in its kind, and how much of it is lacking; the words are the office's."""
    unit = docket.office.words.term("giving_unit", need.kind)
    return {
        "category": docket.office.words.term("giving_kind", need.kind),
        "count": f"{left}{unit}" if left else "",
    }


async def _tell(docket: Docket, heard: Heard, key: ReplyKey, words: Mapping[str, str]) -> None:
    """Where it was said; in an owners' group no more than that."""
    room = heard.room.id if heard.room and heard.room.kind is not RoomKind.PRIVATE else None
    person = None if room else heard.person.id
    await docket.say(Say(key=key, room=room, person=person, parameters=words))


APPEALS: Final[Mapping[Command, Callable[[Docket, Heard, Sight], Awaitable[None]]]] = (
    MappingProxyType(
        {
            Command.APPEAL: _ask,
            Command.PLEDGE: _pledge,
            Command.PLEDGE_BACK: _take_back,
        }
    )
)
