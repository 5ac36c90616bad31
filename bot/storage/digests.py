"""Queries about digests: rounds, what they tell of, what can be taken back.

Comes in: domain values. Goes out: domain values. Does not: know when a round is due.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import and_, bindparam, delete, literal, or_, select, update

from bot.domain.case import FINAL, Case, CaseStatus, EventKind
from bot.domain.digest import Digest, DigestKind, DigestState, Undo
from bot.domain.facts import Period
from bot.storage.prepared import Prepared, lots
from bot.storage.rows import AnyRow, case_from_row
from bot.storage.session import Session
from bot.storage.tables import case_events, cases, deliveries, digest_pictures, digests
from bot.storage.tables import undos as table
from bot.storage.upsert import insert

_OVER = (*FINAL, CaseStatus.EVALUATED, CaseStatus.ANSWERED)
_LATELY = or_(
    cases.c.opened_at >= bindparam("since"),
    cases.c.done_at >= bindparam("since"),
    and_(
        cases.c.status.not_in([literal(one, cases.c.status.type) for one in _OVER]),
        cases.c.drill.is_not(True),
    ),
)
_CASES = Prepared(select(cases).where(_LATELY), cases.c, among=cases.c.grid)
_CASES_OF_ROOM = Prepared(
    select(cases).where(cases.c.opened_in == bindparam("of_room"), _LATELY), cases.c
)
_SAME = ("id", "person", "slot", "since", "said_at", "attempts")
_FREE = or_(digests.c.claimed_until.is_(None), digests.c.claimed_until < bindparam("now"))
_CLAIM = Prepared(
    update(digests)
    .where(
        digests.c.id.in_(
            select(digests.c.id)
            .where(digests.c.state == DigestState.WANTED, digests.c.slot <= bindparam("now"), _FREE)
            .order_by(digests.c.slot, digests.c.position)
            .limit(bindparam("most"))
            .with_for_update(skip_locked=True)
        )
    )
    .values(claimed_until=bindparam("leased"))
    .returning(*digests.c),
    digests.c,
)
_SETTLE = Prepared(
    update(digests)
    .where(digests.c.id == bindparam("which"), digests.c.state == DigestState.WANTED)
    .values(
        state=bindparam("now_is", type_=digests.c.state.type),
        cases=bindparam("numbered", type_=digests.c.cases.type),
        behind=bindparam("counted", type_=digests.c.behind.type),
        said_at=bindparam("at"),
        claimed_until=None,
    )
)


class SqlDigests:
    """See `bot.ports.digests.Digests`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def want(self, wanted: Sequence[Digest]) -> None:
        """Plan a round; nobody is planned twice."""
        if wanted:
            await self._connection.execute(
                insert(digests).on_conflict_do_nothing(), [_to_row(one) for one in wanted]
            )

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Digest]:
        """Lease those that are wanted, in the order of their round."""
        rows = await self._connection.execute(
            _CLAIM, {"now": now, "leased": now + lease, "most": limit}
        )
        return sorted(map(_from_row, rows), key=lambda one: (one.slot, one.order))

    async def settle(self, done: Digest, state: DigestState, at: datetime) -> bool:
        """It is done with, with the cases that it numbers and counts; False where somebody else was
        sooner."""
        told = {"numbered": list(done.cases), "counted": _lists(done.behind)}
        settled = await self._connection.execute(
            _SETTLE, {"which": done.id, "now_is": state, "at": at, **told}
        )
        return settled.rowcount == 1

    async def get(self, id_: str) -> Digest | None:
        """One of them."""
        rows = await self._connection.execute(select(digests).where(digests.c.id == id_))
        return next(map(_from_row, rows), None)

    async def failed(self, id_: str, *, give_up: bool) -> None:
        """Count the attempt and give the lease back; or leave this one out."""
        changes: dict[str, object] = {"claimed_until": None}
        if give_up:
            changes["state"] = DigestState.SILENT
        await self._connection.execute(
            update(digests)
            .where(digests.c.id == id_, digests.c.state == DigestState.WANTED)
            .values(attempts=digests.c.attempts + 1, **changes)
        )

    async def keep_picture(self, id_: str, png: bytes, at: datetime) -> None:
        """The picture that goes with it."""
        row = {"digest": id_, "made_at": at, "png": png}
        await self._connection.execute(insert(digest_pictures).on_conflict_do_nothing(), row)

    async def picture(self, id_: str) -> bytes | None:
        """The picture that goes with it, as long as it is kept."""
        rows = await self._connection.execute(
            select(digest_pictures.c.png).where(digest_pictures.c.digest == id_)
        )
        return cast("bytes | None", rows.scalar())

    async def drop_pictures(self, before: datetime) -> None:
        """Those made before then are not needed any more."""
        await self._connection.execute(
            delete(digest_pictures).where(digest_pictures.c.made_at < before)
        )

    async def newest(self, person: str) -> Digest | None:
        """The last one that was said to a person."""
        rows = await self._connection.execute(
            select(digests)
            .where(digests.c.person == person, digests.c.state == DigestState.SAID)
            .order_by(digests.c.slot.desc(), digests.c.id.desc())
            .limit(1)
        )
        return next(map(_from_row, rows), None)

    async def quoted(self, channel: str, external_id: str) -> Digest | None:
        """The one that a platform's message is."""
        rows = await self._connection.execute(
            select(*digests.c, deliveries.c.address)
            .join(deliveries, deliveries.c.cause == digests.c.id)
            .where(deliveries.c.receipt == external_id)
        )
        start = f'["{channel}"'
        return next((_from_row(row) for row in rows if row.address.startswith(start)), None)

    async def any_before(self, slot: datetime) -> bool:
        """Whether there was a round before this slot."""
        rows = await self._connection.execute(
            select(digests.c.id).where(digests.c.slot < slot).limit(1)
        )
        return next(iter(rows), None) is not None

    async def said(self, limit: int) -> list[Digest]:
        """What was said, oldest first."""
        rows = await self._connection.execute(
            select(digests)
            .where(digests.c.state == DigestState.SAID)
            .order_by(digests.c.said_at, digests.c.position)
            .limit(limit)
        )
        return list(map(_from_row, rows))

    async def cases(self, grids: Sequence[str], since: datetime) -> list[Case]:
        """Cases of grids that are not over, and those opened or settled since then."""
        found: list[Case] = []
        for lot in lots(cases.c.grid, list(dict.fromkeys(grids))):
            rows = await self._connection.execute(_CASES, lot | {"since": since})
            found += map(case_from_row, rows)
        return found

    async def cases_of_room(self, room: str, since: datetime) -> list[Case]:
        """Cases reported in a room that are not over, and those opened or settled since then."""
        rows = await self._connection.execute(_CASES_OF_ROOM, {"of_room": room, "since": since})
        return list(map(case_from_row, rows))

    async def refused(self, period: Period) -> list[str]:
        """The departments whose tasks were given back within a period, one for each task."""
        rows = await self._connection.execute(
            select(case_events.c.detail)
            .where(
                case_events.c.kind == EventKind.ADMISSION_REFUSED,
                case_events.c.at >= period.begin,
                case_events.c.at < period.end,
            )
            .order_by(case_events.c.at, case_events.c.case_key)
        )
        return [str(row.detail["department"]) for row in rows if row.detail.get("department")]

    async def keep_undos(self, person: str, undos: Sequence[Undo]) -> None:
        """What a person did last, in the place of what he did before."""
        await self._connection.execute(delete(table).where(table.c.person == person))
        if undos:
            rows = [
                {
                    "person": undo.person,
                    "case_key": undo.case,
                    "at": undo.at,
                    "version": undo.version,
                    "before": dict(undo.before),
                    "draft": undo.draft,
                }
                for undo in undos
            ]
            await self._connection.execute(insert(table), rows)

    async def undos_of(self, person: str) -> list[Undo]:
        """What a person did last by numbers, in the order of the cases' keys."""
        rows = await self._connection.execute(
            select(table).where(table.c.person == person).order_by(table.c.case_key)
        )
        return list(map(_undo, rows))


def _to_row(one: Digest) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _SAME} | {
        "kind": one.kind.value,
        "state": one.state.value,
        "position": one.order,
        "grids": list(one.grids),
        "cases": list(one.cases),
        "behind": _lists(one.behind),
        "claimed_until": None,
    }


def _from_row(row: AnyRow) -> Digest:
    values = {name: getattr(row, name) for name in _SAME}
    return Digest(
        **values,
        kind=DigestKind(row.kind),
        state=DigestState(row.state),
        order=row.position,
        grids=tuple(row.grids),
        cases=tuple(row.cases),
        behind={name: tuple(keys) for name, keys in (row.behind or {}).items()},
    )


def _lists(behind: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(keys) for name, keys in behind.items()}


def _undo(row: AnyRow) -> Undo:
    return Undo(
        person=row.person,
        case=row.case_key,
        at=row.at,
        version=row.version,
        before=row.before,
        draft=row.draft,
    )
