"""The store as the list of answers sees it: proposals for new entries.

Comes in: nothing; a protocol. Goes out: nothing. `bot.storage` implements it; the contract suite
runs on every implementation.
"""

from datetime import datetime
from typing import Protocol

from bot.domain.knowledge import Proposal, ProposalState


class Proposals(Protocol):
    """Answers of staff that were offered for the list; one a case."""

    async def put(self, proposal: Proposal) -> None:
        """Store it, in the place of an earlier one of the same case."""

    async def of_case(self, case: str) -> Proposal | None:
        """The one of a case (its key)."""

    async def decide(self, case: str, state: ProposalState, *, by: str, at: datetime) -> None:
        """Note what became of it, and by whom."""

    async def listed(self, state: ProposalState, limit: int) -> list[Proposal]:
        """Those in a state, newest first."""
