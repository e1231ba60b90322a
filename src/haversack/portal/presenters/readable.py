"""How does what a portal shows read in one file that needs nothing else, on a screen and on paper?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language

from haversack.web.steady import steady
from haversack.wording.dates import said
from haversack.wording.readable import Told, in_words

from ..queries.amendments import Report, corrections
from ..queries.bodies import Shown
from ..queries.hospital import hospital
from ..queries.leaving import lines_of, sections_with_lines
from ..queries.reader import Reader
from ..queries.whose import whose
from .amendments import correction_words
from .lines import meta, state_tag
from .sections import WORDS


def readable_record(reader: Reader) -> Iterator[str]:
    """The page in pieces, section by section."""
    (own,) = whose([reader])
    sections, corrected = sections_with_lines(reader), corrections(reader)
    yield _render(
        "portal/export/begin",
        whose=own,
        born=said(own.born.isoformat()) if own.born else "",
        made=said(timezone.localtime(reader.now).date().isoformat()),
        language=get_language() or "en",
        hospital=hospital(),
        contents=[{"slug": section.value, "name": WORDS[section].name, "number": n} for section, n in sections],
    )
    for section, number in sections:
        yield _render("web/readable/section", slug=section.value, name=WORDS[section].name, pending=False)
        for page in lines_of(reader, section, number):
            told = [told_line(one, corrected.get(one.row.pk, [])) for one in page if one.entry]
            yield _render("web/readable/rows", rows=told)
        yield _render("web/readable/section_end")
    yield _render("web/readable/end")


def told_line(one: Shown, corrected: list[Report]) -> Told:
    """A line in words, with what was put right in it or is disagreed with."""
    assert one.entry is not None
    tag = state_tag(one)
    told = in_words(one.entry, when=meta(one), state=tag.text if tag else "")
    told["notes"] = (*told["notes"], *map(correction_words, corrected))
    return told


def _render(template: str, **context: Any) -> str:
    return steady(get_template(f"{template}.html").render(context))
