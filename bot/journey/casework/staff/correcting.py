"""Staff put right what the program made of words (domain rules §6.2): another matter, or no request
at all.

Comes in: a case, and what it should have been. Goes out: the case with its right matter and
department, or its end; an example to learn from where the office consents. Does not: read words.
"""

from collections.abc import Mapping
from typing import Final

from bot.domain.case import Case, CaseStatus, EventKind
from bot.domain.correction import CorrectionKind
from bot.domain.errors import IllegalMove
from bot.domain.matters import Matter, Privacy
from bot.domain.moves import CaseMove
from bot.domain.people import Action, is_accused, is_complaint, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.reports.dispatching import dispatch_again, first_level, lead_department
from bot.journey.casework.staff.learning import keep
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import EVERYTHING, stop
from bot.journey.steps.leading import leaders_room, tell_privately
from bot.journey.words.wording import case_words, short_name
from intents.matters import codes_named
from intents.text import bigrams

_OPEN: Final = "-00"
"""`CG-00`: of the category nothing more is known."""

_ALIKE: Final = 0.5
_NOT_TAKEN: Final = frozenset({CaseStatus.PENDING_VERIFY, CaseStatus.DISPATCHED})


async def other_matter(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is something else, says somebody who may judge; whoever leads there has it now."""
    require(heard.person, Action.JUDGE, case.grid)
    label = label_of(docket.office.matters, heard.decision.matter or "", case)
    if label is None or is_accused(heard.person, case):
        await docket.say(
            Say(
                key=ReplyKey.MATTER_UNKNOWN,
                person=heard.person.id,
                parameters={"number": str(case.number), "matter": heard.decision.matter or ""},
            )
        )
        return case
    return await reclassify(docket, case, label, by=heard.person.id)


async def reclassify(docket: Docket, case: Case, label: str, *, by: str) -> Case:
    """The case under its right item (of a category alone the likeliest by its words)."""
    matters = docket.office.matters
    item = likeliest(matters, label.split("-")[0], case) if label.endswith(_OPEN) else label
    if case.emergency is not None:
        raise IllegalMove("an emergency is called off, not renamed")
    await keep(docket, case, case.words, kind=CorrectionKind.WRONG_ITEM, item=label)
    matter = matters[item]
    detail = {"note": "reclassified", "item": item, "was": case.item, "by": by}
    await docket.note(case, EventKind.ADDED, by, detail)
    privacy = case.privacy if matter.privacy is Privacy.NORMAL else matter.privacy
    changed = await docket.change(case, item=item, category=matter.category, privacy=privacy)
    if privacy is not Privacy.NORMAL or is_complaint(changed):
        await docket.drop_words(case)
    if matter.lead_department != case.department:
        changed = await _send_on(docket, changed, matter, by)
    await _tell(docket, changed)
    return changed


async def _send_on(docket: Docket, case: Case, matter: Matter, by: str) -> Case:
    """To whoever acts first in the right matter, unless somebody is at work already."""
    case = await docket.change(case, department=lead_department(docket, matter, case.accused))
    if case.status not in _NOT_TAKEN:
        return case
    level = first_level(matter, case.accused)
    return await dispatch_again(docket, case, by=by, level=level)


async def _tell(docket: Docket, case: Case) -> None:
    room = leaders_room(docket, case)
    if room is None:
        await tell_privately(docket, case)
        return
    parameters = case_words(docket.office, case) | {"to": short_name(case.department)}
    say = Say(key=ReplyKey.RECLASSIFIED, room=room.id, case=case.key, parameters=parameters)
    await docket.say(say)


async def no_request(docket: Docket, heard: Heard, case: Case) -> Case:
    """Nobody wanted anything, says somebody who may judge."""
    require(heard.person, Action.JUDGE, case.grid)
    return await drop(docket, case, by=heard.person.id)


async def drop(docket: Docket, case: Case, *, by: str) -> Case:
    """The case ends, and what was still to be said of it is not said."""
    if case.emergency is not None:
        raise IllegalMove("an emergency is called off, not dropped")
    changed = await docket.move(case, CaseMove.CANCEL, by, {"note": "no_request"})
    await keep(docket, case, case.words, kind=CorrectionKind.NOT_A_REQUEST, item=None)
    await docket.drop_words(case)
    await stop(docket, case, EVERYTHING)
    return changed


def label_of(matters: Mapping[str, Matter], said: str, case: Case) -> str | None:
    """The item or category (`XX-00`) that goes by a spoken or official name."""
    exact = [matter.item for matter in matters.values() if short_name(matter.name) == said]
    named = exact or [code for code in codes_named(said) if "-" not in code or code in matters]
    if not named:
        named = _alike(matters, said)
    if not named:
        return next((f"{m.category}{_OPEN}" for m in matters.values() if m.category == said), None)
    items = [code for code in named if "-" in code]
    if not items:
        return f"{named[0]}{_OPEN}"
    wanted, own = bigrams(said), bigrams(case.words)
    names = {code: bigrams(matters[code].name) for code in items}
    return max(items, key=lambda code: (len(wanted & names[code]), len(own & names[code])))


def _alike(matters: Mapping[str, Matter], said: str) -> list[str]:
    wanted = bigrams(said)
    scores = {
        matter.item: len(wanted & bigrams(matter.name)) / max(len(wanted), 1)
        for matter in matters.values()
    }
    best = max(scores, key=lambda item: scores[item], default="")
    return [best] if best and scores[best] >= _ALIKE else []


def likeliest(matters: Mapping[str, Matter], category: str, case: Case) -> str:
    """The item of a category whose name the words of a case come nearest to."""
    own = bigrams(case.words)
    found = [matter for matter in matters.values() if matter.category == category]
    return max(found, key=lambda matter: len(own & bigrams(matter.name))).item


def is_label(matters: Mapping[str, Matter], label: str) -> bool:
    """Whether this is an item of the list, or one of its categories alone (`XX-00`)."""
    if label in matters:
        return True
    return label.endswith(_OPEN) and any(
        matter.category == label.removesuffix(_OPEN) for matter in matters.values()
    )
