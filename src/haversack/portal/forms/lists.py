"""What may a section's list be narrowed to? The year, and who ordered or did it; the address holds the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.web.forms import FilterForm


class ListFilter(FilterForm):
    """A question that has one answer only is not asked."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    by = forms.ChoiceField(label=_("Ordered or done by"), required=False)

    def __init__(self, *args: Any, years: Sequence[int], people: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        year, by = self.fields["year"], self.fields["by"]
        assert isinstance(year, forms.ChoiceField)
        assert isinstance(by, forms.ChoiceField)
        year.choices = [("", _("All years")), *((str(one), str(one)) for one in years)]
        by.choices = [("", _("Everyone")), *people]
        if len(years) < 2:
            del self.fields["year"]
        if len(people) < 2:
            del self.fields["by"]
