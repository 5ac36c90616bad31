"""Staff put right what the program made of words: another matter, no report, or a missed one.

Comes in: a `Hearing`. Goes out: the move that puts it right, with the spoken name of the right
matter. Does not: know matters (the service looks the name up), or check who may.
"""

from dataclasses import replace

from intents.decisions import Act, Move
from intents.dialogue import meant
from intents.hearing import Found, Hearing, Rule, found
from intents.outlook import OFFICE, QUOTED
from intents.scene import RoomKind

_LONGEST = 40


def _case_in_hand(hearing: Hearing) -> bool:
    """A number or a quote names a case, and it is spoken of by those whose work it is."""
    quoted = hearing.scene.quoted
    pointed = bool(hearing.numbers) or (quoted is not None and quoted.case is not None)
    return pointed and (hearing.staff or hearing.leader) and len(hearing.words) <= _LONGEST


def other_matter(hearing: Hearing) -> Found | None:
    """ "312 is not the property company's, it is noise"."""
    match = hearing.match("other_matter")
    if match is None or not _case_in_hand(hearing):
        return None
    case = meant(hearing).case
    name = next((words for words in match.groups() if words), None)
    if case is None or name is None:
        return None
    result = found(Act.DETAIL, case, match[0], move=Move.OTHER_MATTER)
    return replace(result, decision=replace(result.decision, matter=name))


def no_request(hearing: Hearing) -> Found | None:
    """ "312 is no report": nobody wanted anything."""
    if not hearing.match("no_request") or not _case_in_hand(hearing):
        return None
    case = meant(hearing).case
    if case is None or case.own:
        return None
    return found(Act.DETAIL, case, hearing.matched("no_request"), move=Move.NO_REQUEST)


def missed(hearing: Hearing) -> Found | None:
    """ "This is a report", with a neighbour's words quoted of which nothing came."""
    quoted = hearing.scene.quoted
    if quoted is None or quoted.case is not None or hearing.scene.room is RoomKind.PRIVATE:
        return None
    if not (hearing.staff or hearing.leader) or not hearing.match("is_a_report"):
        return None
    result = found(Act.DETAIL, None, hearing.matched("is_a_report"))
    return replace(result, decision=replace(result.decision, opens_quoted=True))


RULES = (
    Rule(name="staff.missed", where=OFFICE | QUOTED, read=missed, needs=("is_a_report",)),
    Rule(name="staff.other_matter", where=OFFICE, read=other_matter, needs=("other_matter",)),
    Rule(name="staff.no_request", where=OFFICE, read=no_request, needs=("no_request",)),
)
