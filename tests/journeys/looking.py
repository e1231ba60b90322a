"""What is a page held against when a journey looks at it?

The accessibility rules of axe (WCAG 2.2 AA and its best practices) in light and in dark, the width of a small phone,
and one H1. A picture is kept of each, at the widths of a phone and of a desk.
"""

from __future__ import annotations

from pathlib import Path

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE, DESK, SMALLEST = 390, 1280, 320
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]  # what can differ between light and dark


class Look:
    def __init__(self, pictures: Path) -> None:
        self._pictures = pictures
        self._axe = Axe()

    def __call__(self, page: Page, name: str) -> None:
        """Look at the page as it is now; `name` names the pictures. Leaves the page at its width, in light."""
        before = page.viewport_size or {"width": DESK, "height": 900}
        self._pictures.mkdir(parents=True, exist_ok=True)
        for scheme, rules in (("light", RULES), ("dark", OF_COLOUR)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for width in (DESK, PHONE):
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=self._pictures / f"{name}-{width}-{scheme}.png", full_page=True)
            self._no_faults(page, f"{name}, {scheme}", rules)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": SMALLEST, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= SMALLEST, f"{name} is {wide} px wide on a screen of {SMALLEST}"
        assert page.locator("h1").count() == 1, f"{name} has not exactly one H1"
        page.set_viewport_size(before)

    def _no_faults(self, page: Page, where: str, rules: list[str]) -> None:
        found = self._axe.run(page, options={"runOnly": rules})["violations"]
        told = [f"{fault['id']}: {fault['help']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]
        assert not told, f"{where}:\n" + "\n".join(told)
