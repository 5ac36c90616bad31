"""Queries about pictures and recordings of cases.

Comes in: domain values. Goes out: domain values. Does not: fetch, or decide how long they are kept.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from bot.domain.media import PICTURE_FORM, Kept, Media, MediaState, Picture, Recording
from bot.domain.message import Attachment, AttachmentKind
from bot.domain.retention import OVER
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables import cases
from bot.storage.tables.media import media
from bot.storage.upsert import insert as insert_or_ignore

_SHOWN = [column for column in media.c if column.name != "data"]
_ORDER = (media.c.said_at, media.c.message, media.c.ordinal)


class SqlMedia:
    """See `bot.ports.rows_media.MediaRows`. `due_at` is when a wanted one may be claimed (again);
    that is its lease, too.
    """

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def want(self, media_: Sequence[Media]) -> None:
        """They belong to a case."""
        if media_:
            await self._connection.execute(
                insert_or_ignore(media).on_conflict_do_nothing(), [_row(one) for one in media_]
            )

    async def claim(
        self, now: datetime, lease: timedelta, limit: int, *, of_cases: bool
    ) -> list[Media]:
        """Lease wanted ones."""
        due = (
            select(media.c.id)
            .where(media.c.due_at <= now, _whose(of_cases=of_cases))
            .order_by(media.c.due_at, media.c.id)
            .limit(limit)
        )
        rows = await self._connection.execute(
            update(media)
            .where(media.c.id.in_(due), media.c.due_at <= now)
            .values(due_at=now + lease, attempts=media.c.attempts + 1)
            .returning(*_SHOWN)
        )
        return sorted(map(_media, rows), key=lambda one: (one.said_at, one.message, one.ordinal))

    async def keep(self, media_: str, kept: Picture | Recording) -> None:
        """It is here."""
        if isinstance(kept, Picture):
            shape = {"form": PICTURE_FORM, "width": kept.width, "height": kept.height}
        else:
            shape = {"form": kept.form, "seconds": kept.seconds}
        size, state = len(kept.data), MediaState.KEPT.value
        await self._end(media_, state=state, data=kept.data, size=size, **shape)

    async def refuse(self, media_: str, reason: str) -> None:
        """It will not come."""
        await self._end(media_, state=MediaState.REFUSED.value, reason=reason)

    async def _end(self, media_: str, **values: object) -> None:
        await self._connection.execute(
            update(media)
            .where(media.c.id == media_, media.c.state == MediaState.WANTED.value)
            .values({"due_at": None, "reference": ""} | values)
        )

    async def retry(self, media_: str, at: datetime) -> None:
        """Ask again then."""
        await self._connection.execute(
            update(media)
            .where(media.c.id == media_, media.c.state == MediaState.WANTED.value)
            .values(due_at=at)
        )

    async def drop(self, media_: str) -> None:
        """Forget that it was wanted."""
        await self._connection.execute(delete(media).where(media.c.id == media_))

    async def next_due(self, *, of_cases: bool) -> datetime | None:
        """When one is to be fetched next."""
        found = await self._connection.execute(
            select(func.min(media.c.due_at)).where(_whose(of_cases=of_cases))
        )
        return found.instant()

    async def of_case(self, case: str) -> list[Media]:
        """Those of a case."""
        rows = await self._connection.execute(
            select(*_SHOWN).where(media.c.case_key == case).order_by(*_ORDER)
        )
        return list(map(_media, rows))

    async def kept(self, case: str, media_: str) -> Kept | None:
        """What is kept under an id."""
        found = await self._connection.execute(
            select(media.c.data, media.c.form).where(
                media.c.id == media_, media.c.case_key == case, media.c.data.is_not(None)
            )
        )
        row = found.first()
        return None if row is None else Kept(data=row.data, form=row.form)

    async def over(self, before: datetime, limit: int) -> list[str]:
        """Cases that were over then and still have any."""
        rows = await self._connection.execute(
            select(cases.c.key)
            .where(
                cases.c.key.in_(select(media.c.case_key)),
                cases.c.status.in_([status.value for status in OVER]),
                func.coalesce(cases.c.closed_at, cases.c.touched_at) <= before,
            )
            .order_by(cases.c.key)
            .limit(limit)
        )
        return [row.key for row in rows]

    async def erase(self, cases_: Sequence[str]) -> int:
        """Delete all of these cases."""
        gone = await self._connection.execute(delete(media).where(media.c.case_key.in_(cases_)))
        return gone.rowcount

    async def erase_of(self, person: str, case: str) -> int:
        """Delete those of one person."""
        gone = await self._connection.execute(
            delete(media).where(media.c.case_key == case, media.c.sender == person)
        )
        return gone.rowcount


def _whose(*, of_cases: bool) -> ColumnElement[bool]:
    """Those to be kept with cases, or the voices whose words are wanted, which are of none yet."""
    return media.c.case_key != "" if of_cases else media.c.case_key == ""


def _row(one: Media) -> dict[str, object]:
    return {
        "id": one.id,
        "case_key": one.case,
        "message": one.message,
        "ordinal": one.ordinal,
        "sender": one.sender,
        "channel": one.channel,
        "kind": one.attachment.kind.value,
        "reference": one.attachment.reference,
        "said_at": one.said_at,
        "state": one.state.value,
        "due_at": one.said_at if one.state is MediaState.WANTED else None,
        "attempts": one.attempts,
        "reason": one.reason,
        "size": one.size,
        "width": one.width,
        "height": one.height,
        "form": one.form,
        "seconds": one.seconds,
        "data": None,
    }


def _media(row: AnyRow) -> Media:
    return Media(
        id=row.id,
        case=row.case_key,
        message=row.message,
        ordinal=row.ordinal,
        sender=row.sender,
        channel=row.channel,
        attachment=Attachment(kind=AttachmentKind(row.kind), reference=row.reference),
        said_at=row.said_at,
        state=MediaState(row.state),
        attempts=row.attempts,
        reason=row.reason,
        size=row.size,
        width=row.width,
        height=row.height,
        form=row.form,
        seconds=row.seconds,
    )
