"""Where words for a room or a person go, on which platforms.

Comes in: the directory's room or person, the platforms that are switched on, and the address that
an answered message came from. Goes out: addresses, one a platform. Does not: send, or know what a
platform is.
"""

from collections.abc import Iterable
from typing import Final

from bot.domain.grid import Room, RoomKind
from bot.domain.message import Address, ConversationKind
from bot.domain.people import Person


def room_addresses(
    room: Room, channels: Iterable[str], *, answered: Address | None = None, everywhere: bool = True
) -> tuple[Address, ...]:
    """The room on every platform it is bound to; `answered` is where its words were said, which
    may be all of it.
    """
    if room.kind is RoomKind.PRIVATE:
        return ()
    found = {} if answered is None else {answered.channel: answered}
    if answered is None or everywhere:
        for channel in channels:
            conversation = room.conversation(channel)
            if conversation is not None and channel not in found:
                found[channel] = Address(
                    channel=channel, kind=ConversationKind.GROUP, conversation=conversation
                )
    return tuple(found.values())


PHONE: Final = "phone"
"""The account that holds a person's telephone number for every way to wake him that has none of
its own.
"""


def wake_addresses(person: Person, channels: Iterable[str]) -> tuple[Address, ...]:
    """A person's telephone by each of these ways; none where his number is not known."""
    numbers = ((name, person.account(name) or person.account(PHONE)) for name in channels)
    return tuple(
        Address(channel=name, kind=ConversationKind.PRIVATE, conversation="", person=number)
        for name, number in numbers
        if number is not None
    )


def private_address(
    person: Person, channels: Iterable[str], *, answered: Address | None = None
) -> Address | None:
    """A person alone: where he has just written, else on the first of these platforms that knows
    him.
    """
    if answered is not None:
        return answered
    for channel in channels:
        account = person.account(channel)
        if account is not None:
            return Address(
                channel=channel, kind=ConversationKind.PRIVATE, conversation="", person=account
            )
    return None
