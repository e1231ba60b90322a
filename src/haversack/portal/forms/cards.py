"""What shall be on a health card, and why is one taken back?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haversack.web.forms import Form

from ..presenters.cards import WHY
from ..rules.cards import MOST, TOO_MANY


class CardForm(Form):
    """The facts that may go on a card. choices: (number of the row, how it reads)."""

    records = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What shall be on it?"),
        help_text=gettext_lazy("Whoever you show the card reads all of it, with your name and birth date."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        records = self.fields["records"]
        assert isinstance(records, forms.TypedMultipleChoiceField)
        records.choices = choices

    def clean_records(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["records"]
        if len(chosen) > MOST:
            raise forms.ValidationError(_(TOO_MANY))
        return chosen


class RevokeForm(Form):
    """The reason is kept; the card's list says none."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why is it taken back?"), choices=list(WHY.items()), widget=forms.RadioSelect
    )
