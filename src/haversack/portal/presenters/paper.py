"""How does what a portal shows read on paper: whose it is, what it is not, each section with its rule and its lines?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from haversack.web.paper import Document, Line, Part
from haversack.wording.dates import said
from haversack.wording.readable import Told

from ..queries.amendments import corrections
from ..queries.hospital import hospital
from ..queries.leaving import lines_of, sections_with_lines
from ..queries.policy import current_policy
from ..queries.reader import Reader
from ..queries.whose import whose
from ..queries.wish import wish_of
from ..rules.sections import Section
from .readable import told_line
from .sections import WORDS
from .windows import told

MOST_LINES = 300  # of a section: what nobody reads on paper is in the page and in the FHIR copy


def paper_record(reader: Reader) -> Document:
    """The newest lines of each section that has any, by the same queries as the pages."""
    (own,) = whose([reader])
    of = hospital()
    made = said(timezone.localtime(reader.now).date().isoformat())
    born = _("born %(born)s") % {"born": said(own.born.isoformat())} if own.born else ""
    not_complete = _("This is not your complete legal record") + ". "
    return Document(
        language=get_language() or "en",
        kind=_("Health record"),
        of=", ".join(part for part in (own.name, born) if part),
        heading=own.name,
        page=_("Page {} of {}"),
        sentences=[
            *([born] if born else []),
            _("What the portal of %(name)s showed on %(made)s.") % {"name": of.name, "made": made},
        ],
        warning=not_complete + _("Ask Medical Records for a full copy, %(number)s.") % {"number": of.help_line},
        contents=_("Contents"),
        parts=list(_parts(reader)),
    )


def _parts(reader: Reader) -> Iterator[Part]:
    policy, wish = current_policy().policy, wish_of(reader)
    for section, number in sections_with_lines(reader):
        rule = told(policy, section, wish, to_patient=reader.is_patient)
        yield Part(
            name=str(WORDS[section].name),
            sentences=[" ".join([f"{rule.title}.", *rule.sentences]), *_shortened(number)],
            lines=list(_lines(reader, section, min(number, MOST_LINES))),
        )


def _shortened(number: int) -> list[str]:
    if number <= MOST_LINES:
        return []
    words = _("Only the newest %(shown)d of %(number)d are here. The page to download has them all.")
    return [words % {"shown": MOST_LINES, "number": number}]


def _lines(reader: Reader, section: Section, most: int) -> Iterator[Line]:
    corrected = corrections(reader)
    for page in lines_of(reader, section, most):
        for one in page:
            if one.entry:
                yield _line(told_line(one, corrected.get(one.row.pk, [])))


def _line(line: Told) -> Line:
    verdict = " ".join(part for part in (line["verdict"], f"({line['range']})" if line["range"] else "") if part)
    parts = [f"{part['name']}: {part['value']}" for part in line["parts"]]
    return Line(
        name=line["name"],
        value=line["value"],
        when=line["when"],
        under=[part for part in (line["plain"], line["state"]) if part],
        beside=[part for part in (verdict, *parts, *line["notes"]) if part],
    )
