"""What did the examination of a portal find, in which order does a person want to know it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from haversack.backpack.presenters.categories import WORDS
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act, may
from haversack.smart.examining import NOT_SUPPORTED, REGISTRATION, SUPPORTED, UNREACHABLE, Report
from haversack.smart.findings import FINDINGS, Finding
from haversack.web.words import Tag

# What an examination says in the end, so that catalogues have it (smart/examining.py, rules/reaching.py, http.py).
REASONS = (
    gettext_noop("Nothing answers there."),
    gettext_noop("There is a web page at this address, but no FHIR server behind it."),
    gettext_noop("Something answers at this address, but it is no FHIR server for apps."),
    gettext_noop("This FHIR server does not say how a person signs in from an app."),
    gettext_noop("Apps can only be opened from inside this portal, not connected from outside."),
    gettext_noop("There is no page on which a patient could sign in and agree."),
    gettext_noop("It speaks a version of FHIR that Haversack does not read."),
    gettext_noop("Apps can register themselves, so connecting needs nothing but signing in."),
    gettext_noop("Whoever runs this site registers it with the portal once; then connecting is signing in."),
    gettext_noop("That is not the address of a web server."),
    gettext_noop("That address is inside a private network, so this site does not look there."),
    gettext_noop("The address does not begin with https://, so what is sent could be read on the way."),
    gettext_noop("The portal led from a safe address to one that is not."),
    gettext_noop("The portal led from one address to the next without an end."),
    gettext_noop("The portal answers too slowly."),
    gettext_noop("The portal’s answer arrived damaged."),
    gettext_noop("The portal does not answer in time."),
    gettext_noop("The portal cannot be reached, or breaks off."),
    gettext_noop("There is no machine of that name."),
)
_VERDICTS = {
    SUPPORTED: (gettext_noop("Can be connected"), "ok", "check"),
    REGISTRATION: (gettext_noop("Can be connected, after some days"), "wait", "clock"),
    NOT_SUPPORTED: (gettext_noop("Not supported"), "", "cross"),
    UNREACHABLE: (gettext_noop("Does not answer"), "warn", "warning"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding, in the reader's language."""

    requirement: str
    what: str


def line(finding: Finding) -> Line:
    """A finding as a page shows it."""
    words = _(FINDINGS[finding.said])
    values = {name: _(value) if value else "" for name, value in finding.values.items()}
    return Line(finding.requirement, words % values if values else words)


@dataclass(frozen=True, slots=True)
class Shown:
    """The report as a page shows it."""

    tag: Tag
    reason: str
    base: str
    gives: list[tuple[str, str]]  # (name, icon) of categories
    lacks: list[str]
    breaks: list[Line]
    keeps: list[Line]
    untried: list[Line]
    software: str
    version: str
    may_connect: bool


def check_context(opened: Opened, form: Any, report: Report | None) -> dict[str, Any]:
    answer = may(opened.role, Act.CONNECT)
    return {
        "form": form,
        "report": _shown(report) if report else None,
        "address": report.address if report else "",
        "why_not": "" if answer else _(answer.reason),
    }


def _shown(report: Report) -> Shown:
    words, kind, icon = _VERDICTS[report.verdict]
    is_portal = report.verdict in (SUPPORTED, REGISTRATION)
    stated = report.statement
    others = [slug for slug in WORDS if slug not in (*report.categories, "other")] if is_portal else []
    return Shown(
        tag=Tag(_(words), kind, icon),
        reason=_(report.reason),
        base=report.fhir_base,
        gives=[(str(WORDS[slug].name), WORDS[slug].icon) for slug in report.categories],
        lacks=[str(WORDS[slug].name) for slug in others],
        breaks=[line(one) for one in report.findings if one.holds is False],
        keeps=[line(one) for one in report.findings if one.holds],
        untried=[line(one) for one in report.findings if one.holds is None],
        software=stated.software if stated else "",
        version=stated.version if stated else "",
        may_connect=is_portal,
    )
