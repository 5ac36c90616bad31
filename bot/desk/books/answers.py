"""The list of answers at the desk: what staff offered, what the office wrote, what came with it.

Comes in: the store, the entries of the list. Goes out: rows for the page; proposals taken in, left
out, written, each with a line in the history of the answers. Does not: find answers, or write to
files: what is decided here is in force with the next question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.grid import Directory
from bot.domain.knowledge import Entry, Proposal, ProposalState, entry_key, own_key
from bot.domain.matters import Matter
from bot.domain.people import PERMITTED, Action
from bot.domain.records import edited, of_answers
from bot.domain.viewing import Viewer
from bot.ports import Clock, IdFactory, Store, UnitOfWork

MOST_CHARACTERS = 200
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEntry:
    """One answer: its key, how people ask, what is said, by what. `state` is proposed, own (the
    office's own words) or listed; `replaced`: own words, or none (`answer` empty), stand in the
    place of the list's.
    """

    key: str
    item: str
    item_name: str
    questions: Sequence[str]
    answer: str
    source: str
    state: str
    replaced: bool = False


class Answerbook:
    """Over the store and the list; any number of callers at once."""

    def __init__(
        self,
        *,
        store: Store,
        entries: Sequence[Entry],
        directory: Callable[[], Directory],
        matters: Callable[[], Mapping[str, Matter]],
        clock: Clock,
        ids: IdFactory,
    ) -> None:
        self._store = store
        self._entries = {entry.id: entry for entry in entries}
        self._directory = directory
        self._matters = matters
        self._clock = clock
        self._ids = ids

    async def all(self, words: str = "") -> list[AnswerEntry]:
        """What waits, what is the office's own, what came with the list; all that holds words."""

        async def look(unit: UnitOfWork) -> list[Proposal]:
            return [
                *await unit.proposals.listed(ProposalState.PROPOSED, _MOST),
                *await unit.proposals.listed(ProposalState.ACCEPTED, _MOST),
            ]

        own = await self._store.look(look)
        replaced = {one.case for one in own}
        rows = [self._of(one) for one in own]
        rows += [
            self._listed(entry)
            for entry in self._entries.values()
            if entry_key(entry.id) not in replaced
        ]
        return [row for row in rows if _holds(row, words)]

    async def one(self, key: str) -> AnswerEntry | None:
        """One of them."""
        own = await self._store.look(lambda unit: unit.proposals.of_case(key))
        if own is not None and own.state is not ProposalState.DECLINED:
            return self._of(own)
        entry = next((e for e in self._entries.values() if entry_key(e.id) == key), None)
        return self._listed(entry) if entry else None

    async def decide(self, viewer: Viewer, key: str, *, taken: bool) -> bool:
        """Take a proposal in; or leave it out, retire what is the office's own, go back to the
        list's words.
        """
        state = ProposalState.ACCEPTED if taken else ProposalState.DECLINED

        async def work(unit: UnitOfWork) -> bool:
            found = await unit.proposals.of_case(key)
            if found is None or found.state is state:
                return False
            await self._decide(unit, viewer, found, state)
            return True

        return await self._store.work(work)

    async def retire(self, viewer: Viewer, key: str) -> bool:
        """The list's answer is not given any more."""
        found = await self.one(key)
        if found is None or found.state != "listed":
            return False
        await self._put(viewer, self._blank(key, found.item))
        return True

    async def write(
        self, viewer: Viewer, key: str, item: str, questions: Sequence[str], answer: str
    ) -> str | None:
        """The office's own words, new (no key) or in the place of others; the key, None where
        something is missing.
        """
        asked = [text for question in questions if (text := " ".join(question.split()))]
        said = " ".join(answer.split())
        known = await self.one(key) if key else None
        if (key and known is None) or item not in self._matters():
            return None
        if not asked or not said or len(said) > MOST_CHARACTERS:
            return None
        blank = self._blank(key or own_key(self._ids.new("answer")), item)
        old = await self._store.look(lambda unit: unit.proposals.of_case(blank.case))
        base = replace(old, item=item) if old is not None else blank
        new = replace(base, question="\n".join(asked), answer=said)
        await self._put(viewer, new)
        return new.case

    def may(self, viewer: Viewer) -> bool:
        """Whether somebody decides what is answered: as by words, and who administers."""
        person = viewer.person
        if person is None:
            return viewer.admin
        return any(person.holds(role, None) for role in PERMITTED[Action.JUDGE])

    def items(self) -> dict[str, str]:
        """What an answer may be about."""
        return {code: matter.name for code, matter in self._matters().items()}

    def _blank(self, key: str, item: str) -> Proposal:
        return Proposal(
            case=key,
            number=0,
            community="",
            grid=None,
            item=item,
            question="",
            answer="",
            proposed_at=self._clock.now(),
        )

    async def _put(self, viewer: Viewer, proposal: Proposal) -> None:
        async def work(unit: UnitOfWork) -> None:
            await unit.proposals.put(proposal)
            await self._decide(unit, viewer, proposal, ProposalState.ACCEPTED)

        await self._store.work(work)

    async def _decide(
        self, unit: UnitOfWork, viewer: Viewer, found: Proposal, state: ProposalState
    ) -> None:
        now, by = self._clock.now(), viewer.actor
        await unit.proposals.decide(found.case, state, by=by, at=now)
        detail = {"answer": found.case, "state": state.value, "account": viewer.name}
        await unit.cases.record([edited(of_answers(), now, by, detail)])

    def _of(self, own: Proposal) -> AnswerEntry:
        listed = next((e for e in self._entries.values() if entry_key(e.id) == own.case), None)
        return AnswerEntry(
            key=own.case,
            item=own.item,
            item_name=self._name(own.item),
            questions=own.questions or (listed.questions if listed else ()),
            answer=own.answer,
            source=f"#{own.number}" if own.number else "",
            state="own" if own.state is ProposalState.ACCEPTED else own.state.value,
            replaced=listed is not None,
        )

    def _listed(self, entry: Entry) -> AnswerEntry:
        return AnswerEntry(
            key=entry_key(entry.id),
            item=entry.item,
            item_name=self._name(entry.item),
            questions=entry.questions,
            answer=entry.answer,
            source=f"{entry.source.name} {entry.source.date}",
            state="listed",
        )

    def _name(self, item: str) -> str:
        matter = self._matters().get(item)
        return matter.name if matter else item


def _holds(row: AnswerEntry, words: str) -> bool:
    text = " ".join((row.item, row.item_name, row.answer, *row.questions)).upper()
    return all(word in text for word in words.upper().split())
