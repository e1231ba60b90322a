"""Which characters could a text of somebody else's use to disturb the words beside it? None of them is on our pages.

Escaping keeps markup from running. It leaves the characters that turn round the order of what follows (the explicit
formatting characters of Unicode UAX #9) and those that nobody sees; text from right to left needs neither of them.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_DISTURBING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
# The same as UTF-8, so that a page need not be decoded for it: single bytes, and characters that begin with E2.
_BYTES = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_OF_THREE = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")


def steady(page: str) -> str:
    """The page without them."""
    return _DISTURBING.sub("", page)


class SteadyPages:
    """Every page that leaves the site is steady; files and what is not HTML leave as they are."""

    def __init__(self, page: Callable[[HttpRequest], HttpResponse]) -> None:
        self.page = page

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.page(request)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = _OF_THREE.sub(b"", response.content.translate(None, _BYTES))
        return response
