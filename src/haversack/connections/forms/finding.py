"""What does a person type to find a portal, or to have one looked at?"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.web.forms import FilterForm, Form

from ..actions.investigating import LONGEST_ADDRESS
from ..presenters.finding import WAYS
from ..rules.finding import OFFICE

LONGEST = 200  # characters that are looked for


class FindForm(FilterForm):
    """One box, and the way in which it is meant."""

    by = forms.ChoiceField(required=False, choices=WAYS)
    words = forms.CharField(required=False, max_length=LONGEST)
    page = forms.CharField(required=False, max_length=9)

    def asked(self) -> tuple[str, str, str]:
        """(words, way, page); what is no answer counts as none."""
        self.is_valid()
        found = self.cleaned_data
        return found.get("words") or "", found.get("by") or OFFICE, found.get("page") or ""


class AddressForm(Form):
    """The address of a portal that is to be looked at."""

    address = forms.CharField(
        label=_("Address of the portal"),
        max_length=LONGEST_ADDRESS,
        help_text=_("Its web page, its domain, or the address of its FHIR server."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Type or paste the address of a portal.")},
    )


class BeginForm(Form):
    """Which portal is to be connected, and which name it was found under (the directory's office; none: by address)."""

    address = forms.CharField(max_length=LONGEST_ADDRESS)
    office = forms.IntegerField(required=False, min_value=0, max_value=10**18)
