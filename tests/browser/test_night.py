"""At night the page tells why ordinary lines wait; it follows the clock while it stands open."""

from datetime import datetime

from playwright.sync_api import expect

TEXT = "攒到早上 07:00 再说"


def test_the_note_comes_and_goes_with_the_night(page, rig):
    note = page.locator(".night")
    page.clock.install(time=datetime.fromisoformat("2026-03-02T21:59:30+08:00"))
    page.goto(rig.url)
    expect(note).to_be_hidden()
    page.clock.fast_forward("01:00")
    expect(note).to_be_visible()
    expect(note).to_contain_text(TEXT)
    page.clock.fast_forward("08:58:00")
    expect(note).to_be_visible()
    page.clock.fast_forward("03:00")
    expect(note).to_be_hidden()
