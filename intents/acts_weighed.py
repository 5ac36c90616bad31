"""A second thought about words that would open a case: do they rather go on about one that is open?

Comes in: a `Hearing` and what the rules came to. Goes out: a detail of the open case, or nothing
where the decision stands. Does not: touch what was said to the bot, what is urgent, or what an
answer has shown to be a report.
"""

from intents.continuing import chances, opens_anew
from intents.decisions import Act, Decision
from intents.hearing import Found, Hearing, found

NAME = "request.second_thought"


def second_thought(hearing: Hearing, decision: Decision) -> Found | None:
    """More about an open case, told why by its chance; None where the decision stands."""
    if not opens_anew(hearing, decision):
        return None
    best = chances(hearing)[0]
    if best.case is None or best.value < hearing.limits.second_thought:
        return None
    return found(Act.DETAIL, best.case, f"{best.value:.2f}")
