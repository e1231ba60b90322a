"""Which statement of a line stands for itself?"""

from __future__ import annotations

from django import forms

from haversack.web.forms import Form


class PartingForm(Form):
    """`alone` is the record that is taken out of its line; without it each source's statement becomes its own."""

    alone = forms.IntegerField(required=False, min_value=1, max_value=10**18, widget=forms.HiddenInput)
