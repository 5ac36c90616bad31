"""Surveys in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.register import Handover
from bot.domain.survey import Survey, Target


class Surveys(Protocol):
    """Surveys, and the buildings of each."""

    async def add(self, survey: Survey, targets: Sequence[Target]) -> None:
        """Keep a new one."""

    async def targets(self, survey: str) -> list[Target]:
        """The buildings of a survey, in order of their names."""

    async def of(self, asked_by: str) -> list[Survey]:
        """The surveys that somebody has asked for, newest first."""

    async def asked(self, people: Sequence[str]) -> list[tuple[Survey, Target]]:
        """What these people were asked in surveys that are not over, the oldest first."""

    async def answer(self, target: Target) -> None:
        """What was found in a building."""

    async def pass_on(self, handover: Handover) -> None:
        """What was asked about these buildings and is not answered is for the next leader."""

    async def due(self, now: datetime) -> list[Survey]:
        """Those whose silent ones are to be asked, or whose time is over."""

    async def next_due(self) -> datetime | None:
        """When the next one is."""

    async def mark(self, survey: str, *, reminded: bool, over: bool) -> None:
        """How far it is."""
