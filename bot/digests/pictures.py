"""What the picture beside a digest shows.

Comes in: the cases of its grids with their lamps. Goes out: a chart to be drawn. Does not: draw it,
or tell anything of a single case.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.digests.charts import Chart, Day
from bot.digests.facts import Seen, opened_in, settled_in
from bot.domain.deadlines import SHANGHAI
from bot.domain.digest import Digest
from bot.domain.facts import Period
from bot.domain.lamps import Lamp
from bot.journey.office import Office

DAYS: Final = 14
"""Days of the trend, with the day of the digest."""


def chart_of(office: Office, digest: Digest, seen: Sequence[Seen], title: str) -> Chart:
    """Cases that are not over, by category and lamp, and the last fourteen days."""
    words = office.words
    today = digest.slot.astimezone(SHANGHAI).date()
    cases = [one.case for one in seen]
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    return Chart(
        title=title,
        bars_title=words.term("chart", "open"),
        bars=_bars(office, seen),
        lamps={lamp: words.term("lamp", lamp.value) for lamp in Lamp},
        trend_title=words.term("chart", "trend").format(count=DAYS),
        opened_name=words.term("chart", "opened"),
        settled_name=words.term("chart", "settled"),
        days=[
            Day(
                name=_name(office, day, first=order == 0),
                opened=len(opened_in(cases, Period.of_days(day, day))),
                settled=len(settled_in(cases, Period.of_days(day, day))),
            )
            for order, day in enumerate(days)
        ],
    )


def _bars(office: Office, seen: Sequence[Seen]) -> list[tuple[str, Counter[Lamp]]]:
    """The most first; what is over or a drill is left out."""
    found: dict[str, Counter[Lamp]] = {}
    for one in seen:
        if one.case.is_open and not one.case.drill:
            name = office.matters[one.case.item].category_name
            found.setdefault(name, Counter())[one.lamp] += 1
    return sorted(found.items(), key=lambda bar: (-bar[1].total(), bar[0]))


def _name(office: Office, day: date, *, first: bool) -> str:
    """The day of the month; with the month where one begins."""
    if first or day.day == 1:
        return office.words.term("chart", "day").format(month=day.month, day=day.day)
    return str(day.day)
