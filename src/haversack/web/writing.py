"""How is a small piece of a page written without a template, and still never raw?

A template costs some tens of times what joining the same text does. That is nothing once a page, and most of a page
that shows fifty rows; so what stands in rows is written here and in the modules that use this.
"""

import re
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from . import icons
from .words import Tag, Verdict

NOTHING = SafeString("")
_MARKUP = re.compile("[&<>\"']")


def escaped(text: Any) -> str:
    """The text with every character escaped that means something in HTML; what is HTML already stays as it is."""
    if type(text) is str:
        return escape(text) if _MARKUP.search(text) else text
    return conditional_escape(text)


def wrapped(before: str, text: Any, after: str) -> str:
    """The escaped text between two pieces of HTML; nothing where there is no text."""
    return f"{before}{escaped(text)}{after}" if text else ""


@lru_cache(maxsize=256, typed=True)  # typed: a text that is HTML already and one that is not are never the same
def icon(name: str, label: str = "") -> SafeString:
    """An icon drawn in place; without a label it is decoration and hidden from screen readers."""
    css = "i turn" if name in icons.TURNING else "i"
    seen = f'role="img" aria-label="{escaped(label)}"' if label else 'aria-hidden="true"'
    return SafeString(f'<svg class="{css}" viewBox="0 0 24 24" {seen}><path d="{icons.PATHS[name]}"/></svg>')


def verdict(verdict: Verdict | None) -> SafeString:
    """Where a value stands, in words with an arrow."""
    if not verdict:
        return NOTHING
    css = f"vd {verdict.kind}" if verdict.kind in ("in", "critical") else "vd"
    drawn = icon(verdict.icon) if verdict.icon else ""
    return SafeString(f'<span class="{css}">{drawn}{escaped(verdict.text)}</span>')


def tag(tag: Tag | None) -> SafeString:
    """A state, in sentence case."""
    if not tag:
        return NOTHING
    css = f"tag {tag.kind}" if tag.kind else "tag"
    drawn = icon(tag.icon) if tag.icon else ""
    return SafeString(f'<span class="{css}">{drawn}{escaped(tag.text)}</span>')
