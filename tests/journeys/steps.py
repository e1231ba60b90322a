"""What does a person do in several journeys? Each step is one thing they would say they did."""

from __future__ import annotations

import io
import zipfile

from playwright.sync_api import Page, expect

INES, IKENNA = "Open the demo", "Or be Ikenna"


def open_demo(page: Page, guest: str = INES) -> None:
    """Press the demo's button on the sign-in page."""
    page.goto("/account/login/")
    page.get_by_role("button", name=guest).click()
    page.wait_for_url("**/p/**")


def add_person(page: Page, name: str, who: str = "Myself", born: str = "") -> None:
    page.goto("/people/add/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Birth date").fill(born)
    page.get_by_label("Who is it?").select_option(label=who)
    page.get_by_role("button", name="Add this person").click()
    page.wait_for_url("**/p/**")


def go(page: Page, place: str) -> None:
    """Follow a link of the rail."""
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name=place).click()


def heading(page: Page, words: str) -> None:
    """Say which page one is on."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def add_files(page: Page, *files: tuple[str, bytes], source: str = "") -> None:
    """Send files through the import page, and wait until they are in."""
    go(page, "Add files")
    sent = [{"name": name, "mimeType": "application/json", "buffer": data} for name, data in files]
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    page.get_by_label("Where they are from").fill(source)
    page.get_by_role("button", name="Add these files").click()
    page.wait_for_url("**/import/*/")
    for _ in range(200):  # the page asks again by itself, but only every two seconds
        if page.get_by_role("heading", name="What came").is_visible():
            return
        page.reload()
    raise AssertionError("the files were not taken in")


def add_and_accept(page: Page, *files: tuple[str, bytes], source: str = "") -> None:
    """Send files, and let all that came join the record."""
    add_files(page, *files, source=source)
    go(page, "Review")
    page.get_by_role("button", name="Add all to Backpack").first.click()


def take_away(page: Page) -> zipfile.ZipFile:
    """Make a copy of everything and download it."""
    go(page, "Take away")
    page.get_by_role("button", name="Make a copy of everything").click()
    page.wait_for_url("**/export/*/")
    for _ in range(200):  # the page asks again by itself, but only every two seconds
        if page.get_by_role("link", name="Download").is_visible():
            break
        page.reload()
    with page.expect_download() as arriving:
        page.get_by_role("link", name="Download").click()
    return zipfile.ZipFile(io.BytesIO(arriving.value.path().read_bytes()))


def open_category(page: Page, name: str) -> None:
    """From anywhere in a record, by home, to one of its categories."""
    go(page, "Health")
    page.locator(".cats").get_by_role("link", name=name).click()
    heading(page, name)


def switch_to(page: Page, name: str) -> None:
    """Open the person switcher and choose somebody else."""
    page.locator("summary").filter(has_text="Open record:").click()
    page.locator(".pop").get_by_role("link", name=name).click()


def told(page: Page, words: str) -> None:
    """The site says so."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()
