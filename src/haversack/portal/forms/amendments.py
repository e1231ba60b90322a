"""What does a patient write about an error in the record?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.web.forms import Form

from ..rules.amendments import LONGEST


def _text(label: Any, hint: Any = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": rows}),
    )


class ReportForm(Form):
    """What is wrong, what it should say, and who should be told of a correction."""

    wrong = _text(_("What is wrong?"), _("Say where it stands, and what it says."))
    right = _text(_("What should it say, and why?"))
    tell = _text(
        _("Who should be told if it is put right?"),
        _("Names and addresses; only if you want it."),
        required=False,
        rows=2,
    )


class DisagreeForm(Form):
    """The patient's own statement, which goes with the record."""

    statement = _text(_("Your statement of disagreement"), _("It stays with the record as you write it."), rows=6)
