"""What may a person choose when they take everything away?"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.web.forms import Form


class ExportForm(Form):
    """With or without what waits for review."""

    accepted_only = forms.BooleanField(
        label=_("Leave out what waits for review"),
        required=False,
        help_text=_("Otherwise it is in the copy too, marked as waiting."),
    )


class ExportActForm(Form):
    """What is to happen to an export: nothing said means that it stops."""

    act = forms.ChoiceField(required=False, choices=[("stop", ""), ("again", ""), ("delete", "")])

    def chosen(self) -> str:
        """ "" for what is no act at all."""
        return (self.cleaned_data["act"] or "stop") if self.is_valid() else ""
