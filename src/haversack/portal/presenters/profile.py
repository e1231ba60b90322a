"""In which words does a page say the profile on file, and a change that was asked for?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..rules.profile import MARITAL, RACES, Field, Parts, Profile

FIELD_WORDS: dict[Field, str | Promise] = {
    Field.MARITAL_STATUS: gettext_lazy("Marital status"),
    Field.RACE: gettext_lazy("Race"),
    Field.RELIGION: gettext_lazy("Religion"),
    Field.ADDRESS: gettext_lazy("Address"),
    Field.PHONES: gettext_lazy("Telephones"),
    Field.EMAIL: gettext_lazy("E-mail"),
    Field.NEXT_OF_KIN: gettext_lazy("Next of kin"),
    Field.NOTIFY: gettext_lazy("Person to notify"),
}
PHONE_WORDS: dict[str, str | Promise] = {
    "home": pgettext_lazy("telephone", "home"),
    "mobile": pgettext_lazy("telephone", "mobile"),
    "work": pgettext_lazy("telephone", "work"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that was asked for: as it was on file, and as it shall be."""

    field: Field
    name: str
    was: str
    wanted: str


def said(field: Field, parts: Parts) -> str:
    """A field in one line; "" where nothing is on file."""
    if field is Field.MARITAL_STATUS:
        return _(MARITAL.get(parts["status"], parts["status"])) if parts["status"] else ""
    if field is Field.RACE:
        return ", ".join(_(RACES[one]) for one in parts["race"].split() if one in RACES)
    if field is Field.PHONES:
        return ", ".join(f"{number} ({PHONE_WORDS[use]})" for use, number in parts.items() if number)
    if field is Field.ADDRESS:
        lines = ", ".join(parts["lines"].splitlines())
        town = " ".join(part for part in (parts["state"], parts["postal"]) if part)
        return ", ".join(part for part in (lines, parts["city"], town) if part)
    return ", ".join(" ".join(text.split()) for text in parts.values() if text)


def facts(profile: Profile) -> list[tuple[str, str]]:
    """(what, value) of all eight, with a word where nothing is on file."""
    return [(str(FIELD_WORDS[field]), said(field, profile[field]) or _("Not on file")) for field in Field]


def differences(base: Profile, wanted: Profile) -> list[Difference]:
    """The fields that were asked for, in the order of the profile."""
    return [
        Difference(field, str(FIELD_WORDS[field]), said(field, base[field]), said(field, wanted[field]))
        for field in Field
        if field in wanted
    ]
