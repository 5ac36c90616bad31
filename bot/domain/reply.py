"""What the bot can say: keys, and to whom it is said. The words are in the replies catalogue.

Comes in: nothing. Goes out: `ReplyKey` and `Say`. Does not: hold a Chinese word.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class ReplyKey(StrEnum):
    """Every sentence of the bot."""

    # to residents, in their group or in private
    CASE_OPENED = "case_opened"
    CASE_OPENED_ASK_PLACE = "case_opened_ask_place"
    CASE_OPENED_PRIVATE = "case_opened_private"
    CASES_OPENED = "cases_opened"
    CASE_JOINED = "case_joined"
    NOT_FOR_GRID = "not_for_grid"
    STEP_LOOKED_AT = "step_looked_at"
    STEP_TAKEN = "step_taken"
    STEP_PASSED_UP = "step_passed_up"
    STEP_CLEARED = "step_cleared"
    STEP_DONE = "step_done"
    STEP_CLOSED = "step_closed"
    STEP_REOPENED = "step_reopened"
    STEP_SUSPENDED = "step_suspended"
    STEP_DECLINED = "step_declined"
    STEP_HANDED_OVER = "step_handed_over"
    STEP_EXTENDED = "step_extended"
    STEP_NEEDS_MATERIAL = "step_needs_material"
    STEP_UNMET = "step_unmet"
    STEP_SPLIT = "step_split"
    STEP_MERGED = "step_merged"
    THANKS_NOTED = "thanks_noted"
    REOPEN_TOO_LATE = "reopen_too_late"
    CALLBACK = "callback"
    CALLBACK_REMINDER = "callback_reminder"
    THANKS_RATED = "thanks_rated"
    NOTED_UNSATISFIED = "noted_unsatisfied"
    STATUS = "status"
    STATUS_NONE = "status_none"
    WITHDRAWN = "withdrawn"
    WITHDRAWN_TOO_LATE = "withdrawn_too_late"
    HEARD_IN_PRIVATE = "heard_in_private"
    ANSWERED = "answered"
    ASKED_A_PERSON = "asked_a_person"
    # to staff
    LEADER_LINE = "leader_line"
    LEADER_EMERGENCY = "leader_emergency"
    LEADER_HAND_OVER = "leader_hand_over"
    DISPATCHED_TO_YOU = "dispatched_to_you"
    HANDED_OVER = "handed_over"
    TASK_RETURNED = "task_returned"
    TASK_ADMITTED = "task_admitted"
    TERM_ENDED = "term_ended"
    LEADER_LATE = "leader_late"
    LEADER_PRIVATE = "leader_private"
    SPECIAL_GRID = "special_grid"
    LEADER_NEGATIVE = "leader_negative"
    LEADER_JOINED = "leader_joined"
    LEADER_PLACED = "leader_placed"
    LEADER_SAID_FINE = "leader_said_fine"
    LEADER_REJECTED = "leader_rejected"
    LEADER_URGED = "leader_urged"
    PASSED_UP_TO = "passed_up_to"
    CALL_UNANSWERED = "call_unanswered"
    SUPERVISED = "supervised"
    DRAFT_CALL = "draft_call"
    DRAFT_CALL_ASKED = "draft_call_asked"
    DRAFT_WHISTLE = "draft_whistle"
    DRAFT_OBJECTION = "draft_objection"
    DRAFT_SENT = "draft_sent"
    DRAFT_LEFT = "draft_left"
    DRAFT_GONE = "draft_gone"
    DRAFTS_WAITING = "drafts_waiting"
    WHISTLE_WHOM = "whistle_whom"
    WHISTLE_ASKED = "whistle_asked"
    WHISTLE_BLOWN = "whistle_blown"
    WHISTLE_CALLED = "whistle_called"
    WHISTLE_ALONE = "whistle_alone"
    WHISTLE_CAME = "whistle_came"
    WHISTLE_ARRIVED = "whistle_arrived"
    WHISTLE_OVERDUE = "whistle_overdue"
    OBJECTION_NOTED = "objection_noted"
    OBJECTION_GRANTED = "objection_granted"
    OBJECTION_REFUSED = "objection_refused"
    CONFERRED = "conferred"
    JOINT_LATE = "joint_late"
    RATE_THEM = "rate_them"
    RATED_THEM = "rated_them"
    ASSIGNED_TO = "assigned_to"
    DEPARTMENT_UNKNOWN = "department_unknown"
    HELP_WANTED = "help_wanted"
    CHECK_WANTED = "check_wanted"
    RETURN_WANTED = "return_wanted"
    RETURN_REASON = "return_reason"
    RETURN_GRANTED = "return_granted"
    WISH_REFUSED = "wish_refused"
    WISH_GRANTED = "wish_granted"
    EXTENSION_WANTED = "extension_wanted"
    EXTENSION_HOW = "extension_how"
    SUSPENSION_WANTED = "suspension_wanted"
    PAUSE_OVER = "pause_over"
    MATERIAL_OVERDUE = "material_overdue"
    EVIDENCE_WANTED = "evidence_wanted"
    SETTLEMENT_WANTED = "settlement_wanted"
    RELEASE_WANTED = "release_wanted"
    CHECK_NOTED = "check_noted"
    TALK_WANTED = "talk_wanted"
    LEADER_WITHDRAWN = "leader_withdrawn"
    MERGED_INTO = "merged_into"
    TASK_REFUSED = "task_refused"
    LAMP_YELLOW = "lamp_yellow"
    LAMP_RED = "lamp_red"
    LAMP_FLASHING = "lamp_flashing"
    SUPERVISION_LIST = "supervision_list"
    SUPERVISION_NONE = "supervision_none"
    REMINDER = "reminder"
    REMINDER_LINE = "reminder_line"
    DIGEST_HEAD = "digest_head"
    DIGEST_LINE = "digest_line"
    DIGEST_LINE_PRIVATE = "digest_line_private"
    DIGEST_HOT = "digest_hot"
    DIGEST_HOW = "digest_how"
    DIGEST_LINK = "digest_link"
    DIGEST_NOTHING = "digest_nothing"
    DIGEST_DETAILS = "digest_details"
    DIGEST_DETAILS_PRIVATE = "digest_details_private"
    DIGEST_WHICH = "digest_which"
    DIGEST_NO_LINE = "digest_no_line"
    DIGEST_DONE = "digest_done"
    COMMUNITY_HEAD = "community_head"
    COMMUNITY_RATES = "community_rates"
    COMMUNITY_OWING = "community_owing"
    COMMUNITY_PUSHED = "community_pushed"
    UNDONE = "undone"
    UNDO_TOO_LATE = "undo_too_late"
    TASK_TAKEN_BACK = "task_taken_back"
    EMERGENCY_PLACE = "emergency_place"
    EMERGENCY_CALL = "emergency_call"
    EMERGENCY_CALL_LATE = "emergency_call_late"
    EMERGENCY_PHONE = "emergency_phone"
    EMERGENCY_PHONE_SILENT = "emergency_phone_silent"
    EMERGENCY_NOBODY = "emergency_nobody"
    EMERGENCY_CHECK = "emergency_check"
    DRILL_UNCLEAR = "drill_unclear"
    DRILL_RUNS = "drill_runs"
    DRILL_ENDED = "drill_ended"
    DRILL_NONE = "drill_none"
    EMERGENCY_STOPPED = "emergency_stopped"
    IS_IT_A_REPORT = "is_it_a_report"
    RECLASSIFIED = "reclassified"
    MATTER_UNKNOWN = "matter_unknown"
    DOUBT_OPENED = "doubt_opened"
    DOUBT_DROPPED = "doubt_dropped"
    DOUBT_GONE = "doubt_gone"
    WHICH_CASE = "which_case"
    CHOICE = "choice"
    CHOICE_ASK_PLACE = "choice_ask_place"
    UNKNOWN_CASE = "unknown_case"
    NOT_ALLOWED = "not_allowed"
    NOT_POSSIBLE = "not_possible"
    NOT_NOW = "not_now"
    ANSWER_PROPOSED = "answer_proposed"
    ANSWER_TAKEN_IN = "answer_taken_in"
    ANSWER_LEFT_OUT = "answer_left_out"
    # the bot itself
    NOTICE = "notice"
    HELP = "help"
    MY_CASES = "my_cases"
    MY_BUILDING_NONE = "my_building_none"
    WEEK_TOLD = "week_told"
    WEEK_EMPTY = "week_empty"
    SURVEY_ASKED = "survey_asked"
    SURVEY_SENT = "survey_sent"
    SURVEY_NOBODY = "survey_nobody"
    SURVEY_UNTIL_WHEN = "survey_until_when"
    SURVEY_WHICH = "survey_which"
    SURVEY_THANKS = "survey_thanks"
    SURVEY_FOUND = "survey_found"
    SURVEY_PROGRESS = "survey_progress"
    SURVEY_NONE = "survey_none"
    SURVEY_AGAIN = "survey_again"
    SURVEY_DONE = "survey_done"
    SURVEY_OVER = "survey_over"
    RESOLVED_ECHO = "resolved_echo"
    RESOLVED_LACKS = "resolved_lacks"
    RESOLVED_KEPT = "resolved_kept"
    RESOLVED_DROPPED = "resolved_dropped"
    RESOLVED_YOURS = "resolved_yours"
    RESOLUTION_LINE = "resolution_line"
    RESOLUTION_ASKED = "resolution_asked"
    RESOLUTION_LATE_TOLD = "resolution_late_told"
    RESOLUTION_DONE = "resolution_done"
    RESOLUTION_DONE_TOLD = "resolution_done_told"
    RESOLUTION_MOVED = "resolution_moved"
    RESOLUTION_MOVED_TOLD = "resolution_moved_told"
    RESOLUTION_WHEN = "resolution_when"
    RESOLUTIONS_LISTED = "resolutions_listed"
    RESOLUTIONS_NONE = "resolutions_none"
    AGENDA = "agenda"
    AGENDA_EMPTY = "agenda_empty"
    DIGEST_DECIDED = "digest_decided"
    HANDOVER_NOTHING = "handover_nothing"
    HANDOVER_LOOK = "handover_look"
    HANDOVER_NOTED = "handover_noted"
    HANDOVER_WHO = "handover_who"
    HANDOVER_ASKED = "handover_asked"
    HANDOVER_SENT = "handover_sent"
    HANDOVER_TO_GRANT = "handover_to_grant"
    HANDOVER_CONSENTED = "handover_consented"
    HANDOVER_REFUSED = "handover_refused"
    HANDOVER_STAYS = "handover_stays"
    HANDOVER_DONE = "handover_done"
    CARE_VISIT = "care_visit"
    CARE_NOTED = "care_noted"
    CARE_UNWELL = "care_unwell"
    CARE_LINE = "care_line"
    CARE_LISTED = "care_listed"
    DEEDS_PART = "deeds_part"
    DEEDS_TOLD = "deeds_told"
    DEEDS_NONE = "deeds_none"
    QUIET_BUILDINGS = "quiet_buildings"
    QUIET_NONE = "quiet_none"
    POINTS_NONE_HERE = "points_none_here"
    POINTS_TOLD = "points_told"
    POINTS_GOODS = "points_goods"
    POINTS_GOOD = "points_good"
    POINTS_NO_GOODS = "points_no_goods"
    POINTS_SOLD_OUT = "points_sold_out"
    POINTS_TOO_FEW = "points_too_few"
    POINTS_CODE = "points_code"
    POINTS_AWARDED = "points_awarded"
    POINTS_EARNED = "points_earned"
    POINTS_WHAT_FOR = "points_what_for"
    POINTS_WHO = "points_who"
    POINTS_NOBODY = "points_nobody"
    POINTS_NOT_BOOKED = "points_not_booked"
    POINTS_NOT_YOURS = "points_not_yours"
    POINTS_NOTHING_TO_TAKE = "points_nothing_to_take"
    POINTS_TAKEN_BACK = "points_taken_back"
    POINTS_CASHED = "points_cashed"
    POINTS_SPENT = "points_spent"
    POINTS_NO_CODE = "points_no_code"
    QUIET = "quiet"
    PRIVACY_RULES = "privacy_rules"
    MY_DATA = "my_data"
    FORGOTTEN = "forgotten"
    LEFT = "left"
    LEFT_ROOM = "left_room"
    LINKED = "linked"
    LINK_REFUSED = "link_refused"
    FELL_BACK = "fell_back"
    CONSENTED = "consented"
    CONSENTED_ROOM = "consented_room"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A reply wanted: to a room or to a person (exactly one), about a case or none.

    `otherwise` is the person who is told in private what may not stand in the room, or what it has
    no room for today. `elsewhere` says it only on those platforms of a room where it was not just
    said. `message` is the id of the message it answers. `mentions` are ids of people. `urgent`
    words disregard the night rest and every limit, and go to every platform of a room. Words that
    `wake` a person go to his telephone.
    """

    key: ReplyKey
    room: str | None = None
    person: str | None = None
    otherwise: str | None = None
    elsewhere: bool = False
    case: str | None = None
    message: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[str, ...] = ()
    urgent: bool = False
    wake: bool = False
