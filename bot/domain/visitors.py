"""People who report without an account: through the page behind a courtyard's code, or through
somebody's own program.

Comes in: secrets that they hold, grids. Goes out: accounts that say in which grid they spoke, and
spots that codes stand for. Does not: make anything random, read or store anything.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.exchange import EXCHANGE

PAGE: Final = "page"
OPEN311: Final = "open311"
VISITING: Final = frozenset({PAGE, OPEN311, EXCHANGE})
"""Channels whose accounts are made here, one for each report."""

_LENGTH: Final = 24
_SECRET: Final = 16
"""Characters below which nothing is a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What a code on a wall stands for: a place in a grid. `token` is in the code for everybody to
    see; it opens nothing but the page, until `ended_at`.
    """

    token: str
    grid: str
    made_at: datetime
    building: str = ""
    spot: str = ""
    ended_at: datetime | None = None

    @property
    def place(self) -> str:
        """As it is said."""
        return f"{self.building}{self.spot}"


def visitor_account(grid: str, secret: str) -> str:
    """The account of somebody who holds a secret: nobody finds the one from the other."""
    return f"{grid}.{hashlib.sha256(secret.encode()).hexdigest()[:_LENGTH]}"


def ticket_of(grid: str, secret: str) -> str:
    """What a visitor keeps, to come back with."""
    return f"{grid}.{secret}"


def ticket_account(ticket: str) -> str | None:
    """The account of whoever holds a ticket, None where it is none."""
    grid, dot, secret = ticket.rpartition(".")
    return visitor_account(grid, secret) if dot and grid and len(secret) >= _SECRET else None


def visitor_grid(account: str) -> str:
    """Where he spoke."""
    return account.rpartition(".")[0]


def visitor_id(channel: str, account: str) -> str:
    """The id of the person, as of everybody who is known by his account only."""
    return f"{channel}:{account}"
