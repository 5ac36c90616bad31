"""The list of answers in a browser: an offer taken in, an answer written and changed."""

from datetime import date

import pytest
from playwright.sync_api import expect

from bot.desk.books.answers import Answerbook
from bot.desk.pages.answers import AnswerPages
from bot.domain.knowledge import Entry, Proposal, Source, SourceKind
from bot.domain.viewing import Viewer
from bot.ids import TimedIds
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.rig import Rig
from tests.browser.test_access import findings
from tests.browser.test_items import apart, opened_store
from tests.builders import HE, T0, directory, matter
from tests.fakes.clock import FakeClock

LISTED = Entry(
    id="permit",
    item="MS-06",
    questions=("居住证怎么办", "办居住证要带什么材料"),
    answer="带身份证、照片和住址证明到居住地派出所申领，居住满半年。",
    source=Source(kind=SourceKind.LAW, name="《居住证暂行条例》", date=date(2016, 1, 1)),
)
OFFERED = Proposal(
    case="case-1",
    number=312,
    community="桥头社区",
    grid="g1",
    item="MS-06",
    question="磨刀的摊位几号来",
    answer="每月15号上午在小区南门。",
    proposed_at=T0,
)


@pytest.fixture
def knowledge(material):
    store, clock = apart(opened_store), FakeClock()
    book = Answerbook(
        store=store,
        entries=[LISTED],
        directory=directory,
        matters=lambda: {"MS-06": matter("MS-06", name="证照咨询")},
        clock=clock,
        ids=TimedIds(clock),
    )
    rig = Rig(material=material, trial=False, parts=[AnswerPages(book=book, material=material)])
    rig.door.viewer = Viewer(name="he", person=HE)
    rig.start()
    rig.on_loop(lambda: store.work(lambda unit: unit.proposals.put(OFFERED)))
    yield f"{rig.url}knowledge"
    rig.on_loop(store.close)
    rig.stop()


def test_offered_written_changed_retired(knowledge, visit):
    page = visit(knowledge, live=False)
    page.get_by_role("button", name="收录").click()
    expect(page.get_by_role("heading", name="本单位的（1）")).to_be_visible()
    page.get_by_role("link", name="写一条").click()
    page.get_by_label("事项").fill("MS-06")
    page.get_by_label("大家怎么问").fill("老年卡怎么办\n敬老卡怎么办")
    page.get_by_label("怎么答").fill("满65岁到社区一楼2号窗口。")
    page.get_by_role("button", name="存").click()
    expect(page.get_by_role("heading", name="本单位的（2）")).to_be_visible()
    listed = page.locator("li", has_text="居住证怎么办")
    listed.get_by_role("link", name="改").click()
    page.get_by_label("怎么答").fill("到派出所一楼。")
    page.get_by_role("button", name="存").click()
    expect(page.get_by_role("heading", name="原有的（0）")).to_be_visible()
    page.get_by_role("button", name="恢复原来的").click()
    expect(page.get_by_role("heading", name="原有的（1）")).to_be_visible()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_nothing_keeps_people_out(knowledge, visit, axe, viewport, scheme):
    page = visit(knowledge, live=False, viewport=viewport, color_scheme=scheme)
    for place in (knowledge, f"{knowledge}/entry"):
        page.goto(place)
        assert findings(page, axe) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
