"""What the bot can say: keys, and to whom it is said. The words are in the replies catalogue.

Comes in: nothing. Goes out: `ReplyKey` and `Say`. Does not: hold a Chinese word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ReplyKey(StrEnum):
    """Every sentence of the bot."""

    # to residents, in their group or in private
    CASE_OPENED = "case_opened"
    CASE_OPENED_ASK_PLACE = "case_opened_ask_place"
    CASE_OPENED_PRIVATE = "case_opened_private"
    CASE_JOINED = "case_joined"
    NOT_FOR_GRID = "not_for_grid"
    STEP_TAKEN = "step_taken"
    STEP_PASSED_UP = "step_passed_up"
    STEP_DONE = "step_done"
    STEP_CLOSED = "step_closed"
    STEP_REOPENED = "step_reopened"
    STEP_SUSPENDED = "step_suspended"
    STEP_DECLINED = "step_declined"
    CALLBACK = "callback"
    CALLBACK_REMINDER = "callback_reminder"
    THANKS_RATED = "thanks_rated"
    STATUS = "status"
    STATUS_NONE = "status_none"
    WITHDRAWN = "withdrawn"
    WITHDRAWN_TOO_LATE = "withdrawn_too_late"
    HEARD_IN_PRIVATE = "heard_in_private"
    # to staff
    LEADER_LINE = "leader_line"
    LEADER_EMERGENCY = "leader_emergency"
    LEADER_PRIVATE = "leader_private"
    LEADER_JOINED = "leader_joined"
    LEADER_REJECTED = "leader_rejected"
    LEADER_URGED = "leader_urged"
    PASSED_UP_TO = "passed_up_to"
    ASSIGNED_TO = "assigned_to"
    TASK_REFUSED = "task_refused"
    LAMP_YELLOW = "lamp_yellow"
    LAMP_RED = "lamp_red"
    EMERGENCY_CALL = "emergency_call"
    EMERGENCY_STOPPED = "emergency_stopped"
    WHICH_CASE = "which_case"
    UNKNOWN_CASE = "unknown_case"
    NOT_ALLOWED = "not_allowed"
    NOT_POSSIBLE = "not_possible"
    # the bot itself
    NOTICE = "notice"
    HELP = "help"
    MY_CASES = "my_cases"
    QUIET = "quiet"
    # emergencies: the fixed words of domain rules §4.2
    EM01 = "em01"
    EM02 = "em02"
    EM03 = "em03"
    EM04 = "em04"
    EM05 = "em05"
    EM06 = "em06"
    EM07 = "em07"
    EM08 = "em08"
    EM09 = "em09"
    EM10 = "em10"
    EM11 = "em11"
    EM12 = "em12"
    EM13 = "em13"
    EM14 = "em14"
    EM15 = "em15"
    EM16 = "em16"
    EM17 = "em17"
    EM18 = "em18"
    EM19 = "em19"
    EM20 = "em20"
    EM21 = "em21"
    EM22 = "em22"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A reply wanted: to a room or to a person (exactly one), about a case or none.

    `message` is the id of the message it answers. `urgent` words disregard the night rest.
    """

    key: ReplyKey
    room: str | None = None
    person: str | None = None
    case: str | None = None
    message: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[str, ...] = ()
    urgent: bool = False
