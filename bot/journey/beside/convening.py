"""Beside casework: whoever sees to what a meeting has decided is asked on its last day, and what
lies before a meeting is told before it.

Comes in: resolutions in rows, the days of meetings, the clock. Goes out: words to people, alone.
Does not: ask anybody more often than the office wants, or tell a group who is behind.
"""

from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.resolution import Resolution, asked
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.words.resolved import of_resolution
from bot.ports import Store, UnitOfWork


class Convening:
    """One transaction for what is due."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store

    async def run_once(self) -> int:
        """Ask what is due; how many."""
        now = self._office.clock.now()
        if not await self._store.look(lambda unit: unit.resolutions.due(now)):
            return 0
        done = await self._store.work(self._work)
        self._office.signals.notify("outbox")
        return done

    async def _work(self, unit: UnitOfWork) -> int:
        now = self._office.clock.now()
        due = await unit.resolutions.due(now)
        for one in due:
            cause = f"{one.id}/{one.asked + 1}"
            docket = Docket(office=self._office, unit=unit, now=now, cause=cause)
            await _ask(docket, one)
            await docket.flush()
        return len(due)


async def _ask(docket: Docket, one: Resolution) -> None:
    """How far it is; from the second time on whoever wrote it down hears that it is late."""
    person = one.asks
    words = of_resolution(one)
    if person != one.by and one.asked:
        say = Say(key=ReplyKey.RESOLUTION_LATE_TOLD, person=one.by, parameters=words)
        await docket.say(say)
    if await docket.say(Say(key=ReplyKey.RESOLUTION_ASKED, person=person, parameters=words)):
        channel = docket.private_channel(person) or ""
        question = Question(
            thread=thread_of(None, channel, person),
            kind=QuestionKind.SEEN_TO,
            case=None,
            until=docket.now + docket.office.settings.question_patience,
            payload={"resolution": one.id},
        )
        await docket.unit.questions.ask(question)
    await docket.unit.resolutions.change(asked(one, docket.now, docket.office.meetings))
