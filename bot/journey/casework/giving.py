"""The lists of what is held out and looked for: out of plain talk, confirmed with one word.

Comes in: a message that was acted upon, commands about the lists. Goes out: a question to the
speaker alone, rows, the lists to a leader alone. Does not: say anything in a group; list what its
speaker has not confirmed; bring resources and needs together.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.giving import MAY_LIST, Giving, Side, last_instant
from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.staff.until import day_of
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.words.served import want_round, withdraw
from intents.contacts import mask
from intents.decisions import Act, Command
from intents.giving import Given, read_ended, read_given

_MAY_BE: Final = frozenset({Act.OFFER, Act.NEED, Act.VOLUNTEER, Act.CHAT, Act.NOTICE, Act.REPORT})
"""What words may have been taken for that hold something out or look for something."""


async def overhear(docket: Docket, heard: Heard) -> None:
    """Ask whoever holds something out or looks for something whether it is to be listed; take off
    what he says is no longer so.
    """
    ended = read_ended(heard.message.text)
    if ended is not None:
        await _withdraw(docket, heard, ended)
        return
    decision = heard.decision
    talked_of = decision.act is not Act.NEED and decision.case is not None
    if decision.act not in _MAY_BE or talked_of or decision.emergency is not None:
        return
    said = read_given(heard.message.text, docket.now.astimezone(SHANGHAI).date())
    if said is not None:
        await _ask(docket, heard, _giving(docket, heard, said))


def _giving(docket: Docket, heard: Heard, said: Given) -> Giving:
    return Giving(
        id=docket.office.ids.new("giving"),
        community=heard.community,
        grid=heard.grid.id if heard.grid else None,
        side=Side.RESOURCE if said.offered else Side.NEED,
        kind=said.kind,
        matter=mask(said.matter),
        amount=said.amount,
        place=said.place,
        person=heard.person.id,
        made_at=docket.now,
        until=last_instant(docket.now, said.term.day, said.term.days)
        if said.term
        else docket.now + docket.office.givings.stands_for,
    )


async def _ask(docket: Docket, heard: Heard, one: Giving) -> None:
    """Once for a kind, alone, where that is possible and nothing else is asked there."""
    rows, thread = docket.unit.givings, _thread(heard)
    patience = docket.office.givings.confirm_within
    await rows.drop_stale(docket.now, docket.now - patience)
    known = await rows.of_person(one.person, docket.now)
    if any((each.side, each.kind) == (one.side, one.kind) for each in known):
        return
    if await docket.unit.questions.open_for([thread], docket.now):
        return
    if not await docket.say(
        Say(key=ReplyKey.GIVING_ASKED, person=one.person, parameters=_words(docket, one))
    ):
        return
    await rows.add(one)
    await docket.unit.questions.ask(
        Question(
            thread=thread,
            kind=QuestionKind.GIVING,
            case=None,
            until=docket.now + patience,
            payload={"giving": one.id},
        )
    )


async def confirm(docket: Docket, heard: Heard) -> None:
    """It was understood rightly: it counts."""
    one = await _proposed(docket, heard)
    if one is None:
        return
    await docket.unit.questions.settle(_thread(heard))
    await docket.unit.givings.confirm(one.id)
    await want_round(docket, one.community)
    await _tell(docket, heard, ReplyKey.GIVING_LISTED, _words(docket, one))


async def drop(docket: Docket, heard: Heard) -> None:
    """It was not, or is not to be listed: nothing is kept."""
    one = await _proposed(docket, heard)
    if one is None:
        return
    await docket.unit.questions.settle(_thread(heard))
    await docket.unit.givings.drop([one.id])
    await _tell(docket, heard, ReplyKey.RESOLVED_DROPPED, {})


async def _withdraw(docket: Docket, heard: Heard, kind: str) -> None:
    own = await docket.unit.givings.of_person(heard.person.id, docket.now)
    gone = [one for one in own if one.kind == kind and one.listed]
    if not gone:
        return
    await docket.unit.givings.drop([one.id for one in gone])
    await withdraw(docket, heard.person.id, [one.id for one in gone])
    for one in gone:
        await _tell(docket, heard, ReplyKey.GIVING_ENDED, _words(docket, one))


async def tell_resources(docket: Docket, heard: Heard) -> None:
    """What is held out, to one who may ask, alone."""
    await _tell_all(docket, heard, Side.RESOURCE)


async def tell_needs(docket: Docket, heard: Heard) -> None:
    """What is looked for, to one who may ask, alone."""
    await _tell_all(docket, heard, Side.NEED)


async def _tell_all(docket: Docket, heard: Heard, side: Side) -> None:
    if heard.room is not None or not MAY_LIST.intersection(heard.person.roles):
        return
    found = await docket.unit.givings.listed(heard.community, side, docket.now)
    grids = heard.person.grids
    own = [one for one in found if not grids or one.grid in grids]
    lines = [docket.office.words.render(ReplyKey.GIVING_LINE, _words(docket, one)) for one in own]
    words = {
        "kind": docket.office.words.term("giving", side),
        "count": str(len(own)),
        "choices": "".join(lines),
    }
    key = ReplyKey.GIVINGS_TOLD if own else ReplyKey.GIVINGS_NONE
    await _tell(docket, heard, key, words)


def _words(docket: Docket, one: Giving) -> dict[str, str]:
    terms = docket.office.words
    return {
        "kind": terms.term("giving", one.side),
        "category": terms.term("giving_kind", one.kind),
        "matter": one.matter,
        "count": one.amount,
        "place": one.place,
        "to": docket.office.directory.person(one.person).name,
        "until": day_of(one.until),
    }


async def _proposed(docket: Docket, heard: Heard) -> Giving | None:
    asked = await docket.unit.questions.open_for([_thread(heard)], docket.now)
    question = asked.get(_thread(heard))
    if question is None or question.kind is not QuestionKind.GIVING:
        return None
    return await docket.unit.givings.get(question.payload["giving"])


def _thread(heard: Heard) -> str:
    return thread_of(None, heard.message.channel, heard.person.id)


async def _tell(docket: Docket, heard: Heard, key: ReplyKey, words: Mapping[str, str]) -> None:
    await docket.say(Say(key=key, person=heard.person.id, parameters=words))


GIVING: Final[Mapping[Command, Callable[[Docket, Heard], Awaitable[None]]]] = MappingProxyType(
    {
        Command.GIVING_YES: confirm,
        Command.GIVING_NO: drop,
        Command.RESOURCES: tell_resources,
        Command.NEEDS: tell_needs,
    }
)
