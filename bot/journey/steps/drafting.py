"""A draft is put before the one person who may send it: once, in private (domain rules §7.2).

Comes in: what would be done, and who may do it. Goes out: a row, one message, the question in his
chat; the person, or None where nobody can be asked. Does not: do it, or ask again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.calls import DRAFTED
from bot.domain.case import Case, EventKind
from bot.domain.draft import Draft, DraftKind, DraftState
from bot.domain.people import Person, Role, is_accused
from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.words.wording import case_words

_YES, _NO = "1", "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What "1" would do (see `Draft`), who may say it, in this order, and in which words it is put.
    Who asked for it never sends it himself."""

    kind: DraftKind
    subject: str
    roles: Sequence[Role]
    key: ReplyKey
    asked_by: str | None = None
    departments: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


async def put(docket: Docket, case: Case, offer: Offer) -> Person | None:
    """Whom it was put before, now or earlier."""
    before = await _before(docket, case, offer)
    if before is not None:
        return docket.office.directory.person(before.person)
    person = sender(docket, case, offer.roles, but=offer.asked_by)
    if person is None:
        return None
    draft = Draft(
        id=docket.office.ids.new("draft"),
        kind=offer.kind,
        case=case.key,
        person=person.id,
        subject=offer.subject,
        departments=offer.departments,
        cases=offer.cases or (case.key,),
        asked_by=offer.asked_by,
        created_at=docket.now,
        until=docket.now + docket.office.settings.draft_patience,
    )
    await docket.unit.drafts.add(draft)
    facts = {"note": DRAFTED, "kind": draft.kind.value, "subject": draft.subject, "to": person.id}
    await docket.note(case, EventKind.ADDED, offer.asked_by or "timer", facts)
    await _say(docket, case, draft, offer)
    return person


async def _before(docket: Docket, case: Case, offer: Offer) -> Draft | None:
    """The same that waits already, or that a timer has drafted before."""
    for draft in await docket.unit.drafts.of_case(case.key):
        if draft.kind is not offer.kind or draft.subject != offer.subject:
            continue
        waits = draft.state is DraftState.WAITING and draft.until > docket.now
        if waits or offer.asked_by is None:
            return draft
    return None


def sender(
    docket: Docket, case: Case, roles: Sequence[Role], *, but: str | None = None
) -> Person | None:
    """The first with one of these roles who can be written to, and is not complained of."""
    directory = docket.office.directory
    return next(
        (
            person
            for role in roles
            for person in directory.of_grid(case.grid, role)
            if person.id != but and not is_accused(person, case) and docket.can_reach(person.id)
        ),
        None,
    )


async def _say(docket: Docket, case: Case, draft: Draft, offer: Offer) -> None:
    """The bare number is an answer only where nothing else is asked in that chat."""
    thread = thread_of(None, docket.private_channel(draft.person) or "", draft.person)
    busy = bool(await docket.unit.questions.open_for([thread], docket.now))
    mark = f"{case.number} " if busy else ""
    parameters = case_words(docket.office, case) | dict(offer.words)
    parameters |= {"yes": mark + _YES, "no": mark + _NO}
    await docket.say(Say(key=offer.key, person=draft.person, case=case.key, parameters=parameters))
    if busy:
        return
    question = Question(
        thread=thread,
        kind=QuestionKind.DRAFT,
        case=case.key,
        until=draft.until,
        payload={"draft": draft.id},
    )
    await docket.unit.questions.ask(question)
