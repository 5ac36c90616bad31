"""What people do on the page, in few words."""

from playwright.sync_api import Locator, Page


def pane(page: Page, kind: str) -> Locator:
    return page.locator(f"#pane-{kind}")


def bubbles(page: Page, kind: str) -> Locator:
    """What was said in a pane, from the top."""
    return pane(page, kind).locator(".post .text")


def speak_as(page: Page, name: str) -> None:
    page.locator(".person", has_text=name).click()


def say(page: Page, kind: str, text: str) -> None:
    field = pane(page, kind).locator("textarea")
    field.fill(text)
    field.press("Enter")


def row(page: Page, number: int) -> Locator:
    return page.locator(f".row[data-key=case-{number}]")


def show(page: Page, tab: str) -> None:
    """On a phone: choose a tab."""
    page.locator(f".tabs [data-tab={tab}]").click()
