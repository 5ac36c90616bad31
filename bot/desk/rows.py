"""Rows of the board as pages and the API show them; pure.

Comes in: `CaseRow`, `HistoryRow`. Goes out: mappings for JSON and templates, instants in local
time, private rows cut down to what everybody may see (domain rules §11.1: restricted cases are not
shown openly). Does not: read.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from bot.desk.books.board import CaseRow, HistoryRow, PictureRow, SaidRow
from bot.desk.speaking import Answer
from bot.desk.words import Words

CHINA: Final = timezone(timedelta(hours=8))
_PLAYABLE: Final = "audio/mpeg"
"""The form of recordings that browsers play; others are taken away as files."""

_OPEN_FIELDS: Final = (
    "key",
    "number",
    "category",
    "category_name",
    "status",
    "status_name",
    "private",
)

Shown = dict[str, str | int | bool]

BLANK_CASE: Final[Shown] = dict.fromkeys(
    (
        "key",
        "number",
        "item_name",
        "category_name",
        "place",
        "status_name",
        "lamp",
        "lamp_name",
        "level_name",
        "owner",
        "changed_at",
        "last_step_name",
        "private",
        "decided_by",
    ),
    "",
)
"""For the empty forms in pages that the script fills in."""

BLANK_EVENT: Final[Shown] = dict.fromkeys(("at", "event", "event_name", "actor", "detail"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shower:
    """Turns rows into what is shown; `words` names the codes."""

    words: Words

    def case(self, row: CaseRow) -> Shown:
        """A case; of a private one number, category and status only. Every field is always
        there."""
        shown: Shown = {
            "key": row.key,
            "number": row.number,
            "item": row.item,
            "item_name": row.item_name,
            "category": row.category,
            "category_name": row.category_name,
            "place": row.place,
            "status": row.status,
            "status_name": row.status_name,
            "lamp": row.lamp,
            "lamp_name": self._name("lamps", row.lamp),
            "level": row.level,
            "level_name": self._name("levels", row.level),
            "owner": row.owner,
            "opened_at": local(row.opened_at),
            "changed_at": local(row.changed_at),
            "last_step": row.last_step,
            "last_step_name": self._name("events", row.last_step),
            "private": row.private,
            "decided_by": row.decided_by,
        }
        if row.private:
            return {field: shown[field] if field in _OPEN_FIELDS else "" for field in shown}
        return shown

    def event(self, row: HistoryRow) -> Shown:
        """One event of a history."""
        return {
            "at": local(row.at),
            "event": row.event,
            "event_name": self._name("events", row.event),
            "actor": self._name("actors", row.actor),
            "detail": row.detail,
        }

    def said(self, row: SaidRow) -> Shown:
        """Words of a case."""
        return {"at": local(row.at), "who": row.who, "text": row.text}

    def picture(self, row: PictureRow) -> Shown:
        """A picture or recording of a case."""
        return {
            "id": row.id,
            "at": local(row.at),
            "who": row.who,
            "state": row.state,
            "width": row.width,
            "height": row.height,
            "spoken": row.spoken,
            "seconds": row.seconds,
            "playable": row.form == _PLAYABLE,
        }

    def answer(self, answer: Answer) -> Shown:
        """What the bot has answered at the desk."""
        return {"at": local(answer.at), "text": answer.text}

    def _name(self, table: str, code: str) -> str:
        return self.words.name(table, code) if code else ""


def local(at: datetime) -> str:
    """An instant as people here read it, to the second."""
    return at.astimezone(CHINA).isoformat(timespec="seconds")
