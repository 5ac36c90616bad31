"""What staff put right is kept as an example to learn from, of nobody (decision 0016).

Comes in: words, what they should have been taken for, their case. Goes out: a correction without
names, numbers, rooms or estates, and only where the office consents. Does not: keep anything of
private matters or of emergencies; train.
"""

import re
from typing import Final

from bot.domain.case import Case
from bot.domain.correction import Correction, CorrectionKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.matters import Privacy
from bot.journey.docket import Docket
from bot.journey.office import Office
from intents.contacts import mask

_SHORTEST: Final = 4
_LONGEST: Final = 400
_LONG_NUMBER: Final = re.compile(r"\d{3,}")
"""Whatever is left of rooms, dates and sums: it tells nothing of the matter."""

_NAME: Final = 2
"""A name of one character would blank half a text."""


async def keep(
    docket: Docket, case: Case, words: str, *, kind: CorrectionKind, item: str | None
) -> None:
    """Keep the words with their label, as far as the office consents and they are nobody's
    secret. `case` is as it was before it was put right."""
    office = docket.office
    if not office.settings.learning_consent or is_delicate(office, case, item):
        return
    text = of_nobody(office, words)
    if len(text) < _SHORTEST:
        return
    await docket.unit.corrections.add(
        Correction(
            id=office.ids.new("correction"),
            kind=kind,
            text=text,
            item=item,
            was=None if kind is CorrectionKind.MISSED_REQUEST else case.item,
            model=case.model,
            day=docket.now.astimezone(SHANGHAI).date(),
        )
    )


def is_delicate(office: Office, case: Case, item: str | None) -> bool:
    """Whether the words are nothing to learn from: private matters, and emergencies, which are
    rules' business."""
    if case.is_restricted or case.emergency is not None:
        return True
    matter = office.matters[item] if item in office.matters and item else None
    return matter is not None and matter.privacy is not Privacy.NORMAL


def of_nobody(office: Office, words: str) -> str:
    """The words with contacts masked, and without the names of people and places here."""
    text = mask(" ".join(words.split()))
    for name in _names(office):
        text = text.replace(name, "")
    text = _LONG_NUMBER.sub("", text)
    return " ".join(text.split())[:_LONGEST]


def _names(office: Office) -> list[str]:
    """The long before the short: a name may be part of another."""
    directory = office.directory
    names = {directory.street, *(grid.community for grid in directory.grids)}
    names |= {grid.name for grid in directory.grids}
    names |= {room.estate for room in directory.rooms if room.estate}
    names |= {person.name for person in directory.people}
    return sorted((name for name in names if len(name) >= _NAME), key=len, reverse=True)
