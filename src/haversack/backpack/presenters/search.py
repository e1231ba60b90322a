"""What does the search page say?"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from haversack.web.paging import Paging
from haversack.wording.entries import READINGS

from ..queries.opened import Opened
from ..queries.search import lines_in_order, search
from .categories import WORDS
from .lines import reading, row

PAGE = 30


def search_context(opened: Opened, words: str, asked: str) -> dict[str, Any]:
    """What was found, titles first, then the newest, a page at a time."""
    found = search(opened, words) if words.strip() else []
    paging = Paging.asked(asked, len(found), size=PAGE)
    lines = lines_in_order(opened, found[paging.slice])
    return {
        "search_words": words,
        "paging": paging,
        "items": [
            (
                WORDS[line.entry.category].name,
                reading(opened, line) if line.entry.category in READINGS and line.entry.value else None,
                row(opened, line),
            )
            for line in lines
        ],
        "back": reverse("backpack:home", args=[opened.uuid]),
    }
