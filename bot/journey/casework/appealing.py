"""What a case lacks that the office has not: asked for in the groups it concerns, taken on by
whoever says so first, or whom the grid's leader chooses, as far as it is lacking.

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
from bot.domain.grid import RoomKind
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.service import ServiceState, Why
from bot.journey.casework.hearing.appealed import appealed, here
from bot.journey.casework.hearing.sight import Sight
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.pledging import about, claim, rooms_of, take
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
    rooms = rooms_of(docket, case, heard.room)
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
        words = about(docket, case, need, need.wanted)
        await docket.say(
            Say(key=ReplyKey.APPEAL_MADE, room=room.id, case=case.key, parameters=words)
        )
    await want_round(docket, case.community)


def _is_same(need: Giving, case: Case, kind: str) -> bool:
    return need.of_case == case.key and need.kind == kind and not need.pledged


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
    by_choice = docket.office.givings.by_choice and amount > 0
    rest: int | None = None
    if amount > 0:
        one = await claim(docket, need, heard.person.id, amount, said.matter)
        rest = left if by_choice else await take(docket, one, heard.person.id)
        if rest is None:
            await go_on(docket, one, ServiceState.DECLINED, heard.person.id, Why.NOT_WANTED)
    if rest is None:
        await _tell(docket, heard, ReplyKey.APPEAL_MET, about(docket, case, need, 0))
        return
    facts = {"note": _PLEDGED, "words": said.matter, "amount": amount}
    await docket.note(case, EventKind.ADDED, heard.person.id, facts)
    words = about(docket, case, need, rest)
    if by_choice:
        await want_round(docket, case.community)
        await _tell(docket, heard, ReplyKey.APPEAL_CLAIMED, words)
    else:
        key = ReplyKey.APPEAL_TAKEN if rest else ReplyKey.APPEAL_MET
        await _tell(docket, heard, key, words)
    await _tell_asker(docket, heard, case, need, said.matter)


async def _tell_asker(docket: Docket, heard: Heard, case: Case, need: Giving, words: str) -> None:
    """Whoever asked for it, and whoever has the case in hand, hear who it was."""
    told = {need.person, case.owner} - {heard.person.id, None}
    of_it = about(docket, case, need, 0) | {"to": heard.person.name, "words": words}
    for person in sorted(one for one in told if one):
        await docket.say(
            Say(key=ReplyKey.APPEAL_PLEDGED, person=person, case=case.key, parameters=of_it)
        )


async def _take_back(docket: Docket, heard: Heard, sight: Sight) -> None:
    for need in here(sight.appealed, heard.person, heard.room, heard.community):
        case = sight.appealed.cases.get(need.of_case or "")
        own = sight.appealed.own(need, heard.person.id)
        if case is None or not own or heard.decision.case not in (None, case.key):
            continue
        taken = [one for one in own if one.takes_up]
        for one in taken:
            await fall(docket, one, heard.person.id, Why.WITHDRAWN)
        for one in own:
            if one.is_claim:
                await go_on(docket, one, ServiceState.DECLINED, heard.person.id, Why.WITHDRAWN)
        facts = {"note": _TAKEN_BACK}
        await docket.note(case, EventKind.ADDED, heard.person.id, facts)
        left = sight.appealed.left(need) + sum(one.heads for one in taken)
        await _tell(docket, heard, ReplyKey.APPEAL_MADE, about(docket, case, need, left))
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
