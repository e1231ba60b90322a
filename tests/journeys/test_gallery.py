"""Every component in every state can be read by everybody, before a page uses it."""

from __future__ import annotations

import pytest

PAGES = {"components": "", "frame": "frame/", "door": "door/", "confirm": "confirm/", "error": "error/404/"}


@pytest.mark.parametrize("name", PAGES)
def test_the_gallery_is_without_fault(page, new_page, look, name):
    page.goto(f"/gallery/{PAGES[name]}")
    look(page, f"gallery-{name}")
    new_page.complaints[:] = [each for each in new_page.complaints if name != "error" or "404" not in each]
