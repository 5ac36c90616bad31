"""By which ways words reach a room or a person, and when it is decent to say them (domain rules
§5.3: the night rest, the hours of callbacks).

Comes in: the office, what was heard, now. Goes out: addresses, accounts and instants. Does not:
queue anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.addresses import private_address, room_addresses, wake_addresses
from bot.domain.deadlines import is_quiet, next_time
from bot.domain.emphasis import GUIDANCE, STEPS
from bot.domain.message import Address
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.turn import StoredMessage
from bot.journey.office import Office


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways as they are for what was heard just now."""

    office: Office
    heard: StoredMessage | None
    now: datetime

    def accounts(self, people: Sequence[str], channel: str) -> tuple[str, ...]:
        """The accounts of people on a platform."""
        known = (self.office.directory.person(person).account(channel) for person in people)
        return tuple(account for account in known if account is not None)

    def decent(self, say: Say) -> datetime:
        """When it may be said: at once, in the morning, or at an hour for callbacks."""
        settings = self.office.settings
        if say.key in (ReplyKey.CALLBACK, ReplyKey.CALLBACK_REMINDER):
            if is_quiet(self.now, begin=settings.callback_end, end=settings.callback_begin):
                return next_time(self.now, settings.callback_begin)
            return self.now
        answered = self.heard is not None and say.person == self.heard.sender
        if say.urgent or answered:
            return self.now
        if is_quiet(self.now, begin=settings.night_begin, end=settings.night_end):
            return next_time(self.now, settings.night_end)
        return self.now

    def patience(self, say: Say) -> timedelta:
        """How long words are worth being said: what to do now is of no use later."""
        settings = self.office.settings
        live = say.wake or say.key in GUIDANCE
        return settings.live_alarm_limit if live else settings.delivery_patience

    def addresses(self, say: Say) -> tuple[Address, ...]:
        """Where words go: every platform of a room where that is due, else the nearest."""
        heard, directory = self.heard, self.office.directory
        if say.wake:
            return self.phones(say.person)
        if say.room is None:
            address = self.private(say.person)
            return () if address is None else (address,)
        room = directory.room(say.room)
        if room is None:
            return ()
        answered = None
        if heard is not None and heard.room == room.id and room.conversation(heard.channel):
            answered = heard.address  # a group that was left since is not answered any more
        found = room_addresses(
            room,
            self.office.channels,
            answered=answered,
            everywhere=say.urgent or say.key in STEPS,
        )
        return tuple(a for a in found if not say.elsewhere or answered is None or a != answered)

    def phones(self, person_id: str | None) -> tuple[Address, ...]:
        """A person's telephone, by every way that wakes."""
        if person_id is None:
            return ()
        channels = self.office.channels
        waking = [name for name in channels if channels[name].wakes]
        return wake_addresses(self.office.directory.person(person_id), waking)

    def private(self, person_id: str | None) -> Address | None:
        """Where a person is written to alone, on the platform he was just heard on if possible."""
        if person_id is None:
            return None
        heard, channels = self.heard, self.office.channels
        able = [name for name in channels if channels[name].can_private]
        if heard is not None:
            able.sort(key=lambda name: name != heard.channel)
        own = heard is not None and heard.sender == person_id and heard.room is None
        return private_address(
            self.office.directory.person(person_id),
            able,
            answered=heard.address if own and heard is not None else None,
        )
