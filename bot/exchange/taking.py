"""Tickets on their way into the journey, and numbers that find their cases.

Comes in: fates, units of work. Goes out: stored messages like those of somebody who spoke, in
private and once; numbers linked. Does not: decide (fates do), or open cases (casework does).
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.exchange import EXCHANGE, ForeignNumber
from bot.domain.message import Address, ConversationKind
from bot.domain.turn import StoredMessage
from bot.domain.visitors import visitor_account, visitor_id
from bot.exchange.fates import Fate, Kind, Known, said
from bot.exchange.reading import Row, Ticket
from bot.ports import IdFactory, UnitOfWork

_PENDING = 2_000
_OPEN = 5_000


async def known(unit: UnitOfWork, platform: str, rows: Sequence[Row], community: str) -> Known:
    """What the store knows of a file."""
    await settle(unit)
    numbers = await unit.exchange.known(platform, [row.number for row in rows if row.number])
    keys = {}
    for one in numbers.values():
        case = await unit.cases.get(one.case) if one.case else None
        if case is not None:
            keys[case.key] = case
    ours = {}
    for row in rows:
        if isinstance(row, Ticket) and row.ours is not None:
            case = await unit.cases.numbered(community, row.ours)
            if case is not None:
                ours[row.ours] = case
    _, newest = await unit.cases.latest(_OPEN)
    open_ = [case for case in newest if case.is_open]
    return Known(numbers=numbers, keys=keys, ours=ours, open=open_)


async def settle(unit: UnitOfWork) -> None:
    """Numbers whose tickets have become cases get them."""
    waiting = {one.external: one for one in await unit.exchange.pending(_PENDING)}
    if not waiting:
        return
    found = await unit.cases.of_external(EXCHANGE, list(waiting))
    for external, key in found.items():
        one = waiting[external]
        await unit.exchange.put(
            ForeignNumber(platform=one.platform, number=one.number, noted_at=one.noted_at, case=key)
        )


async def take_in(
    unit: UnitOfWork, platform: str, fates: Sequence[Fate], ids: IdFactory, now: datetime
) -> int:
    """Link what has a case, leave the rest for the journey; how many tickets that are."""
    messages = []
    for fate in fates:
        if fate.kind is Kind.LINKED and fate.case is not None:
            await unit.exchange.put(
                ForeignNumber(
                    platform=platform, number=fate.number, noted_at=now, case=fate.case.key
                )
            )
        elif fate.ticket is not None and fate.grid is not None:
            number = ForeignNumber(platform=platform, number=fate.number, noted_at=now)
            await unit.exchange.put(number)
            messages.append(_message(fate.ticket, fate.grid, number, ids, now))
    return await unit.messages.add(messages) if messages else 0


def _message(
    ticket: Ticket, grid: str, number: ForeignNumber, ids: IdFactory, now: datetime
) -> StoredMessage:
    account = visitor_account(grid, number.external)
    person = visitor_id(EXCHANGE, account)
    return StoredMessage(
        id=ids.new("message"),
        channel=EXCHANGE,
        external_id=number.external,
        thread=f"private:{EXCHANGE}/{person}",
        room=None,
        sender=person,
        sender_name="",
        address=Address(
            channel=EXCHANGE,
            kind=ConversationKind.PRIVATE,
            conversation=account,
            person=account,
        ),
        text=said(ticket),
        sent_at=min(ticket.at or now, now),
        received_at=now,
        addressed=True,
    )
