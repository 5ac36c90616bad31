"""The board over the store: cases as the desk shows them, masked.

Comes in: the store, the admission list, the words, the lamp of a case. Goes out: `CaseRow`s and
`HistoryRow`s. Does not: write.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.desk.books.board import (
    AnswerRow,
    CaseRow,
    HistoryRow,
    LackRow,
    PictureRow,
    Reading,
    SaidRow,
)
from bot.domain.case import Case, CaseEvent, CaseStatus, EventKind
from bot.domain.giving import Giving
from bot.domain.grid import Directory
from bot.domain.knowledge import Proposal, ProposalState
from bot.domain.lamps import Clocked, Lamp
from bot.domain.matters import Matter
from bot.domain.media import Kept
from bot.domain.people import Role
from bot.domain.place import open_place
from bot.domain.service import HOLDS, Service
from bot.domain.supervision import is_supervised
from bot.domain.viewing import AT_THE_DESK, EVERYTHING, CaseFilter, Viewed, Viewer
from bot.ports import Clock, Signals, Store, UnitOfWork, Words
from intents.contacts import mask

_OF_ALL: Final = frozenset({Lamp.GREY.value, Lamp.BLUE.value})
"""Lamps that cases have which are over, too."""

_AT_A_TIME: Final = 2_000
"""Cases that are looked through for a lamp at a time, the newest first, until there are enough."""

_HIDDEN = ("words", "reason", "rule", "model", "private", "place", "account", "picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Casebook:
    """See `bot.desk.books.board.Board`."""

    store: Store
    directory: Callable[[], Directory]
    matters: Mapping[str, Matter]
    words: Words
    signals: Signals
    lamp: Callable[[Clocked], Lamp]
    clock: Clock

    async def cases(
        self, viewer: Viewer, limit: int, wanted: CaseFilter = EVERYTHING, lamp: str = ""
    ) -> list[CaseRow]:
        """The newest cases. Lamps are not stored: of many cases those with one are picked."""
        # Nobody finds out by asking again and again what he is not shown.
        wanted = replace(wanted, items=self._named(wanted.words), said=_looks(viewer))

        async def look(unit: UnitOfWork) -> list[CaseRow]:
            asked = await self._lit(unit, viewer, wanted, lamp, limit) if lamp else wanted
            found = await unit.board.latest(viewer.scope, limit, asked)
            seen = [case for case in found if _tells(viewer, case, wanted)]
            return [await self._row(unit, case, viewer) for case in seen]

        return await self.store.look(look)

    async def _lit(
        self, unit: UnitOfWork, viewer: Viewer, wanted: CaseFilter, lamp: str, limit: int
    ) -> CaseFilter:
        """Those of the wanted ones that he is shown with this lamp. What is over is grey or
        blue."""
        if lamp not in _OF_ALL:
            wanted = replace(wanted, open_only=True)
        keys: list[str] = []
        while len(keys) < limit:
            found = await unit.board.outlines(viewer.scope, _AT_A_TIME, wanted)
            seen = (case for case in found if _tells(viewer, case, wanted))
            keys += [case.key for case in seen if self.lamp(case).value == lamp]
            if len(found) < _AT_A_TIME:
                break
            wanted = replace(wanted, before=(found[-1].opened_at, found[-1].number))
        return replace(EVERYTHING, keys=tuple(keys[:limit]))

    async def read(self, viewer: Viewer, key: str) -> Reading | None:
        """One case."""

        async def look(unit: UnitOfWork) -> Reading | None:
            case = await unit.cases.get(key)
            if case is None or not viewer.sees(case):
                return None
            row = await self._row(unit, case, viewer)
            if row.private:
                return Reading(case=row, unmaskable=viewer.unmasks(case))
            words = [] if viewer.person is None else await self._said(unit, case, mask)
            return Reading(
                case=row,
                history=await self._history(unit, case),
                words=words,
                pictures=await self._pictures(unit, case) if _looks(viewer) else [],
                lacks=await self._lacks(unit, case) if _looks(viewer) else [],
                unmaskable=viewer.unmasks(case),
            )

        return await self.store.look(look)

    async def unmask(self, viewer: Viewer, key: str) -> Reading | None:
        """One case with everything that was said: the trace first, in the same transaction."""

        async def work(unit: UnitOfWork) -> Reading | None:
            case = await unit.cases.get(key)
            if case is None or viewer.person is None or not viewer.unmasks(case):
                return None
            await self._trace(unit, case, viewer.person.id, {"account": viewer.name})
            return Reading(
                case=replace(await self._row(unit, case, viewer), private=False),
                history=await self._history(unit, case),
                words=await self._said(unit, case, None),
                pictures=await self._pictures(unit, case),
                unmasked=True,
            )

        return await self.store.work(work)

    async def picture(self, viewer: Viewer, key: str, picture: str) -> Kept | None:
        """A picture or recording of a case; what is not shown openly leaves a trace."""

        async def work(unit: UnitOfWork) -> Kept | None:
            case = await unit.cases.get(key)
            if case is None or not viewer.sees(case) or not _looks(viewer):
                return None
            kept = await unit.media.kept(key, picture)
            if kept is None:
                return None
            if viewer.masks(case):
                if viewer.person is None or not viewer.unmasks(case):
                    return None
                seen = {"account": viewer.name, "picture": picture}
                await self._trace(unit, case, viewer.person.id, seen)
            return kept

        return await self.store.work(work)

    async def _trace(
        self, unit: UnitOfWork, case: Case, who: str, detail: Mapping[str, str]
    ) -> None:
        """Somebody has looked at what is not shown openly."""
        now = self.clock.now()
        seen = CaseEvent(case=case.key, at=now, kind=EventKind.SEEN, actor=who, detail=detail)
        await unit.cases.record([seen])

    async def _pictures(self, unit: UnitOfWork, case: Case) -> list[PictureRow]:
        return [
            PictureRow(
                id=one.id,
                at=one.said_at,
                who=self._who(one.sender),
                state=one.state.value,
                width=one.width,
                height=one.height,
                spoken=one.is_spoken,
                seconds=one.seconds,
                form=one.form,
            )
            for one in await unit.media.of_case(case.key)
        ]

    async def _lacks(self, unit: UnitOfWork, case: Case) -> list[LackRow]:
        """While it is asked for: what is over is in the history."""
        found = await unit.givings.of_cases(self.clock.now())
        needs = [one for one in found if one.of_case == case.key]
        taken = await unit.services.with_givings([one.id for one in needs])
        return [
            self._lack(one, [x for x in taken if x.need == one.id and x.state in HOLDS])
            for one in reversed(needs)
        ]

    def _lack(self, need: Giving, taken: Sequence[Service]) -> LackRow:
        unit = self.words.term("giving_unit", need.kind)
        left = need.wanted - sum(one.heads for one in taken if one.takes_up)
        return LackRow(
            kind=self.words.term("giving_kind", need.kind),
            wanted=f"{need.wanted}{unit}",
            left=f"{left}{unit}" if left > 0 else "",
            words=need.matter,
            taken=[
                (
                    self._who(one.giver),
                    f"{one.heads}{unit}",
                    self.words.term("service", one.state.value),
                )
                for one in taken
            ],
        )

    async def _history(self, unit: UnitOfWork, case: Case) -> list[HistoryRow]:
        return [self._event(event) for event in await unit.cases.history(case.key)]

    async def _said(
        self, unit: UnitOfWork, case: Case, masked: Callable[[str], str] | None
    ) -> list[SaidRow]:
        """What was said; who said it by his role, and by name where nothing is masked."""
        return [
            SaidRow(
                at=at,
                who=self._who(sender) if masked else self.directory().person(sender).name,
                text=masked(text) if masked else text,
            )
            for sender, text, at, _ in await unit.cases.words_of(case.key)
        ]

    async def answers(self, limit: int) -> list[AnswerRow]:
        """Answers offered for the list."""

        async def look(unit: UnitOfWork) -> list[Proposal]:
            return [
                proposal
                for state in ProposalState
                for proposal in await unit.proposals.listed(state, limit)
            ]

        found = await self.store.look(look)
        return [
            AnswerRow(
                number=proposal.number,
                item_name=self.matters[proposal.item].name,
                question=proposal.question,
                answer=proposal.answer,
                state=proposal.state.value,
                proposed_at=proposal.proposed_at,
            )
            for proposal in found[:limit]
        ]

    async def position(self) -> int:
        """The number of the newest change."""
        newest, _ = await self.store.look(lambda unit: unit.cases.latest(1))
        return newest

    async def changes(self, viewer: Viewer, after: int, limit: int) -> tuple[int, list[CaseRow]]:
        """Cases changed after a number."""

        async def look(unit: UnitOfWork) -> tuple[int, list[CaseRow]]:
            newest, found = await unit.cases.changed_since(after, limit)
            seen = [case for case in found if viewer.sees(case)]
            return newest, [await self._row(unit, case, viewer) for case in seen]

        return await self.store.look(look)

    def _named(self, words: str) -> tuple[str, ...]:
        """Items whose names hold these words."""
        return tuple(code for code, m in self.matters.items() if words and words in m.name)

    async def wait(self, at_most: timedelta) -> None:
        """Until something changes, or that long."""
        await self.signals.wait("cases", at_most)

    async def _row(self, unit: UnitOfWork, case: Case, viewer: Viewer) -> CaseRow:
        last = await unit.cases.last_event(case.key)
        matter = self.matters[case.item]
        public = not viewer.masks(case)
        return CaseRow(
            key=case.key,
            number=case.number,
            item=case.item,
            item_name=matter.name,
            category=case.category,
            category_name=matter.category_name,
            place=open_place(case.place) if public else "",
            status=case.status.value,
            status_name=self._status(case),
            lamp=self.lamp(case).value,
            level=self.words.term("level", case.level.value),
            owner=self._who(case.owner) if case.owner and public else "",
            opened_at=case.opened_at,
            changed_at=last.at if last else case.touched_at,
            last_step=last.kind.value if last else "case_opened",
            private=not public,
            decided_by=f"{case.model} · {case.rule} · {case.confidence:.0%}",
        )

    def _status(self, case: Case) -> str:
        """The status, with the mark of a drill before it and that of supervision behind it."""
        mark = self.words.term("alarm", "drill") if case.drill else ""
        watched = self.words.term("alarm", "watched") if is_supervised(case) else ""
        waits = case.status is CaseStatus.DISPATCHED and case.accepted_at is None
        untold = case.untold and waits
        status = "untold" if untold else case.status.value
        return mark + self.words.term("status", status) + watched

    def _event(self, event: CaseEvent) -> HistoryRow:
        facts = [self._fact(name, value) for name, value in event.detail.items()]
        return HistoryRow(
            at=event.at,
            event=event.kind.value,
            actor=self._who(event.actor),
            detail=" ".join(fact for fact in facts if fact),
        )

    def _fact(self, name: str, value: object) -> str:
        if name in _HIDDEN or value is None or name == "by":
            return ""
        if name in ("to", "member"):
            return self._who(str(value))
        if name == "item":
            return self.matters[str(value)].name
        kinds = {"level": "level", "urgency": "urgency"}
        return self.words.term(kinds.get(name, name), str(value))

    def _who(self, person_id: str) -> str:
        """Staff by name, residents by their role only, the program as itself."""
        if person_id in ("bot", "timer", AT_THE_DESK):
            return self.words.term("actor", person_id)
        person = self.directory().person(person_id)
        if person.is_staff or Role.BUILDING_LEADER in person.roles:
            return person.name
        return self.words.term("role", person.main_role.value)


def _tells(viewer: Viewer, case: Viewed, wanted: CaseFilter) -> bool:
    """Whether a case is his, and its place or what list it stands in, where that was asked for, his
    to know."""
    listed = wanted.building or wanted.keys is not None
    return viewer.counts(case) if listed else viewer.sees(case)


def _looks(viewer: Viewer) -> bool:
    """Whether he is shown words and pictures: who works on cases, and who tries it out where nobody
    signs in."""
    return viewer.person is not None or not viewer.name
