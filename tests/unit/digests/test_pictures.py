"""The picture beside a digest: what it shows, and that it can be read."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.digests.charts import Chart, Day, draw, typeface
from bot.digests.pictures import chart_of
from bot.digests.rounds import by_grid, picture_of
from bot.domain.case import CaseStatus
from bot.domain.lamps import Lamp
from bot.domain.matters import Privacy
from tests.builders import after, case
from tests.unit.digests.test_words import NOW, digest, new

NAMES = {lamp: lamp.value for lamp in Lamp}
COLOURS = {
    Lamp.FLASHING: (140, 29, 24),
    Lamp.RED: (209, 52, 47),
    Lamp.YELLOW: (227, 160, 8),
    Lamp.GREEN: (47, 158, 91),
    Lamp.BLUE: (59, 125, 216),
    Lamp.GREY: (152, 162, 173),
}


def shown(office, *cases):
    return chart_of(office, digest(), by_grid(office, cases, NOW)["g1"], "第一网格")


def test_open_cases_by_category_and_lamp(office):
    chart = shown(
        office,
        new(1),
        new(2, accepted_at=NOW, status=CaseStatus.PROCESSING),
        new(3, item="CG-02"),
        new(4, status=CaseStatus.SUSPENDED, paused_at=NOW),
        new(5, privacy=Privacy.SENSITIVE),
        new(6, drill=True),
        new(7, status=CaseStatus.CANCELED),
    )
    assert chart.bars == [
        ("公用设施", {Lamp.GREEN: 3, Lamp.GREY: 1}),
        ("城市管理", {Lamp.GREEN: 1}),
    ]


def test_fourteen_days(office):
    chart = shown(
        office,
        new(1),
        new(2, opened_at=NOW - timedelta(days=1)),
        case(3, opened_at=after(days=-11), done_at=NOW, status=CaseStatus.CLOSED),
        case(4, opened_at=after(days=-30)),
    )
    assert len(chart.days) == 14
    assert [day.name for day in chart.days][:2] == ["2-19", "20"]
    assert [day.name for day in chart.days][-5:] == ["28", "3-1", "2", "3", "4"]
    assert [day.opened for day in chart.days] == [1, *[0] * 11, 1, 1]
    assert [day.settled for day in chart.days] == [*[0] * 13, 1]


def picture(**fields) -> Image.Image:
    fields = {
        "title": "第一网格 03-04 早报",
        "bars_title": "在办工单",
        "bars": [("公用设施", dict.fromkeys(COLOURS, 2))],
        "lamps": NAMES,
        "trend_title": "近14天",
        "opened_name": "新增",
        "settled_name": "办结",
        "days": [Day(name=str(n), opened=n, settled=n) for n in range(14)],
    } | fields
    found = Image.open(BytesIO(draw(Chart(**fields))))
    assert found.format == "PNG"
    return found.convert("RGB")


def near(one, other) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(one, other, strict=True))


def test_every_lamp_has_its_colour():
    colours = [colour for _, colour in picture().getcolors(100_000)]
    assert [lamp for lamp, own in COLOURS.items() if any(near(own, c) for c in colours)] == list(
        COLOURS
    )


def test_it_is_as_wide_as_a_telephone_and_as_high_as_it_needs():
    one, ten = picture(), picture(bars=[(f"类{n}", {Lamp.RED: n}) for n in range(10)])
    assert one.width == ten.width == 750
    assert one.height < ten.height < 1300


@pytest.mark.parametrize(
    "changed", [{"bars": []}, {"days": []}, {"days": [Day(name="1", opened=0, settled=0)]}]
)
def test_where_there_is_nothing(changed):
    assert picture(**changed).height > 300


def test_the_type_has_every_letter_that_it_may_need(office):
    words = [name for matter in office.matters.values() for name in (matter.category_name,)]
    words += [office.words.term("lamp", lamp.value) for lamp in Lamp]
    words += [office.words.term("chart", name) for name in ("open", "trend", "opened", "settled")]
    words += [
        office.words.term("digest", name) for name in ("morning", "evening", "weekly", "grids")
    ]
    missing = bytes(typeface(24).getmask("\U0010fffd"))
    letters = {letter for word in words for letter in word if not letter.isspace()}
    assert [c for c in sorted(letters) if bytes(typeface(24).getmask(c)) == missing] == []


def test_it_is_small(office):
    cases = [new(number, item=item) for number, item in enumerate(["GY-11", "CG-02", "WY-01"] * 9)]
    png = picture_of(office, digest(), by_grid(office, cases, NOW))
    assert 2_000 < len(png) < 60_000
