"""Calls, wishes and whistles: the word on a draft or a wish, and departments that report in without
naming a case.

Comes in: a `Hearing` of staff; of a resident who calls the grid about his own case. Goes out: the
move, or the reason, that goes with it. Does not: know which
departments were called, or what a draft would do; the service does. (Steps that name their case
are read by `intents.steps`.)
"""

from dataclasses import replace

from intents.decisions import Act, Move
from intents.dialogue import meant
from intents.hearing import Found, Hearing, Rule, found
from intents.outlook import CASES, NEIGHBOUR, STAFF
from intents.scene import OpenCase, Role, RoomKind, Waiting

CALL = "call"
"""The reason of a resident who does not only hurry a case, but calls the grid."""

_A_SENTENCE = 24
_GRANTERS = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET, Role.DUTY_OFFICER})
_COMING = ("arrived", "report_in", "coming", "take")


def draft(hearing: Hearing) -> Found | None:
    """ "1" sends what was put before him, "2" leaves it; with a number or a quote where several
    wait.
    """
    if not hearing.staff or hearing.scene.room is not RoomKind.PRIVATE:
        return None
    case = _named(hearing)
    waits = hearing.scene.waiting is Waiting.DRAFT
    key = case.key if case is not None else hearing.scene.waiting_case if waits else None
    if key is None:
        return None
    move = Move.SEND_DRAFT if hearing.match("draft_yes") else Move.LEAVE_DRAFT
    if not hearing.says("draft_yes", "draft_no"):
        return None
    return found(Act.DETAIL, key, hearing.words, move=move)


def wish(hearing: Hearing) -> Found | None:
    """A bare yes or no, alone with the bot, of somebody who grants what others ask for: it is about
    that, and not about being heard.
    """
    if hearing.scene.role not in _GRANTERS or hearing.scene.room is not RoomKind.PRIVATE:
        return None
    if hearing.numbers or hearing.scene.quoted is not None:
        return None
    cases = tuple(case for case in hearing.scene.cases if case.wished)
    if not cases or not hearing.says("wish_yes", "wish_no"):
        return None
    move = Move.GRANT if hearing.match("wish_yes") else Move.REFUSE
    if len(cases) == 1:
        return found(Act.DETAIL, cases[0], hearing.words[:20], move=move)
    result = found(Act.DETAIL, None, hearing.words[:20], move=move)
    return replace(result, decision=replace(result.decision, ask_which=True))


def _named(hearing: Hearing) -> OpenCase | None:
    """The case of a quote, or of a number with the word after it."""
    quoted = hearing.scene.quoted
    if quoted is not None and quoted.case is not None:
        return hearing.case(quoted.case)
    if hearing.words.strip().isdigit():
        return None
    return next((c for c in hearing.scene.cases if c.number in hearing.numbers), None)


def whistled(hearing: Hearing) -> Found | None:
    """Somebody reports in where a whistle was blown, as everybody there knows for what."""
    if not hearing.staff or hearing.scene.room is RoomKind.OWNERS or hearing.numbers:
        return None
    quoted = hearing.scene.quoted
    if quoted is not None and quoted.case is not None:
        return None
    cases = tuple(case for case in hearing.scene.cases if case.whistled and not case.done)
    move = _reports_in(hearing) if cases else None
    if move is None:
        return None
    guess = meant(hearing, among=cases)
    matched = hearing.matched(*_COMING)
    if len(cases) == 1 or (guess.case is not None and guess.clear):
        return found(Act.DETAIL, guess.case or cases[0], matched, move=move)
    result = found(Act.DETAIL, None, matched, move=move)
    return replace(result, decision=replace(result.decision, ask_which=True))


def _reports_in(hearing: Hearing) -> Move | None:
    """Of a department every word of coming counts, of others only that somebody reports in."""
    if hearing.says("question", "not_done"):
        return None
    department = hearing.scene.role is Role.DEPARTMENT
    if hearing.match("arrived") and (department or hearing.match("report_in")):
        return Move.ON_SITE
    if hearing.match("report_in") or (department and hearing.says("coming", "take")):
        return Move.REPORT_IN
    return None


def calls_grid(hearing: Hearing) -> Found | None:
    """Somebody concerned calls the grid, in a few words, about the case that he names, or his only
    one that is open."""
    if hearing.staff or not hearing.match("calls_grid"):
        return None
    if hearing.limit is not None or len(hearing.words) > _A_SENTENCE:
        return None
    own = tuple(c for c in hearing.scene.cases if (c.own or c.joined) and not c.done)
    guess = meant(hearing, among=own)
    quoted = hearing.scene.quoted
    pointed = bool(hearing.numbers) or (quoted is not None and quoted.case is not None)
    if guess.case is None or not (pointed or len(own) == 1):
        return None
    result = found(Act.URGE, guess.case, hearing.matched("calls_grid"))
    return replace(result, decision=replace(result.decision, reason=CALL))


FIRST = (
    Rule(name="bot.draft", where=STAFF, read=draft, needs=("draft_yes", "draft_no")),
    Rule(name="staff.wish", where=STAFF | CASES, read=wish, needs=("wish_yes", "wish_no")),
)
RULES = (
    Rule(name="staff.whistled", where=STAFF | CASES, read=whistled, needs=_COMING),
    Rule(name="resident.call", where=NEIGHBOUR | CASES, read=calls_grid, needs=("calls_grid",)),
)
