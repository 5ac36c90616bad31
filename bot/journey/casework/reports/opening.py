"""A report opens a case or joins the one that tells of the same incident.

Comes in: a message read as a report, question or need. Goes out: a case, opened and dispatched by
the admission list. Does not: decide whether it is a report (the reader does), nor answer it.
"""

from datetime import timedelta

from bot.domain.case import Case, CaseStatus
from bot.domain.emergencies import SILENT, item_of
from bot.domain.incidents import IN_A_BUILDING, same_incident
from bot.domain.limits import may_open
from bot.domain.matters import Matter, Privacy, Urgency
from bot.domain.people import is_accused
from bot.domain.turn import Guess
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.reports.accusing import whom_it_accuses
from bot.journey.casework.reports.dispatching import dispatch, first_level, lead_department
from bot.journey.casework.reports.joining import join, placed
from bot.journey.casework.reports.specials import tell_specials
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import limits
from intents.decisions import Act
from intents.urgency import pressing_reason

_NEGATIVE = "NEG"
_SAME_EMERGENCY = timedelta(hours=2)
"""How long after the last word on it an emergency of the same kind is the same one."""
_LIKELY = 0.5
"""Probability of a request, and of its category, from which an uncertain emergency is filed under
the item that it would have without."""


async def open_or_join(
    docket: Docket, heard: Heard, sight: Sight, guess: Guess, words: str
) -> tuple[Act, Case | None]:
    """What becomes of a report: the act it turns out to be, and its case."""
    item = docket.office.matters.standing_in(_item(heard, guess))
    if item is None:
        return Act.CHAT, None
    if heard.decision.emergency is None and not may_open(item, addressed=heard.message.addressed):
        return Act.CHAT, None
    known = known_case(docket, heard, sight, guess)
    if known is not None:
        act, case = await join(docket, heard, known)
        sight.update([case])
        return act, case
    case = await open_case(docket, heard, item, guess, words)
    sight.update([case])
    return heard.decision.act, case


def _item(heard: Heard, guess: Guess) -> str:
    emergency = heard.decision.emergency
    if emergency is None or (not emergency.certain and _is_plain_request(guess)):
        return guess.item or ""
    return item_of(emergency.code, guess.item)


def _is_plain_request(guess: Guess) -> bool:
    """Whether a case remains where it turns out that there is no emergency."""
    item = guess.item or ""
    return (
        guess.category != _NEGATIVE
        and min(guess.request, guess.confidence) >= _LIKELY
        and may_open(item, addressed=False)
    )


def known_case(docket: Docket, heard: Heard, sight: Sight, guess: Guess) -> Case | None:
    """The case that a report is about already, if there is one that it may join."""
    emergency = heard.decision.emergency
    code = emergency.code if emergency else None
    named = sight.cases.get(heard.decision.case or "")
    found = named or _same(docket, heard, sight, _item(heard, guess))
    return found if found is not None and _may_join(found, code, heard.person.id) else None


def _may_join(known: Case, emergency: str | None, speaker: str) -> bool:
    """Emergencies join only their own kind and no drill, and silent ones only what the same person
    told: each must be answered and called for (domain rules §4.1)."""
    if known.drill and emergency is not None:
        return False
    if known.emergency in SILENT and speaker != known.reporter:
        return False
    return emergency is None or known.emergency == emergency


def _same(docket: Docket, heard: Heard, sight: Sight, item: str) -> Case | None:
    grid = heard.grid.id if heard.grid else None
    place = placed(heard) if item in IN_A_BUILDING or heard.place.is_empty else heard.place
    for case in sight.around(heard.community, grid):
        if case.drill or is_accused(heard.person, case):
            continue
        if heard.decision.emergency and docket.now - case.touched_at > _SAME_EMERGENCY:
            continue
        if same_incident(
            case,
            item=item,
            place=place,
            speaker=heard.person.id,
            now=docket.now,
            window=docket.office.settings.incident_window,
        ):
            return case
    return None


async def open_case(docket: Docket, heard: Heard, item: str, guess: Guess, words: str) -> Case:
    """A new case with its words, sent to whoever must act first unless it is not for the grid."""
    case = await register(docket, heard, item, guess, words)
    if docket.office.matters[item].is_negative and heard.decision.emergency is None:
        return case
    await tell_specials(docket, case)
    return await dispatch(docket, case)


async def register(docket: Docket, heard: Heard, item: str, guess: Guess, words: str) -> Case:
    """A new case with its words, with nobody yet."""
    office, emergency = docket.office, heard.decision.emergency
    matter = office.matters[item]
    urgency = _urgency(heard, matter, words)
    grid = heard.grid.id if heard.grid else None
    until = limits(docket, item, urgency, grid=grid)
    accused = whom_it_accuses(docket, heard, words)
    case = Case(
        key=office.ids.new("case"),
        number=await docket.unit.cases.next_number(heard.community),
        community=heard.community,
        grid=grid,
        item=item,
        category=matter.category,
        status=CaseStatus.PENDING_VERIFY,
        urgency=urgency,
        privacy=_privacy(heard, matter),
        place=placed(heard),
        words=words,
        reporter=heard.person.id,
        opened_in=heard.room.id if heard.room else "",
        channel=heard.message.channel,
        opened_at=docket.now,
        touched_at=docket.now,
        level=first_level(matter, accused),
        department=lead_department(docket, matter, accused),
        accused=accused,
        last_speaker=heard.person.id,
        emergency=emergency.code if emergency else None,
        accept_until=until.accept_until,
        resolve_until=until.resolve_until,
        confidence=guess.confidence,
        rule=heard.reading.rule,
        model=guess.model,
    )
    detail = {"item": item, "category": matter.category, "urgency": urgency.value}
    case = await docket.add(case, detail | {"rule": case.rule, "model": case.model})
    await docket.keep_words(case, heard.turn.messages, "opening")
    return case


def _urgency(heard: Heard, matter: Matter, words: str) -> Urgency:
    """The item's own, one step higher where the words say so (domain rules §3.5)."""
    if heard.decision.emergency is not None:
        return Urgency.P0
    if matter.is_negative or pressing_reason(words) is None:
        return matter.urgency
    return matter.urgency.raised()


def _privacy(heard: Heard, matter: Matter) -> Privacy:
    emergency = heard.decision.emergency
    silent = emergency is not None and emergency.silent
    if matter.privacy is Privacy.NORMAL and (silent or heard.decision.private):
        return Privacy.RESTRICTED
    return matter.privacy
