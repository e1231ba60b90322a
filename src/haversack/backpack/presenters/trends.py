"""What does the page of one test over time say?

The newest result in words, the picture, and every result in a table.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from haversack.web.paging import Paging
from haversack.wording.trends import Result, drawn
from haversack.wording.values import in_words, line_for, stands, with_unit

from ..queries.lines import Line
from ..queries.opened import Opened
from ..queries.trends import page_of_results, results_like
from .categories import WORDS
from .lines import address, plain_of, title_of, when_and_where

PAGE = 60  # results in one picture and its table: more would lie on top of each other; earlier ones are a page further


def trend_context(opened: Opened, line: Line, asked: str) -> dict[str, Any] | None:
    """Everything the page shows; None where the line is no result of a test."""
    total = results_like(opened, line.id)
    if not total:
        return None
    paging = Paging.asked(asked, total, size=PAGE)
    lines = page_of_results(opened, line.id, paging.slice.start, paging.slice.stop)
    newest = lines[0]
    entry = newest.entry
    found = drawn([Result(one.entry, one.source.name, address(opened, one)) for one in lines], total)
    return {
        "line": newest,
        "title": title_of(newest),
        "plain": plain_of(newest),
        "back": reverse("backpack:category", args=[opened.uuid, entry.category]),
        "back_text": WORDS[entry.category].name,
        "entry_url": reverse("backpack:entry", args=[opened.uuid, newest.id]),
        "value": with_unit(entry.value) or _("No result given"),
        "verdict": stands(entry.value, entry.range, entry.flag),
        "in_words": in_words(entry),
        "meta": when_and_where(newest),
        "number_line": line_for(entry.value, entry.range, entry.flag, width=280),
        "paging": paging,
        "trend": found,
        "several_methods": len(found.series) > 1 and not entry.components,
    }
