"""What people answer about services: a leader chooses pairs, both sides agree, one says that it is
done, the one who needed it confirms.

Comes in: commands that answer what was asked, needs and resources that were withdrawn. Goes out:
moves of services, words to people alone. Does not: pair, ask by the clock, or say anything in a
group.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.facts import Period
from bot.domain.giving import MAY_LIST
from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.service import DONE, Part, Service, ServiceState, Why, Word
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.pledging import choose, turn_down
from bot.journey.unmet import wanted_of
from bot.journey.words.served import fall, go_on, look_again, names, of_service, tell, want_round
from intents.decisions import Command
from intents.services import read_choice

_YEAR: Final = 12
_MOST: Final = 10


async def _choose(docket: Docket, heard: Heard) -> None:
    """Which of the pairs that were proposed are to be tried; the others stay proposed."""
    question = await _question(docket, heard, QuestionKind.PAIRS)
    choice = read_choice(heard.message.text)
    if question is None or choice is None:
        return
    every = tuple(int(number) for number in question.payload)
    wanted = every if choice.wanted is None else choice.wanted
    declined = every if choice.declined is None else choice.declined
    lines: dict[ReplyKey, list[str]] = defaultdict(list)
    for numbers, to in ((wanted, ServiceState.ACCEPTED), (declined, ServiceState.DECLINED)):
        for key, line in await _move_each(docket, heard, question, numbers, to):
            lines[key].append(line)
    payload = {
        number: id_
        for number, id_ in question.payload.items()
        if int(number) not in {*wanted, *declined}
    }
    await docket.unit.questions.settle(question.thread)
    if payload:
        await docket.unit.questions.ask(replace(question, payload=payload))
    elif ReplyKey.PAIRS_DECLINED in lines:
        await want_round(docket, heard.community, docket.now)
    for key, some in lines.items():
        await _tell(docket, heard, key, {"choices": "".join(some)})
    if not lines:
        await _tell(docket, heard, ReplyKey.PAIRS_TOLD, {})


async def _move_each(
    docket: Docket,
    heard: Heard,
    question: Question,
    numbers: Sequence[int],
    to: ServiceState,
) -> list[tuple[ReplyKey, str]]:
    """Those that were still open, as lines, each with what is said of it."""
    why = Why.NOT_WANTED if to is ServiceState.DECLINED else None
    lines = []
    for number in numbers:
        one = await docket.unit.services.get(question.payload.get(str(number), ""))
        if one is not None and one.state is ServiceState.PROPOSED:
            words = of_service(docket, one) | {"number": str(number)}
            if not await _settle(docket, one, to, heard.person.id, why):
                continue
            line = docket.office.words.render(ReplyKey.PAIR_LINE, words)
            taken = ReplyKey.CLAIMS_TAKEN if one.is_claim else ReplyKey.PAIRS_TAKEN
            done = taken if to is ServiceState.ACCEPTED else ReplyKey.PAIRS_DECLINED
            lines.append((done, line))
    return lines


async def _settle(docket: Docket, one: Service, to: ServiceState, by: str, why: Why | None) -> bool:
    """As the leader chose; False where a claim came too late, as nothing is lacking any more."""
    if not one.is_claim:
        await go_on(docket, one, to, by, why)
    elif to is ServiceState.ACCEPTED:
        return await choose(docket, one, by)
    else:
        await turn_down(docket, one, by)
    return True


async def _agree(docket: Docket, heard: Heard) -> None:
    """He agrees, or it is done, whichever he was asked."""
    question, one = await _asked(docket, heard)
    if question is None or one is None:
        return
    await docket.unit.questions.settle(question.thread)
    part, by = Part(question.payload["part"]), heard.person.id
    match one.state:
        case ServiceState.ACCEPTED:
            await _consent(docket, heard, one.with_word(part, Word.YES))
        case ServiceState.UNDER_WAY:
            done = await go_on(docket, one, ServiceState.DELIVERED, by)
            if part is Part.NEEDER:
                await _confirm(docket, done, by)
            await _tell(docket, heard, ReplyKey.SERVICE_NOTED, {})
        case ServiceState.DELIVERED if part is Part.NEEDER:
            await _confirm(docket, one, by)
            await _tell(docket, heard, ReplyKey.SERVICE_NOTED, {})
        case _:
            pass


async def _consent(docket: Docket, heard: Heard, one: Service) -> None:
    if {one.giver_word, one.needer_word} != {Word.YES}:
        await look_again(docket, one, one.next_at)
        await _tell(docket, heard, ReplyKey.SERVICE_NOTED, {})
        return
    await go_on(docket, one, ServiceState.AGREED, heard.person.id)
    words = of_service(docket, one)
    told = {Part.GIVER: ReplyKey.SERVICE_GIVES, Part.NEEDER: ReplyKey.SERVICE_GETS}
    for part, key in told.items():
        await tell(docket, one, part, key, words | names(docket, one, part.other))
    await docket.say(Say(key=ReplyKey.SERVICE_STANDS, person=one.leader, parameters=words))


async def _confirm(docket: Docket, one: Service, by: str) -> None:
    """The one who needed it has it: when he has all of it he looks for it no longer. Who gave it is
    thanked.
    """
    await go_on(docket, one, ServiceState.CONFIRMED, by)
    need = await docket.unit.givings.get(one.need)
    others = await docket.unit.services.with_givings([one.need])
    met = sum(other.heads for other in others if other.need == one.need and other.takes_up)
    if need is not None and met >= wanted_of(need):
        await docket.unit.givings.drop([one.need])
    words = of_service(docket, one) | names(docket, one, Part.NEEDER)
    await tell(docket, one, Part.GIVER, ReplyKey.SERVICE_THANKS, words)


async def _refuse(docket: Docket, heard: Heard) -> None:
    """He does not want it, or it was not done."""
    question, one = await _asked(docket, heard)
    if question is None or one is None:
        return
    await docket.unit.questions.settle(question.thread)
    side = Why.GIVER if question.payload["part"] == Part.GIVER else Why.NEEDER
    why = side if one.state is ServiceState.ACCEPTED else Why.NOT_DONE
    await fall(docket, one, heard.person.id, why)
    await _tell(docket, heard, ReplyKey.SERVICE_NOTED, {})


async def _put_off(docket: Docket, heard: Heard) -> None:
    """Not yet: he is asked again after some days."""
    question, one = await _asked(docket, heard)
    if question is None or one is None or one.state is not ServiceState.UNDER_WAY:
        return
    await docket.unit.questions.settle(question.thread)
    waits = replace(one, giver_word=Word.NONE, needer_word=Word.NONE)
    await look_again(docket, waits, docket.now + docket.office.services.ask_after)
    await _tell(docket, heard, ReplyKey.SERVICE_NOTED, {})


async def _list(docket: Docket, heard: Heard) -> None:
    """How this year's services stand, to one who may ask, alone: no names, no words."""
    if heard.room is not None or not MAY_LIST.intersection(heard.person.roles):
        return
    today = docket.now.astimezone(SHANGHAI).date()
    year = Period.of_days(today.replace(month=1, day=1), today.replace(month=_YEAR, day=31))
    grids = heard.person.grids
    own = [
        one
        for one in await docket.unit.services.drawn_up(year)
        if one.community == heard.community and (not grids or one.grid in grids)
    ]
    terms = docket.office.words
    lines = [
        terms.render(
            ReplyKey.SERVICE_LINE,
            {
                "category": terms.term("giving_kind", one.kind),
                "count": str(one.heads) if one.heads > 1 else "",
                "status": terms.term("service", one.state),
                "why": terms.term("service_why", one.why) if one.why else "",
            },
        )
        for one in own[-_MOST:]
    ]
    held = sum(one.state in DONE for one in own)
    words = {"count": str(len(own)), "held": str(held), "choices": "".join(lines)}
    key = ReplyKey.SERVICES_TOLD if own else ReplyKey.SERVICES_NONE
    await _tell(docket, heard, key, words)


async def _question(docket: Docket, heard: Heard, kind: QuestionKind) -> Question | None:
    thread = thread_of(None, heard.message.channel, heard.person.id)
    question = (await docket.unit.questions.open_for([thread], docket.now)).get(thread)
    return question if question is not None and question.kind is kind else None


async def _asked(docket: Docket, heard: Heard) -> tuple[Question | None, Service | None]:
    """What he was asked, and the service it is about while it lasts."""
    question = await _question(docket, heard, QuestionKind.SERVICE)
    if question is None:
        return None, None
    one = await docket.unit.services.get(question.payload["service"])
    return question, one if one is not None and not one.is_over else None


async def _tell(docket: Docket, heard: Heard, key: ReplyKey, words: Mapping[str, str]) -> None:
    await docket.say(Say(key=key, person=heard.person.id, parameters=words))


SERVING: Final[Mapping[Command, Callable[[Docket, Heard], Awaitable[None]]]] = MappingProxyType(
    {
        Command.PAIRS_CHOSEN: _choose,
        Command.SERVICE_YES: _agree,
        Command.SERVICE_NO: _refuse,
        Command.SERVICE_LATER: _put_off,
        Command.SERVICES: _list,
    }
)
