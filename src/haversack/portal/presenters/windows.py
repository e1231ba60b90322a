"""What does a page say at its top about what it shows and when? Every number in it is the policy's. (P4, P10, P11)"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from haversack.wording.dates import said

from ..rules.policy import Policy, Review, Window
from ..rules.release import WAITS_BY_WISH
from ..rules.sections import Section


@dataclass(frozen=True, slots=True)
class Told:
    """The rule as a heading, and the sentences under it."""

    title: str
    sentences: tuple[str, ...]


def told(policy: Policy, section: Section, wish_hours: int, *, to_patient: bool) -> Told:
    """What is said above a section's list. wish_hours: how long the patient asked the hospital to wait."""
    sentences = [_span(section, policy.window(section))]
    if section in WAITS_BY_WISH:
        sentences += [
            _withheld(policy),
            _reviewed(policy, section),
            _("You may see a result before your care team does."),
        ]
    if section is Section.MEDICATIONS:
        sentences.append(
            _("Only participating providers keep this list, so it is as current as your last visit to one.")
        )
    return Told(_title(policy, section, wish_hours, to_patient), tuple(filter(None, sentences)))


def _title(policy: Policy, section: Section, wish_hours: int, to_patient: bool) -> str:
    hours = policy.hold_hours(section)
    if section not in WAITS_BY_WISH:
        return str(_TITLES[section]())
    what = _WHAT[section]()
    if wish_hours > hours:
        words = _("%(what)s appear %(hours)s after they are final, as the patient asked")
        if to_patient:
            words = _("%(what)s appear %(hours)s after they are final, as you asked")
        return words % {"what": what, "hours": in_hours(wish_hours)}
    if hours:
        return _("%(what)s appear %(hours)s after they are final") % {"what": what, "hours": in_hours(hours)}
    return _("%(what)s appear as soon as they are final") % {"what": what}


def in_hours(hours: int) -> str:
    """ "72 hours"; whole days beyond three as days."""
    if hours > 72 and hours % 24 == 0:
        return ngettext("%d day", "%d days", hours // 24) % (hours // 24)
    return ngettext("%d hour", "%d hours", hours) % hours


def _span(section: Section, window: Window | None) -> str:
    if window is None:
        return _("Everything the hospital has in this part of the record is shown.")
    if window.current:
        return _("What holds today is shown; what is over is not.")
    if window.since is not None:
        whole_year = (window.since.month, window.since.day) == (1, 1)
        when = str(window.since.year) if whole_year else said(window.since.isoformat())
        return _("Everything since %(when)s is shown.") % {"when": when}
    years = window.younger_than_years or 0
    return (
        ngettext("What is less than %d year old is shown.", "What is less than %d years old is shown.", years) % years
    )


def _reviewed(policy: Policy, section: Section) -> str:
    """That some of a section wait for somebody at the hospital, where the policy says so."""
    for rule in policy.rules:
        if isinstance(rule, Review) and section in rule.where.sections:
            words = _("Some wait until somebody at the hospital has looked at them, at most %(hours)s.")
            return words % {"hours": in_hours(rule.at_most_hours)}
    return ""


def _withheld(policy: Policy) -> str:
    sentences = []
    for rule in policy.withheld():
        sentences.append(_("%(kind)s are not shown here.") % {"kind": _(rule.name)})
        sentences.append(_(rule.ask) if rule.ask else "")
    return " ".join(filter(None, sentences))


# What the preset of a hospital says in its own words, for the catalogue; another hospital's own words stay as they are.
OF_PRESETS = ("Pathology reports", "Ask the provider who ordered it.")
_TITLES = {
    Section.ALLERGIES: lambda: _("Allergies that the hospital knows of"),
    Section.CONDITIONS: lambda: _("Conditions that the hospital knows of"),
    Section.MEDICATIONS: lambda: _("The list that participating providers keep"),
    Section.PREVENTIVE: lambda: _("Vaccines that the hospital knows of"),
    Section.LETTERS: lambda: _("Letters from the hospital"),
    Section.VISITS: lambda: _("Visits to this hospital and its clinics"),
}
_WHAT = {
    Section.RESULTS: lambda: pgettext("subject of a sentence", "Results"),
    Section.REPORTS: lambda: pgettext("subject of a sentence", "Reports"),
}
