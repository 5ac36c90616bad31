"""390 pixels wide: one pane at a time, a number on the others."""

from playwright.sync_api import expect

from tests.browser.talk import bubbles, pane, row, say, show, speak_as


def test_one_pane_is_shown_at_a_time(phone):
    for tab in ("leaders", "private", "cases", "owners"):
        show(phone, tab)
        for other in ("owners", "leaders", "private", "cases"):
            expect(pane(phone, other)).to_be_visible(visible=other == tab)


def test_what_comes_behind_a_tab_is_counted(phone):
    say(phone, "owners", "楼梯没有扶手")
    leaders, cases = (
        phone.locator(f".tabs [data-tab={tab}] .badge") for tab in ("leaders", "cases")
    )
    expect(leaders).to_have_text("1")
    expect(cases).to_have_text("1")
    show(phone, "leaders")
    expect(leaders).to_be_hidden()
    expect(bubbles(phone, "leaders")).to_have_count(1)


def test_the_whole_story_fits_the_screen(phone):
    say(phone, "owners", "楼梯没有扶手" * 20)
    expect(bubbles(phone, "owners")).to_have_count(2)
    speak_as(phone, "梁伯")
    show(phone, "leaders")
    say(phone, "leaders", "312我去看")
    show(phone, "cases")
    expect(row(phone, 312).locator(".status")).to_have_text("处置中")
    row(phone, 312).locator("a").click()
    expect(phone.get_by_role("dialog").locator(".event")).to_have_count(2)
    phone.get_by_role("button", name="关闭").click()
    for tab in ("owners", "leaders", "private", "cases"):
        show(phone, tab)
        assert phone.evaluate("document.documentElement.scrollWidth") == 390
        assert phone.evaluate("document.documentElement.scrollHeight") == 844


def test_the_last_words_are_in_sight(phone):
    for number in range(12):
        say(phone, "owners", f"第{number}句")
        expect(bubbles(phone, "owners")).to_have_count(number + 1)
    expect(bubbles(phone, "owners").last).to_be_in_viewport(ratio=1)
    expect(bubbles(phone, "owners").first).not_to_be_in_viewport()
