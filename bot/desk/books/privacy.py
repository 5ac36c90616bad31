"""The privacy desk over the store: whose data, what is held, what becomes of it (domain rules §11).

Comes in: the store, who people are, what matters are called. Goes out: rows of
`bot.desk.books.privacy_rows`; wishes for those who carry them out. Does not: erase (forgetting
does), or show anybody's data without a line in its history, in the same transaction. Only those see
it who may read restricted cases, and of cases only theirs; never a complaint about themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.desk.books.privacy_rows import Candidate, Dossier, HeldCase, RequestRow, Step, StepRow
from bot.domain.case import Case, CaseEvent, EventKind
from bot.domain.grid import Directory
from bot.domain.matters import Matter
from bot.domain.media import MediaState
from bot.domain.records import of_data
from bot.domain.requests import ANSWERED, ENTERED, answer_until, request_lamp
from bot.domain.viewing import Viewer
from bot.domain.wishes import CameBy, Wish, WishKind, about_person, person_of
from bot.ports import Clock, Signals, Store, UnitOfWork, Words
from intents.contacts import mask

_LONGEST: Final = 200
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Databook:
    """See `bot.desk.books.privacy_rows.PrivacyBook`. `term` is how long an answer may take,
    `channels` are the platforms on which people have accounts.
    """

    store: Store
    directory: Callable[[], Directory]
    matters: Callable[[], Mapping[str, Matter]]
    words: Words
    clock: Clock
    signals: Signals
    channels: tuple[str, ...]
    term: timedelta

    async def requests(self, viewer: Viewer) -> list[RequestRow]:
        """Those that wait, the oldest first."""

        async def look(unit: UnitOfWork) -> list[RequestRow]:
            wishes = [wish for wish in await unit.wishes.all() if wish.kind in ANSWERED]
            return [
                self._request(wish)
                for wish in wishes
                if await self._held(unit, viewer, person_of(wish)) is not None
            ]

        return await self.store.look(look) if viewer.is_trusted else []

    async def find(self, viewer: Viewer, text: str) -> list[Candidate]:
        """Who may be meant."""
        wanted = text.strip().lstrip("#\uff03")
        if not viewer.is_trusted or not wanted:
            return []

        async def work(unit: UnitOfWork) -> list[Candidate]:
            by_case: list[Candidate] = []
            if wanted.isdecimal() and len(wanted) <= _MOST_DIGITS:
                by_case = await self._of_case(unit, viewer, int(wanted))
            return by_case + await self._named(unit, viewer, wanted)

        return await self.store.work(work)

    async def ask(self, viewer: Viewer, person: str, kind: WishKind, came_by: CameBy) -> bool:
        """Enter a request; one that waits already stays as it is."""
        if kind not in ENTERED or self.directory().person(person).id != person:
            return False

        async def work(unit: UnitOfWork) -> bool:
            if await self._held(unit, viewer, person) is None:
                return False
            if not await self._waiting(unit, person, kind):
                wish = Wish(
                    about=about_person(person),
                    kind=kind,
                    value=came_by,
                    at=self.clock.now(),
                    by=_who(viewer),
                )
                await unit.wishes.put(wish)
                await self._note(unit, viewer, person, Step.ASKED, f"{kind.value} {came_by.value}")
            return True

        return await self.store.work(work)

    async def dossier(self, viewer: Viewer, person: str) -> Dossier | None:
        """What is held in numbers."""

        async def look(unit: UnitOfWork) -> Dossier | None:
            held = await self._held(unit, viewer, person)
            return None if held is None else await self._dossier(unit, viewer, person, held)

        return await self.store.look(look)

    async def open(self, viewer: Viewer, person: str, step: Step) -> Dossier | None:
        """With the words: first the trace, in his history and in that of every case."""

        async def work(unit: UnitOfWork) -> Dossier | None:
            held = await self._held(unit, viewer, person)
            if held is None:
                return None
            await self._note(unit, viewer, person, step, "")
            await unit.cases.record([self._seen(case, viewer) for case in held])
            return await self._dossier(unit, viewer, person, held, opened=True)

        return await self.store.work(work)

    async def settle(self, viewer: Viewer, person: str, step: Step, reason: str) -> bool:
        """What was asked for is done with; what is to be erased goes the way of his own words."""
        about, now = about_person(person), self.clock.now()

        async def work(unit: UnitOfWork) -> bool:
            held = await self._held(unit, viewer, person)
            waits = [kind for kind in ENTERED if await self._waiting(unit, person, kind)]
            if held is None or not waits:
                return False
            if step is Step.ERASED:
                if WishKind.ERASE not in waits:
                    return False
                await unit.personal.end_talk(person, now)
                wish = Wish(about=about, kind=WishKind.FORGET, value="", at=now, by=_who(viewer))
                await unit.wishes.put(wish)
            for kind in waits:
                await unit.wishes.drop(about, kind)
            await self._note(unit, viewer, person, step, mask(" ".join(reason.split())[:_LONGEST]))
            return True

        done = await self.store.work(work)
        if done:
            self.signals.notify("wishes")
        return done

    async def _held(self, unit: UnitOfWork, viewer: Viewer, person: str) -> list[Case] | None:
        """His cases that the viewer may answer for; None where he may not answer for him at all."""
        if not viewer.is_trusted:
            return None
        cases = await self._cases(unit, person)
        own = [case for case in cases if viewer.unmasks(case)]
        return own if own or not cases else None

    async def _cases(self, unit: UnitOfWork, person: str) -> list[Case]:
        """Cases that know him; of staff, only those that are theirs as residents."""
        staff = self.directory().person(person).is_staff
        found = [await unit.cases.get(key) for key in await unit.personal.cases_of(person)]
        return sorted(
            (
                case
                for case in found
                if case is not None and (not staff or person in (case.reporter, case.concerned))
            ),
            key=lambda case: (case.opened_at, case.key),
            reverse=True,
        )

    async def _waiting(self, unit: UnitOfWork, person: str, kind: WishKind) -> bool:
        about = about_person(person)
        return any(w.about == about and w.kind is kind for w in await unit.wishes.all())

    async def _of_case(self, unit: UnitOfWork, viewer: Viewer, number: int) -> list[Candidate]:
        """Who reported a case, whom it concerns, who spoke about it. To know that is a look."""
        found: dict[str, Candidate] = {}
        for community in sorted({grid.community for grid in self.directory().grids}):
            case = await unit.cases.numbered(community, number)
            if case is None or not viewer.unmasks(case):
                continue
            await unit.cases.record([self._seen(case, viewer)])
            said = [sender for sender, *_ in await unit.cases.words_of(case.key)]
            for person in (case.reporter, case.concerned, *case.supporters, *said):
                if person and not self._in_office(person, case):
                    row = Candidate(person=person, name=self._name(person), number=number)
                    found.setdefault(person, row)
        return list(found.values())

    def _in_office(self, person: str, case: Case) -> bool:
        """Whether he is in a case by his office only, or known to nobody any more."""
        known = self.directory().person(person)
        own = person in (case.reporter, case.concerned)
        return known.id != person or (known.is_staff and not own)

    async def _named(self, unit: UnitOfWork, viewer: Viewer, text: str) -> list[Candidate]:
        """People with this name or account; residents the office does not know by their account
        only, on any platform, where anything is held of them.
        """
        directory = self.directory()
        known = [
            person.id
            for person in directory.people
            if text in (person.id, person.name, *(account for _, account in person.accounts))
        ]
        strangers = [text, *(f"{channel}:{text}" for channel in self.channels)]
        found: list[Candidate] = []
        for person in dict.fromkeys((*known, *strangers)):
            if directory.person(person).id != person:
                continue
            held = await self._held(unit, viewer, person)
            if held is None or not (person in known or await self._any(unit, person)):
                continue
            await self._note(unit, viewer, person, Step.FOUND, "")
            found.append(Candidate(person=person, name=self._name(person)))
        return found

    async def _any(self, unit: UnitOfWork, person: str) -> bool:
        held = await unit.personal.holdings(person)
        return bool(held.cases or held.messages or held.words or held.told or held.helped)

    async def _dossier(
        self,
        unit: UnitOfWork,
        viewer: Viewer,
        person: str,
        held: list[Case],
        *,
        opened: bool = False,
    ) -> Dossier:
        counted = await unit.personal.holdings(person)
        wishes = [w for w in await unit.wishes.all() if w.about == about_person(person)]
        return Dossier(
            person=person,
            name=self._name(person),
            messages=counted.messages,
            kept=counted.words,
            told=counted.told,
            helped=counted.helped,
            cases=[await self._case(unit, case, person, opened=opened) for case in held],
            requests=[self._request(wish) for wish in wishes if wish.kind in ANSWERED],
            history=[self._step(line) for line in await unit.cases.history(of_data(person))],
            at=self.clock.now(),
            partial=bool(viewer.person and viewer.person.grids),
            opened=opened,
        )

    async def _case(self, unit: UnitOfWork, case: Case, person: str, *, opened: bool) -> HeldCase:
        said = await unit.cases.words_of(case.key) if opened else []
        shown = [one for one in await unit.media.of_case(case.key) if one.sender == person]
        place = case.place
        return HeldCase(
            key=case.key,
            number=case.number,
            item_name=self.matters()[case.item].name,
            place="".join(part for part in (place.building, place.spot) if part) if opened else "",
            status=self.words.term("status", case.status.value),
            opened_at=case.opened_at,
            is_over=not case.is_open,
            pictures=sum(one.state is MediaState.KEPT for one in shown),
            words=[(at, text) for sender, text, at, _ in said if sender == person],
        )

    def _request(self, wish: Wish) -> RequestRow:
        person = person_of(wish)
        return RequestRow(
            person=person,
            name=self._name(person),
            kind=wish.kind.value,
            came_by=wish.value,
            since=wish.at,
            until=answer_until(wish, self.term),
            lamp=request_lamp(wish, self.term, self.clock.now()).value,
        )

    def _step(self, line: CaseEvent) -> StepRow:
        detail = line.detail
        return StepRow(
            at=line.at,
            who=self._name(line.actor),
            step=str(detail.get("step", "")),
            reason=str(detail.get("reason", "")),
        )

    def _name(self, person: str) -> str:
        return self.directory().person(person).name or person

    def _seen(self, case: Case, viewer: Viewer) -> CaseEvent:
        return CaseEvent(
            case=case.key,
            at=self.clock.now(),
            kind=EventKind.SEEN,
            actor=_who(viewer),
            detail={"account": viewer.name},
        )

    async def _note(
        self, unit: UnitOfWork, viewer: Viewer, person: str, step: Step, reason: str
    ) -> None:
        line = CaseEvent(
            case=of_data(person),
            at=self.clock.now(),
            kind=EventKind.REQUESTED,
            actor=_who(viewer),
            detail={"step": step.value, "account": viewer.name, "reason": reason},
        )
        await unit.cases.record([line])


def _who(viewer: Viewer) -> str:
    return viewer.person.id if viewer.person else ""
