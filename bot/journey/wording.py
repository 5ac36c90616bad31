"""Parameters of replies: what may be said of a case, in a group or in private (domain rules §11.2).

Comes in: cases. Goes out: text parameters, masked. Does not: hold sentences (the catalogue does).
"""

from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.place import Place
from bot.journey.office import Office
from intents.contacts import mask

_QUARREL = "JF"


def place_in_group(office: Office, case: Case) -> str:
    """Building and spot only; nothing below the estate for disputes and restricted cases."""
    if case.category == _QUARREL or case.is_restricted:
        return ""
    return mask(join_place(Place(building=case.place.building, spot=case.place.spot)))


def join_place(place: Place) -> str:
    """The stated parts one after the other, from the large to the small."""
    parts = (place.building, place.unit, place.floor, place.room, place.spot)
    return "".join(part for part in parts if part)


def short_name(name: str) -> str:
    """An item's name without the remark in brackets."""
    return name.split("(")[0].split("（")[0]


def case_words(office: Office, case: Case, *, in_private: bool = False) -> dict[str, str]:
    """What sentences about a case are made of. `words` and the full place only in private to those
    who handle it.
    """
    matter = office.matters[case.item]
    grid = office.directory.grid(case.grid)
    until = case.resolve_until.astimezone(SHANGHAI) if case.resolve_until else None
    name = short_name(matter.name)
    if case.emergency is not None:
        name = office.words.term("emergency", case.emergency)
    parameters = {
        "number": str(case.number),
        "matter": name,
        "category": matter.category_name,
        "place": join_place(case.place) if in_private else place_in_group(office, case),
        "grid": grid.name if grid else case.community,
        "level": office.words.term("level", case.level.value),
        "department": short_name(case.department),
        "status": office.words.term("status", case.status.value),
        "urgency": office.words.term("urgency", case.urgency.value),
        "until": f"{until:%m-%d %H:%M}" if until else "",
        "to": "",
    }
    if in_private:
        parameters["words"] = mask(case.words)[:200]
    return parameters
