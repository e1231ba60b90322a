"""What does the page show on which staff look through a patient's eyes?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from haversack.web.words import Tag
from haversack.wording.dates import moment, said
from haversack.wording.entries import title

from ...queries.simulator import Line, Simulation, lines, totals
from ...rules.release import Reason
from ...rules.sections import Section
from ..sections import WORDS


def seen_context(simulation: Simulation, section: Section) -> dict[str, Any]:
    """Each section with how many are seen and how many are not; one section's records with their reasons."""
    counted = totals(simulation)
    sections = []
    for one, words in WORDS.items():
        found = counted.get(one)
        if found is not None:
            seen = found.get(Reason.SHOWN.value, 0)
            sections.append((words.slug, str(words.name), seen, sum(found.values()) - seen))
    return {
        "sections": sections,
        "section_name": str(WORDS[section].name),
        "lines": [_line(one) for one in lines(simulation, section)],
        "at": moment(simulation.now),
    }


def _line(line: Line) -> dict[str, Any]:
    when = [
        _("from %(when)s") % {"when": moment(line.visible_from)} if line.visible_from and not line.seen else "",
        _("until %(when)s") % {"when": moment(line.visible_until)} if line.visible_until else "",
    ]
    return {
        "name": title(line.entry) if line.entry else line.row.type,
        "day": said(line.entry.date) if line.entry else "",
        "why": _(line.why),
        "basis": line.legal_basis,
        "when": ", ".join(part for part in when if part),
        "tag": Tag(_("Seen"), "ok", "eye") if line.seen else Tag(_("Not seen"), "warn", "lock"),
    }
