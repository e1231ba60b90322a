"""What was on the screen, and what was chosen of it?"""

from __future__ import annotations

from typing import Any

from django import forms

from haversack.web.forms import Form

MOST = 500  # records in one choice; a page shows a hundred


class Numbers(forms.Field):
    """Several whole numbers sent under one name."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        given = value or []
        if len(given) > MOST or not all(
            str(one).isascii() and str(one).isdigit() and len(str(one)) < 19 for one in given
        ):
            raise forms.ValidationError("not record numbers")
        return [int(one) for one in dict.fromkeys(given)]


class DecisionForm(Form):
    """`shown` is the version of the queue on the screen; `all` of it or each `record` chosen; `confirmed` on
    the last page.
    """

    shown = forms.IntegerField(widget=forms.HiddenInput)
    all = forms.BooleanField(required=False, widget=forms.HiddenInput)
    record = Numbers(required=False)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("all") and not cleaned.get("record"):
            raise forms.ValidationError("nothing was chosen")
        return cleaned
