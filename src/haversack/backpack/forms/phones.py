"""What is chosen when a phone is paired, and when what it may hand in is changed?"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.web.forms import Form

from ..presenters.phones import CHOICES


class GrantForm(Form):
    """Categories, each by itself or all at once."""

    everything = forms.BooleanField(
        label=_("Allow all"), required=False, help_text=_("Every category below, whatever is ticked there.")
    )
    granted = forms.MultipleChoiceField(
        label=_("What it may hand in"), required=False, choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )

    def chosen(self) -> list[str]:
        if self.cleaned_data["everything"]:
            return [slug for slug, _name in CHOICES]
        return list(self.cleaned_data["granted"])


class PairForm(GrantForm):
    """The same for a phone that has a name."""

    name = forms.CharField(label=_("What to call the phone"), max_length=60, help_text=_("Such as “Ana’s phone”."))
    field_order = ("name", "everything", "granted")

    def clean(self) -> dict[str, object]:
        if not self.errors and not self.chosen():
            self.add_error("granted", _("Choose at least one, or allow all."))
        return self.cleaned_data
