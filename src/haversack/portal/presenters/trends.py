"""What does the page of one test over time say? The newest result in words, the picture, every result in a table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from haversack.records.entry import Entry
from haversack.web.paging import Paging
from haversack.wording.entries import plain_name, title
from haversack.wording.trends import Result, drawn
from haversack.wording.values import in_words, line_for, stands, with_unit

from ..queries.bodies import Shown
from ..queries.hospital import hospital
from ..queries.reader import Reader
from ..queries.records import of_same_test
from .entry import acts_about
from .lines import address, meta

PAGE = 100  # results in one picture and its table; earlier ones are a page further


def trend_context(reader: Reader, shown: Shown, asked: str) -> dict[str, Any]:
    """Everything the page shows, beginning with the newest result of the test."""
    like = [one for one in of_same_test(reader, shown) if one.entry is not None] or [shown]
    paging = Paging.asked(asked, len(like), size=PAGE)
    results = like[paging.slice]
    newest = results[0]
    entry = newest.entry
    assert entry is not None
    found = drawn(
        [Result(one.entry, _laboratory(one.entry), address(reader.uuid, one)) for one in results if one.entry],
        len(like),
    )
    return {
        "title": title(entry),
        "plain": plain_name(entry),
        "value": with_unit(entry.value) or _("No result given"),
        "verdict": stands(entry.value, entry.range, entry.flag),
        "in_words": in_words(entry),
        "meta": meta(newest),
        "number_line": line_for(entry.value, entry.range, entry.flag, width=280),
        "entry_url": address(reader.uuid, newest),
        "paging": paging,
        "trend": found,
        "several_methods": len(found.series) > 1 and not entry.components,
        **acts_about(reader, newest),
    }


def _laboratory(entry: Entry) -> str:
    """Who made the result, as far as it says; results of two laboratories are drawn apart."""
    return entry.performers[0] if entry.performers else hospital().name
