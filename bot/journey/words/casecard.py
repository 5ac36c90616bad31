"""A case as a card shows it, for the room or the one person before whom it stands.

Comes in: a case as it is now, the words it was told in, where they stand. Goes out: a `CaseCard`
with nothing on it that may not be said there. Does not: send, or check who may press: whoever does
is treated as if he had said it.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from bot.domain.cards import CardAct, CardButton, CaseCard
from bot.domain.case import Case, CaseStatus
from bot.domain.delivery import Delivery
from bot.domain.discretion import may_stand
from bot.domain.errors import IllegalMove
from bot.domain.moves import CaseMove, way
from bot.domain.people import is_accused, is_complaint
from bot.journey.office import Office
from bot.journey.words.wording import case_words
from bot.ports import UnitOfWork
from bot.ports.cards import ShownCard

LOOK_AGAIN: Final = timedelta(minutes=5)
"""So late a card may show that a lamp has changed; what is done to its case it shows at once."""

LOOK_SELDOM: Final = timedelta(days=1)

_STARTED: Final = frozenset({CaseStatus.PROCESSING})
_MOVES: Final[Mapping[CardAct, CaseMove]] = MappingProxyType(
    {CardAct.TAKE: CaseMove.START, CardAct.DONE: CaseMove.HAND_IN}
)
_HIDDEN: Final = "hidden"
_TERMS: Final = "card"


def case_card(
    office: Office, case: Case, text: str, *, room: str | None, person: str | None
) -> CaseCard:
    """What a card shows of a case there, now. The words it was told in stand there as long as
    something can be done.
    """
    term = office.words.term
    if not _may_show(office, case, room, person):
        state = term(_TERMS, _HIDDEN)
        return CaseCard(
            number=case.number, title="", text="", state=state, lamp="", version=case.version
        )
    words = case_words(office, case)
    buttons = tuple(
        CardButton(act=act, label=term(_TERMS, act.value)) for act in CardAct if _is_open(case, act)
    )
    return CaseCard(
        number=case.number,
        title=" ".join(part for part in (words["place"], words["matter"]) if part),
        text=text if buttons else "",
        state=words["status"],
        lamp=term("color", office.lamp(case).value) if case.is_open else "",
        buttons=buttons,
        version=case.version,
    )


async def card_of(office: Office, unit: UnitOfWork, delivery: Delivery) -> CaseCard | None:
    """The card of words that are to have one; None where their case is gone."""
    case = await unit.cases.get(delivery.case) if delivery.case else None
    if case is None:
        return None
    return case_card(office, case, delivery.text, room=delivery.room, person=delivery.person)


def standing(delivery: Delivery, card: CaseCard, reference: str | None, now: datetime) -> ShownCard:
    """The row of a card that was sent."""
    return ShownCard(
        delivery=delivery.id,
        case=delivery.case or "",
        channel=delivery.address.channel,
        reference=reference or delivery.id,
        room=delivery.room,
        person=delivery.person,
        shown=in_short(card),
        version=card.version,
        look_at=now + LOOK_AGAIN,
    )


def in_short(card: CaseCard) -> str:
    """The same where the same is shown; without a word of it."""
    facts = (card.number, card.title, card.text, card.state, card.lamp, card.buttons)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _may_show(office: Office, case: Case, room_id: str | None, person: str | None) -> bool:
    """As words about it may be said there."""
    directory = office.directory
    if room_id is not None:
        room = directory.room(room_id)
        return room is not None and may_stand(case, room, directory.people)
    if person is None:
        return False
    return not (is_complaint(case) and is_accused(directory.person(person), case))


def _is_open(case: Case, act: CardAct) -> bool:
    """Whether a button makes sense now; who may is asked when it is pressed."""
    if not case.is_open:
        return False
    if act is CardAct.TAKE and case.status in _STARTED:
        return False
    move = _MOVES.get(act, CaseMove.HAND_IN)
    try:
        way(case.status, move)
    except IllegalMove:
        return False
    return True
