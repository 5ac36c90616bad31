"""The words of a community's week.

Comes in: an overview, and the office's words. Goes out: text of few lines. Does not: count.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.digests.community import DEPARTMENTS, GRIDS, TOLD, Overview, Standing, worst
from bot.domain.deadlines import SHANGHAI
from bot.domain.digest import DigestRules
from bot.domain.reply import ReplyKey
from bot.journey.office import Office

_NAMED: Final = 3


def told(office: Office, found: Overview, size: DigestRules) -> str:
    """The message: everything together, then grids and departments, the worst first."""
    words, names = office.words, office.maps.names
    names = names | {grid.id: grid.name for grid in office.directory.grids}
    begin, end = (at.astimezone(SHANGHAI) for at in (found.period.begin, found.period.end))
    head = {
        "kind": words.term("digest", "community"),
        "until": f"{begin:%m-%d}",
        "count": _number(found.counts["opened"]),
        "kept": _number(found.counts["done"]),
        "days": str((end - begin).days),
    }
    lines = [words.render(ReplyKey.COMMUNITY_HEAD, head)]
    lines += _rates(office, [found.total], {"": words.term("rate", "total")}, 1)
    lines += _rates(office, found.grids, names, GRIDS)
    lines += _rates(office, found.departments, {}, DEPARTMENTS)
    if found.owing:
        lines.append(words.render(ReplyKey.COMMUNITY_OWING, {"words": _owing(office, found)}))
    if found.pushed:
        lines.append(words.render(ReplyKey.COMMUNITY_PUSHED, _pushed(office, found)))
    return _fitted(lines, size.lines, size.characters)


def _fitted(lines: list[str], most: int, characters: int) -> str:
    """What is too much goes from the middle: departments and grids before what is owed."""
    while len(lines) > most or len("\n".join(lines)) > characters:
        del lines[max(len(lines) - 3, 1)]
    return "\n".join(lines)


def _number(count: int) -> str:
    return str(count)


def _rates(
    office: Office, standings: Iterable[Standing], names: Mapping[str, str], most: int
) -> list[str]:
    few = office.figures.few
    return [
        office.words.render(
            ReplyKey.COMMUNITY_RATES,
            {"to": names.get(one.id, one.id), "words": _told(office, one, few)},
        )
        for one in worst(standings, most, few)
    ]


def _told(office: Office, one: Standing, few: int) -> str:
    """Every rate of which there are samples, with what it was."""
    parts = []
    for rate in TOLD:
        if not one.now[rate].whole:
            continue
        name = office.words.term("rate", rate)
        shown, before = one.now[rate].shown(few), one.before[rate].shown(few)
        if shown is None:
            parts.append(name + office.words.term("rate", "few").format(count=one.now[rate].whole))
            continue
        earlier = office.words.term("rate", "before").format(value=before) if before else ""
        parts.append(f"{name}{shown}%{earlier}")
    return " ".join(parts)


def _owing(office: Office, found: Overview) -> str:
    now, comma = office.clock.now(), office.words.term("mark", "comma")
    shape = office.words.term("rate", "owing")
    return comma.join(
        shape.format(name=one.department, count=len(one.cases), days=(now - one.since).days + 1)
        for one in found.owing[:_NAMED]
    )


def _pushed(office: Office, found: Overview) -> dict[str, str]:
    comma = office.words.term("mark", "comma")
    return {
        "count": str(sum(count for _, count in found.pushed)),
        "words": comma.join(f"{name}{count}" for name, count in found.pushed[:_NAMED]),
    }
