"""Queries about what the bot has asked somebody and not been told yet.

Comes in: domain values. Goes out: domain values. Does not: word questions.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.domain.question import Question, QuestionKind
from bot.storage.prepared import Prepared, lots
from bot.storage.session import Session
from bot.storage.tables import questions
from bot.storage.upsert import insert

_NEW = insert(questions)
_ASK = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=[questions.c.thread],
        set_={column.name: _NEW.excluded[column.name] for column in questions.c},
    )
)
_SETTLE = Prepared(delete(questions).where(questions.c.thread == bindparam("of_thread")))
_OPEN = Prepared(
    select(questions).where(questions.c.until > bindparam("now")),
    questions.c,
    among=questions.c.thread,
)


class SqlQuestions:
    """See `bot.ports.Questions`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def ask(self, question: Question) -> None:
        """Remember the newest question of a thread."""
        row = {
            "thread": question.thread,
            "kind": question.kind,
            "case_key": question.case,
            "payload": dict(question.payload),
            "until": question.until,
        }
        await self._connection.execute(_ASK, row)

    async def open_for(self, threads: Sequence[str], now: datetime) -> dict[str, Question]:
        """What is still asked in these threads."""
        found: dict[str, Question] = {}
        for lot in lots(questions.c.thread, threads):
            for row in await self._connection.execute(_OPEN, lot | {"now": now}):
                found[row.thread] = Question(
                    thread=row.thread,
                    kind=QuestionKind(row.kind),
                    case=row.case_key,
                    payload=row.payload,
                    until=row.until,
                )
        return found

    async def settle(self, thread: str) -> None:
        """It has been answered, or nobody cares any more."""
        await self._connection.execute(_SETTLE, {"of_thread": thread})
