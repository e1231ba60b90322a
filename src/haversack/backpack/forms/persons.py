"""What does a person tell about the person whose record begins?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.web.forms import Form
from haversack.web.shell import HUES

from ..rules.persons import Unfit, fit_birth_date, fit_name

RELATIONS = [
    ("self", _("Myself")),
    ("partner", _("My partner")),
    ("mother", _("My mother")),
    ("father", _("My father")),
    ("daughter", _("My daughter")),
    ("son", _("My son")),
    ("sister", _("My sister")),
    ("brother", _("My brother")),
    ("grandmother", _("My grandmother")),
    ("grandfather", _("My grandfather")),
    ("grandson", _("My grandson")),
    ("granddaughter", _("My granddaughter")),
    ("other", _("Somebody else in my care")),
]
HUE_NAMES = {
    "teal": _("Teal"),
    "mulberry": _("Mulberry"),
    "olive": _("Olive"),
    "violet": _("Violet"),
    "sienna": _("Sienna"),
    "slate": _("Slate"),
}


class PersonForm(Form):
    """Name and birth date; the legal name comes from the records."""

    name = forms.CharField(label=_("Name"), help_text=_("What the family calls this person."), max_length=200)
    born = forms.CharField(
        label=_("Birth date"),
        required=False,
        max_length=10,
        help_text=_("Year-month-day, such as 1968-04-01. Files of somebody with another birth date are then refused."),
    )

    def clean_name(self) -> str:
        try:
            return fit_name(self.cleaned_data["name"])
        except Unfit as unfit:
            raise forms.ValidationError(_(str(unfit))) from None

    def clean_born(self) -> str:
        try:
            return fit_birth_date(self.cleaned_data["born"])
        except Unfit as unfit:
            raise forms.ValidationError(_(str(unfit))) from None


class AddPersonForm(PersonForm):
    """A new backpack, and what its person is to the user."""

    relation = forms.ChoiceField(label=_("Who is it?"), choices=RELATIONS)


class SettingsForm(PersonForm):
    """The same, with the colour by which everybody knows the record."""

    hue = forms.ChoiceField(label=_("Colour"), choices=[(hue, HUE_NAMES.get(hue, hue)) for hue in HUES])


class RemoveForm(Form):
    """The name typed once more, so that nobody removes the wrong backpack."""

    name = forms.CharField(label=_("Type the name to confirm"), max_length=200)

    def __init__(self, *args: Any, expected: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.expected = expected

    def clean_name(self) -> str:
        given: str = self.cleaned_data["name"]
        if " ".join(given.split()).casefold() != self.expected.casefold():
            raise forms.ValidationError(_("That is not the name. Nothing was removed."))
        return given
