"""Who may do something to a case by his words, where roles alone do not say it (domain rules §6.3).

Comes in: what was heard, and the case. Goes out: yes or no, or NotAllowed that names who may.
Does not: move anything.
"""

from bot.domain.case import Case
from bot.domain.errors import NotAllowed
from bot.domain.people import Action, is_accused, is_helper, may_handle, require
from bot.journey.heard import Heard


def entitled(heard: Heard, case: Case) -> bool:
    """Whether this person handles it; False for neighbours who only look after it. Anybody else is
    told who may."""
    if may_handle(heard.person, case):
        return True
    if is_accused(heard.person, case):
        raise NotAllowed("the accused never handles", ["grid_leader", "community_secretary"])
    if not is_helper(heard.person):
        require(heard.person, Action.HANDLE, case.grid)
    return False


def refuse_accused(heard: Heard, case: Case) -> None:
    """Nobody touches a complaint about himself."""
    if is_accused(heard.person, case):
        raise NotAllowed("the accused never handles", ["grid_leader", "community_secretary"])
