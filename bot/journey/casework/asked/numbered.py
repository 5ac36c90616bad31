"""Answers to a digest by the numbers of its lines: which cases they are about.

Comes in: turns. Goes out: the same turns with the numbers of the cases in the place of those of the
lines, so that everything else reads them as ever; and what the digest itself has to answer. Does
not: read what is said of them, or move anything.

Which number is meant: in words that quote a digest, that of its line. Else, alone with the bot, a
number that is marked as a case ("#2") or beyond the lines is a case; one marked as a line, or one
that no open case has, is a line of the newest digest; where both are possible it is asked. A number
and nothing else answers the bot's own question or a draft before it answers a digest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.case import Case
from bot.domain.digest import Digest
from bot.domain.question import QuestionKind
from bot.domain.turn import StoredMessage, Turn
from bot.journey.office import Office
from bot.ports import UnitOfWork
from intents.acts_digest import Answer, answer_of, takes_back
from intents.services import is_choice


class AskedFor(StrEnum):
    """What is wanted beside moves."""

    DETAILS = "details"
    UNDO = "undo"
    WHICH = "which"
    NO_SUCH_LINE = "no_such_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One message that the digest itself answers. `cases` are those of the lines, `other` is the
    case that has the number itself, `line` the number, `rest` what was said of it.
    """

    message: StoredMessage
    kind: AskedFor
    cases: tuple[Case, ...] = ()
    other: Case | None = None
    line: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A line that is named: its number and its case as it was; `asks` where something was to be
    done with it."""

    line: int
    before: Case
    asks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A turn that answers a digest: `turn` has what is left to be read, with the numbers of cases;
    `named` are the lines of which something is said, each case once.
    """

    turn: Turn
    wanted: tuple[Wanted, ...] = ()
    named: tuple[Named, ...] = ()


async def find_numbered(
    office: Office, unit: UnitOfWork, turns: Sequence[Turn], now: datetime
) -> dict[str, Numbered]:
    """Those of the turns that answer a digest, by id."""
    found: dict[str, Numbered] = {}
    for turn in turns:
        if _may_answer(office, turn):
            numbered = await _Finder(office=office, unit=unit, turn=turn, now=now).found()
            if numbered is not None:
                found[turn.id] = numbered
    return found


def _may_answer(office: Office, turn: Turn) -> bool:
    """Whether it is worth a look: by staff, alone with the bot or to what was quoted."""
    if turn.room is not None and all(message.quoted is None for message in turn.messages):
        return False
    if not office.directory.person(turn.sender).is_staff:
        return False
    return any(answer_of(m.text) is not None or takes_back(m.text) for m in turn.messages)


@dataclass(slots=True, kw_only=True)
class _Finder:
    """Looks through one turn."""

    office: Office
    unit: UnitOfWork
    turn: Turn
    now: datetime
    wanted: list[Wanted] = field(default_factory=list)
    named: dict[str, Named] = field(default_factory=dict)

    async def found(self) -> Numbered | None:
        """The turn as it is left; None where it answers no digest."""
        left = {i: await self._left(message) for i, message in enumerate(self.turn.messages)}
        if not self.wanted and not self.named:
            return None
        kept = {index: message for index, message in left.items() if message is not None}
        understood = self.turn.understanding
        if understood is not None:
            messages = tuple(understood.messages[index] for index in kept)
            understood = replace(understood, messages=messages)
        turn = replace(self.turn, messages=tuple(kept.values()), understanding=understood)
        return Numbered(turn=turn, wanted=tuple(self.wanted), named=tuple(self.named.values()))

    async def _left(self, message: StoredMessage) -> StoredMessage | None:
        """A message as it is to be read; None where the digest itself answers it."""
        if self.turn.room is None and takes_back(message.text):
            return await self._unless_undone(message)
        answer = answer_of(message.text)
        digest = None if answer is None else await self._digest(message, answer)
        if answer is None or digest is None:
            return message
        wanted = await self._meant(digest, message, answer)
        if wanted is None:
            return message
        if wanted.kind is not AskedFor.DETAILS or answer.wants_details:
            self.wanted.append(wanted)
            return None
        for line, case in zip(answer.numbers, wanted.cases, strict=True):
            self.named[case.key] = Named(line=line, before=case, asks=answer.acts)
        comma = self.office.words.term("mark", "comma")
        words = comma.join(f"#{case.number}" for case in wanted.cases) + answer.rest
        return replace(message, text=words, quoted=None, quoted_text=None)

    async def _unless_undone(self, message: StoredMessage) -> StoredMessage | None:
        undos = await self.unit.digests.undos_of(self.turn.sender)
        if all(self.now - one.at > self.office.digests.undo for one in undos):
            return message
        self.wanted.append(Wanted(message=message, kind=AskedFor.UNDO))
        return None

    async def _digest(self, message: StoredMessage, answer: Answer) -> Digest | None:
        """The digest that is quoted, else the newest; words that quote something else, or answer
        a question that waits, answer none."""
        digests, turn = self.unit.digests, self.turn
        if message.quoted is not None:
            quoted = await digests.quoted(message.channel, message.quoted)
            return quoted if quoted is not None and quoted.person == turn.sender else None
        if turn.room is not None or await self._is_asked(message, answer):
            return None
        return await digests.newest(turn.sender)

    async def _is_asked(self, message: StoredMessage, answer: Answer) -> bool:
        """Whether it answers a question or draft: a number and nothing else, a choice of pairs."""
        thread = self.turn.thread
        asked = (await self.unit.questions.open_for([thread], self.now)).get(thread)
        if asked is not None and asked.kind is QuestionKind.PAIRS and is_choice(message.text):
            return True
        if answer.rest or answer.marked:
            return False
        if await self.unit.drafts.waiting(self.turn.sender, self.now):
            return True
        return asked is not None

    async def _meant(self, digest: Digest, message: StoredMessage, answer: Answer) -> Wanted | None:
        """The cases of the lines; None where cases are meant by their own numbers."""
        sure = answer.marked or message.quoted is not None
        beyond = [number for number in answer.numbers if not 1 <= number <= len(digest.cases)]
        if beyond:
            none = Wanted(message=message, kind=AskedFor.NO_SUCH_LINE, line=beyond[0])
            return none if sure or await self._misses(digest, beyond[0], answer) else None
        keys = [digest.cases[number - 1] for number in answer.numbers]
        cases = [case for key in keys if (case := await self.unit.cases.get(key)) is not None]
        if len(cases) < len(keys):
            return None
        for number, case in zip(answer.numbers, cases, strict=True) if not sure else ():
            other = await self.unit.cases.numbered(case.community, number)
            if other is not None and other.is_open and other.key != case.key:
                return Wanted(
                    message=message,
                    kind=AskedFor.WHICH,
                    cases=(case,),
                    other=other,
                    line=number,
                    rest=answer.rest,
                )
        return Wanted(message=message, kind=AskedFor.DETAILS, cases=tuple(cases))

    async def _misses(self, digest: Digest, number: int, answer: Answer) -> bool:
        """Whether something was to be done with a line that is not there, and with no case of that
        number either."""
        first = await self.unit.cases.get(digest.cases[0]) if digest.cases else None
        if first is None or not answer.acts:
            return False
        return await self.unit.cases.numbered(first.community, number) is None
