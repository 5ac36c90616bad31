"""Which sentences go to every platform of a room, show their case, or are for this very moment.

Comes in: nothing. Goes out: sets of `ReplyKey`. Does not: say anything.
"""

import re
from typing import Final

from bot.domain.reply import ReplyKey

STEPS: Final = frozenset(
    {
        ReplyKey.STEP_LOOKED_AT,
        ReplyKey.STEP_TAKEN,
        ReplyKey.STEP_PASSED_UP,
        ReplyKey.STEP_CLEARED,
        ReplyKey.STEP_DONE,
        ReplyKey.STEP_CLOSED,
        ReplyKey.STEP_REOPENED,
        ReplyKey.STEP_SUSPENDED,
        ReplyKey.STEP_DECLINED,
        ReplyKey.STEP_HANDED_OVER,
        ReplyKey.STEP_EXTENDED,
        ReplyKey.STEP_UNMET,
    }
)
"""What everybody who sits in a room is told, on whichever platform."""

CARDED: Final = frozenset(
    {
        ReplyKey.LEADER_LINE,
        ReplyKey.LEADER_HAND_OVER,
        ReplyKey.LEADER_PRIVATE,
        ReplyKey.LEADER_NEGATIVE,
        ReplyKey.DISPATCHED_TO_YOU,
    }
)
"""What staff are told when a case comes to them: the case is shown with it where platforms can."""

GUIDANCE: Final = frozenset(key for key in ReplyKey if re.fullmatch(r"em\d\d", key.value))
"""What everybody is to do in an emergency, now and not later."""
