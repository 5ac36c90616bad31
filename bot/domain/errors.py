"""What can go wrong, sorted by what the caller does next.

BotError
├── ConfigError
├── RuleBroken
│   ├── IllegalMove
│   ├── NotAllowed
│   └── UnknownCase
├── ChannelError
│   ├── ChannelUnavailable
│   ├── ChannelRefused
│   ├── AddressExpired
│   └── OutcomeUnknown
├── ModelError
└── StorageError
    ├── Conflict
    ├── StorageFull
    ├── StoreInUse
    └── StoreTooNew
"""

from collections.abc import Sequence
from datetime import date, timedelta


class BotError(Exception):
    """Anything this program raises on purpose."""


class ConfigError(BotError):
    """The configuration cannot be used: stop with exit status 2. `problems` lists all of them."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class RuleBroken(BotError):
    """A domain rule says no; casework answers with a reply key."""


class IllegalMove(RuleBroken):
    """The case does not allow this move: its status, or the rule whose name is `why`."""

    def __init__(self, message: str, *, why: str = "status") -> None:
        super().__init__(message)
        self.why = why


class NotAllowed(RuleBroken):
    """This person may not make this move; `permitted` names the roles that may, `ended` is the last
    day on which he still might.
    """

    def __init__(
        self, message: str, permitted: Sequence[str] = (), *, ended: date | None = None
    ) -> None:
        super().__init__(message)
        self.permitted = tuple(permitted)
        self.ended = ended


class UnknownCase(RuleBroken):
    """There is no case of this number here."""


class ChannelError(BotError):
    """A platform did not take our words; raised by adapters only."""


class ChannelUnavailable(ChannelError):
    """Try later: the words were certainly not taken. `retry_after` where the platform said how long
    to wait.
    """

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ChannelRefused(ChannelError):
    """Never try again: dead letter."""


class AddressExpired(ChannelError):
    """The reply route has ended and there is no other: dead letter, or another address."""


class OutcomeUnknown(ChannelError):
    """The words may or may not have been taken (time-out after sending): look before sending
    again.
    """


class ModelError(BotError):
    """The model directory is missing, damaged, or of another program version."""


class StorageError(BotError):
    """The store failed; raised by storage only."""


class Conflict(StorageError):
    """Somebody else changed the same rows: run the whole unit again."""


class StorageFull(StorageError):
    """No room left: nothing was stored; the platform is not acknowledged."""


class StoreInUse(StorageError):
    """Another process has the store: start nothing."""


class StoreTooNew(StorageError):
    """The store was written by a newer version of the program."""
