"""The two groups and the private chats at a desk."""

import io

from PIL import Image
from playwright.sync_api import expect

from bot.domain.errors import StorageFull
from tests.browser.rig import EVIL_NAME, GROUPS, MEMBERS, OWNERS, Rig, SimulatedGroup
from tests.browser.talk import bubbles, pane, row, say, speak_as

REPORT = "1号楼侧边的楼梯没有扶手"
ANSWER = "@王秀兰 已立案 #312 楼梯扶手缺失"


def test_the_groups_stand_side_by_side_with_people_to_speak_as(page):
    expect(page.locator(".room-name").first).to_have_text("富善花园业主群")
    expect(page.locator(".person")).to_have_count(len(MEMBERS))
    expect(page.locator(".person .role")).to_have_text(
        ["居民", "居民", "党员楼长", "网格员", "网格长", "物业", "部门"]
    )
    boxes = [pane(page, kind).bounding_box() for kind in ("owners", "leaders", "cases")]
    assert boxes[0]["x"] < boxes[1]["x"] < boxes[2]["x"]
    assert {box["y"] for box in boxes} == {boxes[0]["y"]}


def test_a_report_is_answered_in_both_groups_and_fills_the_list(page):
    say(page, "owners", REPORT)
    expect(bubbles(page, "owners")).to_have_text([REPORT, ANSWER])
    expect(bubbles(page, "leaders")).to_have_text(["@梁伯 #312 楼梯扶手缺失，请梁伯看一下"])
    expect(row(page, 312).locator(".status")).to_have_text("待签收")
    expect(page.locator(".tally")).to_have_text("1 件")
    expect(pane(page, "owners").locator("textarea")).to_have_value("")


def test_what_leaders_say_moves_the_case_live(page):
    say(page, "owners", REPORT)
    expect(row(page, 312)).to_be_visible()
    speak_as(page, "梁伯")
    say(page, "leaders", "312我去看")
    expect(row(page, 312).locator(".status")).to_have_text("处置中")
    expect(row(page, 312).locator(".step")).to_contain_text("签收")
    expect(page.locator(".row")).to_have_count(1)
    expect(bubbles(page, "owners").last).to_have_text("#312 楼长已签收，正在查看")


def test_who_does_not_sit_in_a_group_cannot_speak_there(page):
    leaders = pane(page, "leaders")
    expect(leaders.locator(".elsewhere")).to_contain_text("王秀兰不在这个群里")
    expect(leaders.locator("form")).to_be_hidden()
    leaders.get_by_role("button", name="换成梁伯").click()
    expect(page.get_by_role("radio", name="梁伯")).to_be_checked()
    expect(leaders.locator("textarea")).to_be_focused()


def test_private_chats_are_each_persons_own(page, rig):
    say(page, "private", "家里的事，能私下说吗")
    expect(bubbles(page, "private")).to_have_text(["家里的事，能私下说吗", "收到，只有您看得到。"])
    speak_as(page, "何倩芬")
    expect(bubbles(page, "private")).to_have_count(0)
    rig.on_loop(lambda: rig.service.say("private:r1", "有进展了", to="r1"))
    unread = page.locator(".person", has_text="王秀兰").locator(".unread")
    expect(unread).to_be_visible()
    speak_as(page, "王秀兰")
    expect(unread).to_be_hidden()
    expect(bubbles(page, "private").last).to_have_text("有进展了")


def test_what_cannot_be_stored_stays_in_the_box(page, rig, watch):
    rig.service.trouble = StorageFull("disk full")
    say(page, "owners", REPORT)
    owners = pane(page, "owners")
    expect(owners.get_by_role("alert")).to_contain_text("磁盘已满")
    expect(owners.locator("textarea")).to_have_value(REPORT)
    expect(bubbles(page, "owners")).to_have_count(0)
    watch.forget("507")
    rig.service.trouble = None
    owners.get_by_role("button", name="发送").click()
    expect(bubbles(page, "owners").first).to_have_text(REPORT)
    expect(owners.get_by_role("alert")).to_be_hidden()


def test_names_and_words_are_text_never_markup(page):
    speak_as(page, EVIL_NAME)
    say(page, "owners", "<img src=x onerror=alert(1)> 早")
    post = pane(page, "owners").locator(".post")
    expect(post.locator(".text")).to_have_text("<img src=x onerror=alert(1)> 早")
    expect(post.locator(".name")).to_have_text(EVIL_NAME)
    expect(post.locator(".role")).to_have_text("居民 · 8栋")
    expect(post.locator(".said .text img, .who img")).to_have_count(0)


