"""The words of a digest: one message of few lines, the most urgent first, numbered.

Comes in: news, and the office's words. Goes out: text, and the cases that carry its numbers in
order. Does not: find out what is told; say anything of a restricted case but its number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.digests.facts import HotSpot, Line, News, Why
from bot.digests.lacking import worded_lacks
from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.digest import Digest, DigestKind, DigestRules
from bot.domain.lamps import Lamp
from bot.domain.matters import Level
from bot.domain.place import Place, appended, join_place
from bot.domain.reply import ReplyKey
from bot.journey.office import Office
from bot.journey.words.wording import case_words, short_name

_LATE: Final = frozenset({Why.FLASHING, Why.RED})
_LONGEST_NAME: Final = 22
_HOT_LINES: Final = 2
_NOON: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """What is said, the keys of the cases numbered in it (the first is number 1), and of those
    that each of its figures counts."""

    text: str
    cases: tuple[str, ...] = ()
    behind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def worded(office: Office, told: News, digest: Digest) -> Worded | None:
    """A digest in words; None where there is nothing to say and the office wants nothing said."""
    rules = office.digests
    name = title(office, digest)
    place = _names(office, digest.grids)
    if told.is_empty:
        parameters = {"kind": name, "grid": place}
        text = office.words.render(ReplyKey.DIGEST_NOTHING, parameters)
        return Worded(text=text) if rules.tell_nothing else None
    head = office.words.render(
        ReplyKey.DIGEST_HEAD,
        {
            "kind": name,
            "grid": place,
            "until": f"{told.now.astimezone(SHANGHAI):%m-%d %H:%M}",
            "count": _number(told.count("opened")),
            "kept": _number(told.count("settled")),
            "told": _number(told.count("confirmed")),
            "late": _number(told.count("red")),
            "held": _number(told.count("yours")),
        },
    )
    link = link_of(office, digest.id)
    numbered = [line_of(office, line, order) for order, line in enumerate(told.lines, 1)]
    rest = [_hot(office, hot) for hot in told.hot[:_HOT_LINES]]
    if told.unmet:
        rest.insert(0, _unmet(office, told.unmet))
    if told.called:
        rest.insert(0, worded_lacks(office, told.called))
    if told.decided:
        rest.insert(0, _decided(office, told))
    fitted = _fitted(office, with_room(rules, link), head, numbered, rest, told.lines)
    hot = {f"hot {_hot(office, one)}": one.cases for one in told.hot[:_HOT_LINES]}
    return replace(fitted, text=linked(fitted.text, link), behind={**told.behind, **hot})


def link_of(office: Office, digest: str) -> str:
    """The line with the address of the page of a digest; empty where the desk has none that is
    known outside."""
    pages = office.digests.pages
    if not pages:
        return ""
    return office.words.render(ReplyKey.DIGEST_LINK, {"link": f"{pages}/digests/{digest}"})


def with_room(rules: DigestRules, link: str) -> DigestRules:
    """The size that is left where a line comes after it."""
    if not link:
        return rules
    return replace(rules, lines=rules.lines - 1, characters=rules.characters - len(link) - 1)


def linked(text: str, link: str) -> str:
    """A digest with the line of its page."""
    return f"{text}\n{link}" if link else text


def _decided(office: Office, told: News) -> str:
    late = sum(one.is_late(told.now) for one in told.decided)
    words = {"count": str(len(told.decided)), "late": _number(late)}
    return office.words.render(ReplyKey.DIGEST_DECIDED, words)


def _unmet(office: Office, count: int) -> str:
    pages = office.digests.pages
    words = {"count": str(count), "link": f"{pages}/services" if pages else ""}
    return office.words.render(ReplyKey.DIGEST_UNMET, words)


def _number(count: int) -> str:
    """Nothing is said of what there is none of."""
    return str(count) if count else ""


def _fitted(
    office: Office,
    rules: DigestRules,
    head: str,
    numbered: Sequence[str],
    rest: Sequence[str],
    lines: Sequence[Line],
) -> Worded:
    """As much of it as the size allows: hot spots give way to the cases, the last cases to the
    count of what is left out."""
    for hot in range(len(rest), -1, -1):
        for shown in range(len(numbered), -1, -1):
            if hot and shown < min(len(numbered), rules.lines // 2):
                break
            left = len(numbered) - shown
            parameters = {"held": str(left) if left else "", "count": str(shown) if shown else ""}
            how = office.words.render(ReplyKey.DIGEST_HOW, parameters) if numbered else ""
            text = [head, *numbered[:shown], *rest[:hot], *([how] if how else [])]
            said = "\n".join(text)
            if len(text) <= rules.lines and len(said) <= rules.characters:
                keys = tuple(line.case.key for line in lines[:shown])
                return Worded(text=said, cases=keys)
    return Worded(text=head[: rules.characters])


def title(office: Office, digest: Digest) -> str:
    """What people call it."""
    if digest.kind is DigestKind.WEEKLY:
        return office.words.term("digest", digest.kind.value)
    morning = digest.slot.astimezone(SHANGHAI).hour < _NOON
    return office.words.term("digest", "morning" if morning else "evening")


def heading(office: Office, digest: Digest) -> str:
    """Of which grid it is, of which day, and what people call it."""
    day = f"{digest.slot.astimezone(SHANGHAI):%m-%d}"
    return f"{_names(office, digest.grids)} {day} {title(office, digest)}"


def line_of(office: Office, line: Line, order: int) -> str:
    """One case with its number in the digest; of a restricted one nothing but that it waits."""
    parameters = {
        "order": str(order),
        "number": str(line.case.number),
        "how": office.words.term("lamp_mark", _shown(line).value),
        "why": office.words.term("digest_why", line.why.name.lower()),
        "until": _until(office, line),
        "late": _late(office, line),
    }
    if line.case.is_restricted:
        return office.words.render(ReplyKey.DIGEST_LINE_PRIVATE, parameters)
    parameters["matter"] = name_of(office, line.case)
    parameters["to"] = _whose(office, line.case)
    return office.words.render(ReplyKey.DIGEST_LINE, parameters)


def name_of(office: Office, case: Case) -> str:
    """Place and matter, short."""
    words = case_words(office, case)
    name = appended(words["place"], words["matter"])
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _shown(line: Line) -> Lamp:
    return Lamp.FLASHING if line.why is Why.EMERGENCY else line.lamp


def _until(office: Office, line: Line) -> str:
    """Until when, where that is still to come."""
    if line.until is None or line.why in _LATE or line.why is Why.EMERGENCY:
        return ""
    at, today = line.until.astimezone(SHANGHAI), office.today
    return f"{at:%H:%M}" if at.date() == today else f"{at:%m-%d}"


def _late(office: Office, line: Line) -> str:
    """How many whole days it is late."""
    if line.until is None or line.why not in _LATE:
        return ""
    return _number((office.clock.now() - line.until).days)


def _whose(office: Office, case: Case) -> str:
    """With whom it lies, where that is not the grid itself."""
    if case.level is Level.GRID:
        return ""
    if case.level is Level.DEPARTMENT:
        return short_name(case.company or case.department)
    return office.words.term("level", case.level.value)


def _hot(office: Office, hot: HotSpot) -> str:
    place = join_place(Place(building=hot.building, spot=hot.spot))
    parameters = {
        "matter": appended(place, short_name(office.matters[hot.item].name)),
        "days": str(office.digests.hot_days),
        "count": str(hot.times),
    }
    return office.words.render(ReplyKey.DIGEST_HOT, parameters)


def _names(office: Office, grids: Sequence[str]) -> str:
    """What the grids are called: the only one by its name, several by their number."""
    found = [grid for id_ in grids if (grid := office.directory.grid(id_)) is not None]
    if len(found) == 1:
        return found[0].name
    return office.words.term("digest", "grids").format(count=len(found))
