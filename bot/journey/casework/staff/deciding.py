""" "Granted" and "refused": of what, the case knows (domain rules §6.3).

Comes in: what was heard, and the case. Goes out: its return, extension or pause settled; nothing
where nothing was asked for. Does not: know who may.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, CaseStatus
from bot.journey.casework.rights.granting import refuse_wish
from bot.journey.casework.staff import extending, pausing, returning
from bot.journey.docket import Docket
from bot.journey.heard import Heard

Handler = Callable[[Docket, Heard, Case], Awaitable[Case]]


async def grant(docket: Docket, heard: Heard, case: Case) -> Case:
    """Yes."""
    handler = _GRANTING.get(case.status)
    return case if handler is None else await handler(docket, heard, case)


async def refuse(docket: Docket, heard: Heard, case: Case) -> Case:
    """No."""
    handler = _REFUSING.get(case.status)
    return case if handler is None else await handler(docket, heard, case)


_GRANTING: Final[Mapping[CaseStatus, Handler]] = MappingProxyType(
    {
        CaseStatus.RETURN_REQUESTED: returning.grant,
        CaseStatus.EXTEND_REQUESTED: extending.grant,
        CaseStatus.SUSPEND_REQUESTED: pausing.grant,
    }
)
_REFUSING: Final[Mapping[CaseStatus, Handler]] = MappingProxyType(
    {
        CaseStatus.RETURN_REQUESTED: returning.refuse,
        CaseStatus.EXTEND_REQUESTED: refuse_wish,
        CaseStatus.SUSPEND_REQUESTED: refuse_wish,
    }
)
