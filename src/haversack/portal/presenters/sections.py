"""What are the eight sections called, which picture stands before each, and what is inside?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..rules.sections import Section


@dataclass(frozen=True, slots=True)
class Words:
    """A section's name, its icon, and one sentence on what is inside, which the empty page says."""

    section: Section
    name: str | Promise
    icon: str
    inside: str | Promise

    @property
    def slug(self) -> str:
        return self.section.value


_TABLE = (
    Words(
        Section.RESULTS,
        pgettext_lazy("section", "Results"),
        "flask",
        _("Tests on blood, urine and other samples."),
    ),
    Words(
        Section.MEDICATIONS,
        _("Medications"),
        "pill",
        _("Medicines, as participating providers keep the list."),
    ),
    Words(Section.ALLERGIES, _("Allergies"), "flower", _("What a body reacts to, and how.")),
    Words(Section.CONDITIONS, _("Conditions"), "stethoscope", _("Diagnoses and health problems.")),
    Words(Section.PREVENTIVE, _("Preventive care"), "syringe", _("Vaccines given, with their dates.")),
    Words(Section.REPORTS, _("Reports"), "file", _("Imaging, history and physical, consultations in the hospital.")),
    Words(Section.LETTERS, _("Letters"), "mail", _("What the hospital wrote to you.")),
    Words(Section.VISITS, _("Visit history"), "building", _("Appointments and hospital stays.")),
)
WORDS = {words.section: words for words in _TABLE}
BY_SLUG = {words.slug: words for words in _TABLE}
