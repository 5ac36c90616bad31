"""Queries about answers that were offered for the office's list.

Comes in: domain values. Goes out: domain values. Does not: clean or judge them.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, select, update

from bot.domain.knowledge import Proposal, ProposalState
from bot.storage.prepared import Prepared
from bot.storage.session import Session
from bot.storage.tables import proposals
from bot.storage.upsert import insert

_NEW = insert(proposals)
_PUT = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=[proposals.c.case_key],
        set_={column.name: _NEW.excluded[column.name] for column in proposals.c},
    )
)
_OF_CASE: Final = select(proposals).where(proposals.c.case_key == bindparam("of_case"))
_DECIDE: Final = (
    update(proposals)
    .where(proposals.c.case_key == bindparam("of_case"))
    .values(state=bindparam("new_state"), decided_by=bindparam("who"), decided_at=bindparam("when"))
)
_LISTED: Final = (
    select(proposals)
    .where(proposals.c.state == bindparam("of_state"))
    .order_by(proposals.c.proposed_at.desc(), proposals.c.case_key)
    .limit(bindparam("most"))
)


class SqlProposals:
    """See `bot.ports.answers.Proposals`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def put(self, proposal: Proposal) -> None:
        """Store it, in the place of an earlier one of the same case."""
        await self._connection.execute(
            _PUT,
            {
                "case_key": proposal.case,
                "number": proposal.number,
                "community": proposal.community,
                "grid": proposal.grid,
                "item": proposal.item,
                "question": proposal.question,
                "answer": proposal.answer,
                "proposed_at": proposal.proposed_at,
                "state": proposal.state,
                "decided_by": proposal.decided_by,
                "decided_at": proposal.decided_at,
            },
        )

    async def of_case(self, case: str) -> Proposal | None:
        """The one of a case."""
        row = (await self._connection.execute(_OF_CASE, {"of_case": case})).first()
        return None if row is None else _proposal(row)

    async def decide(self, case: str, state: ProposalState, *, by: str, at: datetime) -> None:
        """Note what became of it."""
        await self._connection.execute(
            _DECIDE, {"of_case": case, "new_state": state, "who": by, "when": at}
        )

    async def listed(self, state: ProposalState, limit: int) -> list[Proposal]:
        """Those in a state, newest first."""
        rows = await self._connection.execute(_LISTED, {"of_state": state, "most": limit})
        return [_proposal(row) for row in rows]


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        case=row.case_key,
        number=row.number,
        community=row.community,
        grid=row.grid,
        item=row.item,
        question=row.question,
        answer=row.answer,
        proposed_at=row.proposed_at,
        state=ProposalState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
