"""Beside casework: both sides of a service are asked, it is under way on its day, and after it
somebody is asked once whether it was done.

Comes in: services in rows, the clock. Goes out: moves, questions to people alone. Does not: ask
anybody twice about the same, or say anything in a group.
"""

from datetime import datetime

from bot.domain.reply import ReplyKey
from bot.domain.service import Part, Service, ServiceState, Why, Word, waits_until
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.steps.pledging import choose
from bot.journey.words.served import AGAIN, CLOCK, ask, fall, go_on, look_again, names, of_service
from bot.ports import Store, UnitOfWork


class Serving:
    """One transaction for what is due."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store

    async def run_once(self) -> int:
        """Do what is due; of how many services."""
        now = self._office.clock.now()
        if not await self._store.look(lambda unit: unit.services.due(now)):
            return 0
        done = await self._store.work(self._work)
        self._office.signals.notify("outbox")
        return done

    async def _work(self, unit: UnitOfWork) -> int:
        now = self._office.clock.now()
        due = await unit.services.due(now)
        for one in due:
            docket = Docket(office=self._office, unit=unit, now=now, cause=f"{one.id}/{now}")
            await _do(docket, one)
            await docket.flush()
        return len(due)


async def _do(docket: Docket, one: Service) -> None:
    match one.state:
        case ServiceState.PROPOSED if one.is_claim:
            await choose(docket, one, CLOCK)
        case ServiceState.PROPOSED:
            await go_on(docket, one, ServiceState.DECLINED, CLOCK, Why.NO_WORD)
        case ServiceState.ACCEPTED:
            await _ask_both(docket, one)
        case ServiceState.AGREED:
            await go_on(docket, one, ServiceState.UNDER_WAY, CLOCK)
        case ServiceState.UNDER_WAY:
            await _ask_whether_done(docket, one)
        case ServiceState.DELIVERED:
            await _ask_whether_got(docket, one)
        case _:
            await look_again(docket, one, None)


async def _ask_both(docket: Docket, one: Service) -> None:
    """Whether they agree; of the other no more than what he says he wants or has."""
    until = waits_until(one, one.since, docket.office.services)
    if docket.now >= until:
        await fall(docket, one, CLOCK, Why.NO_WORD)
        return
    keys = {Part.GIVER: ReplyKey.SERVICE_ASK_GIVER, Part.NEEDER: ReplyKey.SERVICE_ASK_NEEDER}
    for part, key in keys.items():
        if one.word(part) is Word.NONE:
            word = await ask(docket, one, part, key, of_service(docket, one))
            if word is None:
                await fall(docket, one, CLOCK, Why.UNREACHABLE)
                return
            one = one.with_word(part, word)
    waits = Word.NONE in (one.giver_word, one.needer_word)
    await look_again(docket, one, min(until, docket.now + AGAIN) if waits else until)


async def _ask_whether_done(docket: Docket, one: Service) -> None:
    """First whoever gives; where he has no word for it, the one who needed it."""
    if Word.ASKED is one.needer_word:
        await fall(docket, one, CLOCK, Why.NO_WORD)
    elif Word.ASKED is one.giver_word:
        await _ask_in_turn(docket, one, Part.NEEDER, ReplyKey.SERVICE_ASK_GOT)
    else:
        await _ask_in_turn(docket, one, Part.GIVER, ReplyKey.SERVICE_ASK_DONE)


async def _ask_whether_got(docket: Docket, one: Service) -> None:
    if one.needer_word is Word.NONE:
        await _ask_in_turn(docket, one, Part.NEEDER, ReplyKey.SERVICE_ASK_GOT)
    else:
        await look_again(docket, one, None)


async def _ask_in_turn(docket: Docket, one: Service, part: Part, key: ReplyKey) -> None:
    words = of_service(docket, one) | names(docket, one, part.other)
    word = await ask(docket, one, part, key, words)
    if word is Word.NONE:
        await look_again(docket, one, docket.now + AGAIN)
        return
    await look_again(docket, one.with_word(part, Word.ASKED), _next(docket, one, word))


def _next(docket: Docket, one: Service, word: Word | None) -> datetime:
    """An answer is waited for; of whom nobody can ask nothing is."""
    if word is None:
        return docket.now
    return waits_until(one, docket.now, docket.office.services)
