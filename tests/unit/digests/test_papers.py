"""The paper of a joint meeting."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from bot.digests.community import Material
from bot.digests.facts import Seen
from bot.digests.meetings import agenda, stuck_of
from bot.digests.overviews import overview_of
from bot.digests.papers import paper
from bot.domain.case import CaseStatus, EventKind
from bot.domain.facts import Facts
from bot.domain.lamps import Lamp
from bot.domain.matters import Level, Privacy
from bot.domain.place import Place
from bot.journey.unmet import Unmet
from tests.builders import after, case, case_event
from tests.unit.digests.test_community import SLOT, fact
from tests.unit.journey.test_agendas import NEED


def late(number, lamp=Lamp.RED) -> Seen:
    place = Place(building=f"{number}栋", room="301")
    return Seen(case=case(number, opened_at=after(days=-number), place=place), lamp=lamp)


def other(number, lamp=Lamp.RED, **fields) -> Seen:
    return Seen(case=case(number, **fields), lamp=lamp)


@pytest.mark.parametrize(
    "left_out",
    [
        other(9, Lamp.YELLOW),
        other(9, privacy=Privacy.RESTRICTED),
        other(9, accused=("property",)),
        other(9, drill=True),
        other(9, done_at=after(60), status=CaseStatus.PENDING_CHECK),
    ],
)
def test_what_is_no_matter_for_a_meeting(left_out):
    assert stuck_of([left_out]) == []


def test_the_worst_and_the_oldest_are_gone_through():
    lots = [*(late(n) for n in range(1, 8)), late(8, Lamp.FLASHING)]
    assert [one.case.number for one in stuck_of(lots)] == [8, 7, 6, 5, 4]


HISTORY = [
    case_event(1, kind=EventKind.CASE_OPENED),
    case_event(2, kind=EventKind.ADDED),
    *(
        case_event(n, kind=EventKind.DISPATCHED, detail={"department": f"部门{n}"})
        for n in range(3, 12)
    ),
]


@pytest.fixture
def found(office):
    seen = [late(1), late(2, Lamp.FLASHING)]
    seen[1] = Seen(
        case=case(
            2,
            level=Level.DEPARTMENT,
            whistle="w1",
            opened_at=after(days=-20),
            words="住在301的老王说",
            place=Place(building="2栋", room="301"),
        ),
        lamp=Lamp.FLASHING,
    )
    facts = Facts(cases=tuple(fact(n, late=n > 4) for n in range(8)))
    material = Material(now=facts, before=Facts(), seen=seen, refused=["市政"])
    stuck = stuck_of(seen)
    histories = {one.case.key: HISTORY for one in stuck}
    return agenda(overview_of(office, material, SLOT), stuck, histories, office.matters)


def test_the_paper(office, found):
    sheet = Document(BytesIO(paper(office, found)))
    text = "\n".join(paragraph.text for paragraph in sheet.paragraphs)
    assert "社区党建联席会议材料" in text
    assert "2026-03-02起7天：受理8件，其中已办结8、在办0。" in text
    assert "#2 2栋路灯不亮：严重超时，第23天，在市政" in text
    assert "03-02 立案 → 03-02 派单部门7 → " in text
    assert "#1 1栋路灯不亮：攻坚哨，请" in text
    assert "#2 2栋路灯不亮：攻坚哨" not in text  # it was whistled for already
    assert "派活被退的部门：市政1" in text
    assert "301" not in text
    assert "老王" not in text


def test_its_tables_have_the_figures(office, found):
    grids, departments = Document(BytesIO(paper(office, found))).tables
    rows = [[cell.text for cell in row.cells] for row in grids.rows]
    assert rows[0] == ["网格", "报到率", "办结率", "按期率", "满意率"]
    assert rows[1][0] == "合计"
    assert rows[2] == ["第一网格", "", "100.0%", "62.5%", "100.0%"]
    assert departments.rows[1].cells[0].text.startswith("市政")


def test_needs_that_nobody_was_found_for(office, found):
    need = Unmet(need=NEED, lacking=50, number=1)
    sheet = Document(BytesIO(paper(office, replace(found, unmet=(need,)))))
    text = [paragraph.text for paragraph in sheet.paragraphs]
    assert text[text.index("要的、还没有对接的") + 1] == "#1 费用50元"
    assert "老王" not in "".join(text)


def test_where_nothing_is_stuck(office):
    material = Material(now=Facts(), before=Facts(), seen=[], refused=[])
    empty = agenda(overview_of(office, material, SLOT), [], {}, office.matters)
    text = [paragraph.text for paragraph in Document(BytesIO(paper(office, empty))).paragraphs]
    assert "欠答复的部门：没有" in text
