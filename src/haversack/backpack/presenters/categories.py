"""What are the twelve shelves called, and which picture stands before each?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haversack.records.categories import CATEGORIES


@dataclass(frozen=True, slots=True)
class Words:
    """A category's name, its icon, and one sentence on what is inside, for the empty page."""

    name: str | Promise
    icon: str
    inside: str | Promise
    not_so: str | Promise  # the heading above what the sources said is not so


WORDS = {
    "allergies": Words(
        _("Allergies"), "flower", _("What a body reacts to, and how."), _("Ruled out, or stated as not present")
    ),
    "medications": Words(
        _("Medications"), "pill", _("Medicines prescribed, handed out or taken."), _("Not taken, or taken back")
    ),
    "vaccines": Words(_("Vaccines"), "syringe", _("Vaccines given, with their dates."), _("Not given, or taken back")),
    "labs": Words(_("Lab results"), "flask", _("Tests on blood, urine and other samples."), _("Taken back")),
    "vitals": Words(_("Vitals"), "pulse", _("Blood pressure, pulse, weight, height and temperature."), _("Taken back")),
    "procedures": Words(
        _("Procedures"), "scalpel", _("Operations, treatments and examinations."), _("Not done, or taken back")
    ),
    "pregnancy": Words(_("Pregnancy"), "expecting", _("Pregnancies, due dates and births."), _("Taken back")),
    "conditions": Words(
        _("Conditions"), "stethoscope", _("Diagnoses and health problems."), _("Ruled out, or stated as not present")
    ),
    "social-history": Words(_("Social history"), "people", _("Tobacco, alcohol, work and home."), _("Taken back")),
    "visits": Words(_("Visits"), "building", _("Appointments and hospital stays."), _("Did not happen, or taken back")),
    "documents": Words(_("Documents"), "file", _("Letters, notes and reports."), _("Taken back")),
    "other": Words(
        _("Other"),
        "box",
        _("Everything else that came, such as care plans, goals and insurance claims."),
        _("Taken back"),
    ),
}
ORDER = [one.slug for one in CATEGORIES]
