"""Could anything on this page run, lead away, load from elsewhere, or turn round the words beside it?

Our pages never hold inline scripts, handlers or styles of their own, so whatever is of that kind came out of a record.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

# Everything our templates draw. An element that is not among them came out of a record.
OURS = frozenset(
    """html head meta title link script style body main header footer nav section article aside div span p h1 h2 h3 h4
    a ul ol li dl dt dd table thead tbody tr th td caption colgroup col form label input select option optgroup textarea
    button fieldset legend details summary svg path g line circle rect text polyline polygon desc defs clippath pattern
    use b i em strong small br hr pre code ins dialog progress template time output figure figcaption noscript
    abbr""".split()  # noqa: SIM905
)
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "srcdoc", "xlink:href", "background")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _Judge(HTMLParser):
    def __init__(self, *, own_style: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._own_style = own_style
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in OURS or (tag == "style" and not self._own_style):
            self.faults.append(f"<{tag}>")
        names = dict(attributes)
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "srcdoc", "hx-on"):
                self.faults.append(f"{name} on <{tag}>")
            if name in _ADDRESSES and not self._stays(value or ""):
                self.faults.append(f"<{tag} {name}> leads elsewhere")
        if tag == "meta" and "refresh" in (names.get("http-equiv") or "").lower():
            self.faults.append("sent on")
        self._inside = tag if tag in ("script", "style") and "src" not in names else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script" and data.strip():
            self.faults.append("a script in the page")

    def _stays(self, address: str) -> bool:
        address = re.sub(r"[\x00-\x20]", "", address)
        parts = urlsplit(address)
        return not parts.scheme and not parts.netloc and not address.startswith(("//", "\\"))


def faults(page: str, *, own_style: bool = False) -> list[str]:
    """What is wrong with this page; own_style: it carries its style sheet itself, as an export does."""
    judge = _Judge(own_style=own_style)
    judge.feed(page)
    judge.close()
    if _TURNS.search(page):
        judge.faults.append("what turns words round")
    if _UNSEEN.search(page):
        judge.faults.append("what nobody sees")
    return judge.faults
