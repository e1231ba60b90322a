"""How does what a portal shows read in one file that needs nothing else, on a screen and on paper?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language

from haversack.web.steady import steady
from haversack.wording.dates import said
from haversack.wording.readable import in_words

from ..queries.hospital import hospital
from ..queries.leaving import lines_of, sections_with_lines
from ..queries.reader import Reader
from ..queries.whose import whose
from .lines import meta, state_tag
from .sections import WORDS


def readable_record(reader: Reader) -> Iterator[str]:
    """The page in pieces, section by section."""
    (own,) = whose([reader])
    sections = sections_with_lines(reader)
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
            told = [
                in_words(one.entry, when=meta(one), state=tag.text if (tag := state_tag(one)) else "")
                for one in page
                if one.entry
            ]
            yield _render("web/readable/rows", rows=told)
        yield _render("web/readable/section_end")
    yield _render("web/readable/end")


def _render(template: str, **context: Any) -> str:
    return steady(get_template(f"{template}.html").render(context))
