"""What the desk reads of the cases.

Comes in: nothing; a protocol that the service implements over its store. Goes out: frozen rows,
masked already. Does not: write, or know how cases are stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.media import Kept
from bot.domain.viewing import EVERYTHING, CaseFilter, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as the list shows it.

    `key` is the internal id, `number` what people say (`#312`). `place` is masked. `lamp` is green,
    yellow, red, flashing, grey, blue, or empty. `last_step` is the code of the last event (as in
    `HistoryRow.event`), at `changed_at`. `decided_by` names the version of the text model, the rule
    and how sure they were. `private` rows show their number, category and status
    only, whatever else is filled in.
    """

    key: str
    number: int
    item: str
    item_name: str
    category: str
    category_name: str
    place: str
    status: str
    status_name: str
    lamp: str
    level: str
    owner: str
    opened_at: datetime
    changed_at: datetime
    last_step: str
    private: bool = False
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One event of a case; `event` is its code, `actor` who did it and `detail` what, both
    masked."""

    at: datetime
    event: str
    actor: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """Words that a case came from, or that were said about it; `who` is a role, or a name where
    the words are not masked."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRow:
    """A picture of a case, or a recording (`spoken`); `who` it came from. `state` is kept, wanted
    (still on its way) or refused; only what is kept has a size (`seconds` of a recording), and can
    be asked for by its `id`. `form` is its media type."""

    id: str
    at: datetime
    who: str
    state: str
    width: int = 0
    height: int = 0
    spoken: bool = False
    seconds: int = 0
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LackRow:
    """What a case lacks: of what `kind`, how much of it, how much nobody has taken on; the masked
    `words` it was asked for with; who took on how much of it, and how far that is.
    """

    kind: str
    wanted: str
    left: str
    words: str
    taken: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page shows of one case. `words` are masked unless `unmasked`; `unmaskable`: this
    viewer may ask for them as they were said."""

    case: CaseRow
    history: Sequence[HistoryRow] = ()
    words: Sequence[SaidRow] = ()
    pictures: Sequence[PictureRow] = ()
    lacks: Sequence[LackRow] = ()
    unmaskable: bool = False
    unmasked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """An answer that staff gave to a question, offered for the list of answers; both texts tell of
    nobody. `state` is proposed, accepted or declined."""

    number: int
    item_name: str
    question: str
    answer: str
    state: str
    proposed_at: datetime


class Board(Protocol):
    """The cases as the desk reads them, each viewer those of his area. Any number of callers at
    once."""

    async def cases(
        self, viewer: Viewer, limit: int, /, wanted: CaseFilter = EVERYTHING, lamp: str = ""
    ) -> Sequence[CaseRow]:
        """The newest cases, the last opened first; only those `wanted`, with this lamp."""

    async def read(self, viewer: Viewer, key: str, /) -> Reading | None:
        """One case with its history and its words, None where there is none that he sees."""

    async def unmask(self, viewer: Viewer, key: str, /) -> Reading | None:
        """The same with the words as they were said, which is written into the history first; None
        where he may not."""

    async def picture(self, viewer: Viewer, key: str, picture: str, /) -> Kept | None:
        """A picture or recording that is kept with a case, None where there is none that he sees. A
        look at what is restricted is written into the history first."""

    async def answers(self, limit: int, /) -> Sequence[AnswerRow]:
        """Answers offered for the list, those that wait for a word first, each newest first."""

    async def position(self) -> int:
        """The sequence number of the last change, 0 before the first; it never goes back."""

    async def changes(
        self, viewer: Viewer, after: int, limit: int, /
    ) -> tuple[int, Sequence[CaseRow]]:
        """Rows changed since `after`, oldest change first, each once and as it is now, and the
        sequence number that goes on from there (`after` itself where nothing changed)."""

    async def wait(self, at_most: timedelta, /) -> None:
        """Return when something has changed, or after `at_most`; earlier does no harm."""