def choose(page, pane, name: str) -> None:
    """Choose a picture to come with the next words."""
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "orange").save(written, "PNG")
    with page.expect_file_chooser() as chooser:
        pane.get_by_role("button", name="附图片").click()
    chooser.value.set_files({"name": name, "mimeType": "image/png", "buffer": written.getvalue()})
    expect(pane.get_by_role("button", name="附图片", pressed=True)).to_be_visible()


def test_a_picture_can_be_left_out_again(page, rig):
    owners = pane(page, "owners")
    choose(page, owners, "灯.png")
    owners.get_by_role("button", name="附图片").click()
    expect(owners.get_by_role("button", name="附图片", pressed=False)).to_be_visible()
    say(page, "owners", "没有图")
    expect(bubbles(page, "owners").first).to_have_text("没有图")
    expect(owners.locator(".post").first.locator(".picture")).to_be_hidden()
    assert [message.attachments for message in rig.service.heard] == [()]


def test_quoting_a_picture_and_calling_the_bot(page, rig):
    say(page, "owners", "今天有雾")
    owners = pane(page, "owners")
    owners.locator(".post").hover()
    owners.get_by_role("button", name="引用", exact=True).click()
    expect(owners.locator(".reply")).to_contain_text("引用 王秀兰：今天有雾")
    owners.get_by_role("button", name="@群理").click()
    choose(page, owners, "灯.png")
    owners.locator("textarea").press_sequentially("看看")
    owners.locator("textarea").press("Shift+Enter")
    owners.locator("textarea").press_sequentially("第二行")
    owners.locator("textarea").press("Enter")
    last = owners.locator(".post").last
    expect(last.locator(".quoted")).to_have_text("王秀兰：今天有雾")
    expect(last.locator(".picture img")).to_be_visible()
    assert last.locator(".picture img").evaluate("image => image.naturalWidth") == 60
    expect(last.locator(".text")).to_have_text("@群理 看看\n第二行", use_inner_text=True)
    first, second = rig.service.heard
    assert (second.quoted, second.addressed) == (first.external_id, True)
    assert len(second.attachments) == 1


def test_nothing_is_sent_that_says_nothing(page, rig):
    say(page, "owners", "   ")
    expect(pane(page, "owners").get_by_role("alert")).to_have_text("还没写内容。")
    assert rig.service.heard == []


def test_two_windows_see_the_same(page, rig, visit):
    other = visit(rig.url)
    say(page, "owners", REPORT)
    expect(bubbles(other, "owners")).to_have_text([REPORT, ANSWER])
    expect(row(other, 312)).to_be_visible()


def test_the_page_comes_back_after_a_restart(page, rig, watch):
    say(page, "owners", REPORT)
    expect(bubbles(page, "owners")).to_have_count(2)
    rig.stop()
    expect(page.locator(".link-state")).to_have_attribute("data-state", "lost")
    say(page, "owners", "还在吗")
    expect(pane(page, "owners").get_by_role("alert")).to_contain_text("连不上服务")
    rig.start()
    expect(page.locator(".link-state")).to_have_attribute("data-state", "live")
    expect(bubbles(page, "owners")).to_have_count(0)
    expect(page.locator(".row")).to_have_count(0)
    pane(page, "owners").get_by_role("button", name="发送").click()
    expect(bubbles(page, "owners")).to_have_text(["还在吗"])
    watch.forget("ERR_")


def test_a_group_is_chosen_where_there_are_several(material, visit):
    second = SimulatedGroup(id="own2", name="恒达花园业主群", kind=OWNERS)
    rig = Rig(material=material, groups=(*GROUPS, second))
    rig.start()
    try:
        page = visit(rig.url)
        say(page, "owners", "这里是富善花园")
        expect(bubbles(page, "owners")).to_have_count(1)
        pane(page, "owners").get_by_label("选择群").select_option("恒达花园业主群")
        expect(bubbles(page, "owners")).to_have_count(0)
        expect(pane(page, "owners").locator(".elsewhere")).to_contain_text("王秀兰不在这个群里")
    finally:
        rig.stop()
