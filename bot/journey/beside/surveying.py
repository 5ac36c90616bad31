"""Beside casework: the silent ones of a survey are asked once more, and its end is told.

Comes in: surveys in rows, the clock. Goes out: words to those who have not answered, alone; to the
one who asked, how far it is when its time is over. Does not: tell anybody who is behind but him.
"""

from collections.abc import Sequence

from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.survey import Survey, Target
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.words.standing import how_far, listed, of_survey
from bot.ports import Store, UnitOfWork


class Surveying:
    """One transaction for what is due."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store

    async def run_once(self) -> int:
        """Ask and tell what is due; how many surveys."""
        now = self._office.clock.now()
        if not await self._store.look(lambda unit: unit.surveys.due(now)):
            return 0
        done = await self._store.work(self._work)
        self._office.signals.notify("outbox")
        return done

    async def _work(self, unit: UnitOfWork) -> int:
        now = self._office.clock.now()
        surveys = await unit.surveys.due(now)
        for survey in surveys:
            docket = Docket(office=self._office, unit=unit, now=now, cause=f"{survey.id}/{now}")
            targets = await unit.surveys.targets(survey.id)
            over = survey.until <= now
            if over:
                words = how_far(self._office, survey, targets)
                await docket.say(
                    Say(key=ReplyKey.SURVEY_OVER, person=survey.asked_by, parameters=words)
                )
            else:
                await _ask_again(docket, survey, targets)
            await docket.flush()
            await unit.surveys.mark(survey.id, reminded=True, over=over)
        return len(surveys)


async def _ask_again(docket: Docket, survey: Survey, targets: Sequence[Target]) -> None:
    silent: dict[str, list[str]] = {}
    for one in targets:
        if one.found is None and one.leader is not None:
            silent.setdefault(one.leader, []).append(one.building)
    for leader, buildings in silent.items():
        words = of_survey(survey) | {"choices": listed(buildings)}
        await docket.say(Say(key=ReplyKey.SURVEY_AGAIN, person=leader, parameters=words))
