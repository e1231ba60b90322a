"""Who reports an entry, each in its own words, and what was it taken apart from?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from haversack.wording.dates import moment
from haversack.wording.entries import dated, short_value, title

from ..queries.details import Behind
from ..queries.lines import Line
from ..queries.opened import Opened
from ..queries.partings import Parted, parted
from ..rules.roles import Act, may
from .lines import row


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says, in a line of its own: which record, from whom, what and when."""

    record: int
    source: str
    says: str
    when: str


def parting_context(opened: Opened, line: Line, sources: list[Behind]) -> dict[str, Any]:
    """Both halves: several sources make one entry, which can be taken apart; or it was, and can be joined again."""
    answer = may(opened.role, Act.DECIDE)
    found = parted(opened, line)
    return {
        "statements": [_statement(one) for one in sources] if line.reported_by > 1 else [],
        "reporters": ", ".join(dict.fromkeys(one.source for one in sources)),
        "parted": found and _parted_words(found),
        "part_lines": [row(opened, one) for one in found.others] if found else [],
        "why_not": "" if answer else _(answer.reason),
    }


def _statement(one: Behind) -> Statement:
    entry = one.face.entry
    if entry is None:  # no line stands for what no category shows
        return Statement(one.record, one.source, "", "")
    says = ": ".join(part for part in (title(entry), short_value(entry)) if part)
    return Statement(one.record, one.source, says, dated(entry))


def _parted_words(found: Parted) -> str:
    words = _("By you, %(when)s.") if found.by_reader else _("By somebody with access to this backpack, %(when)s.")
    return words % {"when": moment(found.at)}
