"""Parameters of replies: what may be said of a case, in a group or in private (domain rules §11.2).

Comes in: cases. Goes out: text parameters, masked. Does not: hold sentences (the catalogue does).
"""

from collections.abc import Iterable

from bot.domain.case import Case, CaseStatus
from bot.domain.deadlines import SHANGHAI
from bot.domain.matters import Admission, Matter
from bot.domain.place import join_place, open_place
from bot.domain.reply import ReplyKey
from bot.journey.office import Office
from intents.contacts import mask

QUARREL = "JF"
"""The category of which a group hears no place."""

UNTOLD = "untold"
_LONGEST = 200


def place_in_group(case: Case) -> str:
    """Building and spot only; nothing below the estate for disputes and restricted cases."""
    if case.category == QUARREL or case.is_restricted:
        return ""
    return mask(open_place(case.place))


def status_of(case: Case) -> str:
    """The name of a case's status; of what a department has not been told yet, that."""
    waits = case.untold and case.status is CaseStatus.DISPATCHED and case.accepted_at is None
    return UNTOLD if waits else case.status.value


def short_name(name: str) -> str:
    """An item's name without the remark in brackets."""
    return name.split("(")[0]


def case_words(office: Office, case: Case, *, in_private: bool = False) -> dict[str, str]:
    """What sentences about a case are made of. `words` and the full place only in private to those
    who handle it.
    """
    matter = office.matters[case.item]
    grid = office.directory.grid(case.grid)
    until = None if case.paused_at else case.resolve_until
    until = until.astimezone(SHANGHAI) if until else None
    name = short_name(matter.name)
    if case.emergency is not None:
        name = office.words.term("emergency", case.emergency)
    place = join_place(case.place) if in_private else place_in_group(case)
    parameters = {
        "number": str(case.number),
        "matter": name,
        "category": matter.category_name,
        "place": place,
        "grid": grid.name if grid else case.community,
        "level": office.words.term("level", case.level.value),
        "department": short_name(case.department),
        "status": office.words.term("status", status_of(case)),
        "how": office.words.term("on_site", _how(matter)),
        "urgency": office.words.term("urgency", case.urgency.value),
        "until": f"{until:%m-%d %H:%M}" if until else "",
        "to": "",
    }
    if case.drill:
        parameters["mark"] = office.words.term("alarm", "drill")
    if in_private:
        parameters["words"] = mask(" ".join(case.words.split()))[:_LONGEST]
    return parameters


def _how(matter: Matter) -> str:
    """How the grid goes about it: what it only assists with is the department's to settle."""
    assists = matter.admission is Admission.ASSIST
    return matter.admission.value if assists else matter.on_site.value


def choices(office: Office, cases: Iterable[Case]) -> str:
    """Cases to choose from, one after the other."""
    return "".join(office.words.render(ReplyKey.CHOICE, case_words(office, c)) for c in cases)
