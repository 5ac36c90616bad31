"""The board over the store: cases as the desk shows them, masked.

Comes in: the store, the admission list, the words, the lamp of a case. Goes out: `CaseRow`s and
`HistoryRow`s. Does not: write.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.desk.board import AnswerRow, CaseRow, HistoryRow
from bot.domain.case import Case, CaseEvent, CaseStatus
from bot.domain.grid import Directory
from bot.domain.knowledge import ProposalState
from bot.domain.lamps import Lamp
from bot.domain.matters import Matter
from bot.domain.people import Role, is_complaint
from bot.domain.supervision import is_supervised
from bot.ports import Signals, Store, UnitOfWork, Words

_HIDDEN = ("words", "reason", "rule", "model", "private", "place")


class Casebook:
    """See `bot.desk.board.Board`."""

    def __init__(
        self,
        *,
        store: Store,
        directory: Directory,
        matters: Mapping[str, Matter],
        words: Words,
        signals: Signals,
        lamp: Callable[[Case], Lamp],
    ) -> None:
        self._store = store
        self._directory = directory
        self._matters = matters
        self._words = words
        self._signals = signals
        self._lamp = lamp

    async def cases(self, limit: int) -> list[CaseRow]:
        """The newest cases."""
        async with self._store.reading() as unit:
            _, found = await unit.cases.latest(limit)
            return [await self._row(unit, case) for case in found]

    async def case(self, key: str) -> CaseRow | None:
        """One case."""
        async with self._store.reading() as unit:
            found = await unit.cases.get(key)
            return None if found is None else await self._row(unit, found)

    async def history(self, key: str) -> list[HistoryRow]:
        """The history of a case; restricted cases show their events without details."""
        async with self._store.reading() as unit:
            case = await unit.cases.get(key)
            if case is None:
                return []
            events = await unit.cases.history(key)
        hidden = case.is_restricted or is_complaint(case)
        return [self._event(event, hidden=hidden) for event in events]

    async def answers(self, limit: int) -> list[AnswerRow]:
        """Answers offered for the list."""
        async with self._store.reading() as unit:
            found = [
                proposal
                for state in ProposalState
                for proposal in await unit.proposals.listed(state, limit)
            ]
        return [
            AnswerRow(
                number=proposal.number,
                item_name=self._matters[proposal.item].name,
                question=proposal.question,
                answer=proposal.answer,
                state=proposal.state.value,
                proposed_at=proposal.proposed_at,
            )
            for proposal in found[:limit]
        ]

    async def position(self) -> int:
        """The number of the newest change."""
        async with self._store.reading() as unit:
            newest, _ = await unit.cases.latest(1)
            return newest

    async def changes(self, after: int, limit: int) -> tuple[int, list[CaseRow]]:
        """Cases changed after a number."""
        async with self._store.reading() as unit:
            newest, found = await unit.cases.changed_since(after, limit)
            return newest, [await self._row(unit, case) for case in found]

    async def wait(self, at_most: timedelta) -> None:
        """Until something changes, or that long."""
        await self._signals.wait("cases", at_most)

    async def _row(self, unit: UnitOfWork, case: Case) -> CaseRow:
        last = await unit.cases.last_event(case.key)
        matter = self._matters[case.item]
        public = not (case.is_restricted or is_complaint(case))
        return CaseRow(
            key=case.key,
            number=case.number,
            item=case.item,
            item_name=matter.name,
            category=case.category,
            category_name=matter.category_name,
            place="".join(p for p in (case.place.building, case.place.spot) if p and public),
            status=case.status.value,
            status_name=self._status(case),
            lamp=self._lamp(case).value,
            level=self._words.term("level", case.level.value),
            owner=self._who(case.owner) if case.owner and public else "",
            opened_at=case.opened_at,
            changed_at=last.at if last else case.touched_at,
            last_step=last.kind.value if last else "case_opened",
            private=not public,
            decided_by=f"{case.model} · {case.rule} · {case.confidence:.0%}",
        )

    def _status(self, case: Case) -> str:
        """The status, with the mark of a drill before it and that of supervision behind it."""
        mark = self._words.term("alarm", "drill") if case.drill else ""
        watched = self._words.term("alarm", "watched") if is_supervised(case) else ""
        waits = case.status is CaseStatus.DISPATCHED and case.accepted_at is None
        untold = case.untold and waits
        status = "untold" if untold else case.status.value
        return mark + self._words.term("status", status) + watched

    def _event(self, event: CaseEvent, *, hidden: bool) -> HistoryRow:
        facts = [] if hidden else [self._fact(k, v) for k, v in event.detail.items()]
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
            return self._matters[str(value)].name
        kinds = {"level": "level", "urgency": "urgency"}
        return self._words.term(kinds.get(name, name), str(value))

    def _who(self, person_id: str) -> str:
        """Staff by name, residents by their role only, the program as itself."""
        if person_id in ("bot", "timer", "desk"):
            return self._words.term("actor", person_id)
        person = self._directory.person(person_id)
        if person.is_staff or Role.BUILDING_LEADER in person.roles:
            return person.name
        return self._words.term("role", person.main_role.value)
