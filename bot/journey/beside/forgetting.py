"""Beside the stations: what people wish about themselves is carried out (domain rules §11.1,
PIPL 44-47).

Comes in: wishes in rows. Goes out: cases that are over without the person, cases that are not with
masked words. Does not: take wishes (casework does) nor erase
talk (erasing does). Doing it twice changes nothing. What staff said in office about the cases of
others is a record of the office and stays.
"""

import logging

from bot.domain.case import Case, CaseEvent, EventKind
from bot.domain.forgetting import STAND_IN, disguised, disguised_event, masked
from bot.domain.wishes import Wish, WishKind, person_of
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.words.served import withdraw
from bot.ports import Store, UnitOfWork
from intents.contacts import mask

log = logging.getLogger(__name__)

_ACTOR = "bot"


class Forgetting:
    """One transaction for every person that wants to be forgotten."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store

    async def run_once(self) -> int:
        """Carry out what is wished; how many cases changed."""
        wishes = await self._store.look(lambda unit: unit.wishes.all())
        changed = 0
        for wish in wishes:
            if wish.kind is WishKind.FORGET:
                changed += await self._forget(wish)
        if changed:
            self._office.signals.notify("cases")
        return changed

    async def _forget(self, wish: Wish) -> int:
        person = person_of(wish)
        staff = self._office.directory.person(person).is_staff

        async def work(unit: UnitOfWork) -> int:
            changed, left = 0, False
            for key in await unit.personal.cases_of(person):
                case = await unit.cases.get(key)
                if case is None or (staff and person not in (case.reporter, case.concerned)):
                    continue
                left = left or case.is_open
                act = self._mask if case.is_open else self._disguise
                changed += await act(unit, case, person)
            if not left:
                await unit.personal.drop_told(None, person)
                await self._leave_services(unit, person)
                await unit.personal.drop_helped(person)
                for kind in (WishKind.FORGET, WishKind.THANKS):
                    await unit.wishes.drop(wish.about, kind)
                log.info("forgotten", extra={"cases": changed})
            return changed

        return await self._store.work(work)

    async def _leave_services(self, unit: UnitOfWork, person: str) -> None:
        """What he gave or needed comes to nothing; who was told of it hears so."""
        now = self._office.clock.now()
        docket = Docket(office=self._office, unit=unit, now=now, cause=f"forgotten/{now}")
        own = await unit.givings.of_person(person, now)
        await withdraw(docket, person, [one.id for one in own])
        await docket.flush()

    async def _mask(self, unit: UnitOfWork, case: Case, person: str) -> int:
        """It is still worked on: whose it is has to be known, numbers and names have not."""
        changed = masked(case, mask) if case.reporter == person else case
        said = await unit.personal.change_words(case.key, person, mask, None)
        await unit.personal.change_whistles(case.key, person, mask, None)
        if changed != case:
            await unit.cases.change(changed)
        return int(changed != case or said > 0)

    async def _disguise(self, unit: UnitOfWork, case: Case, person: str) -> int:
        await unit.cases.change(disguised(case, person, mask))
        await unit.personal.change_words(case.key, person, mask, STAND_IN)
        await unit.personal.change_whistles(case.key, person, mask, STAND_IN)
        await unit.personal.drop_told(case.key, person)
        await unit.media.erase_of(person, case.key)
        if not self._office.directory.person(person).is_staff:
            await unit.personal.rewrite_history(
                case.key,
                lambda event: disguised_event(event, person, mask),
                CaseEvent(
                    case=case.key,
                    at=self._office.clock.now(),
                    kind=EventKind.FORGOTTEN,
                    actor=_ACTOR,
                    detail={},
                ),
            )
        return 1
