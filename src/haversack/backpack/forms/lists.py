"""What may a list be narrowed to? Year, source, and which results; the address holds the answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.web.forms import FilterForm

from ..presenters.lists import ALL, CLAIMED, LATEST, OUT

_OF_TESTS = ((LATEST, _("Latest of each test")), (OUT, _("Outside the lab’s range")), (ALL, _("Every result")))
_OF_CLAIMS = ((ALL, _("Everything")), (CLAIMED, _("From insurance claims")))


class ListFilter(FilterForm):
    """Year and source; for results also whether to show the latest of each test or every one; where something came of
    insurance claims, whether to show only that.
    """

    show = forms.ChoiceField(label=_("Show"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)

    def __init__(
        self,
        *args: Any,
        years: list[int],
        sources: list[tuple[int, str]],
        has_tests: bool,
        has_claims: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        show, year, source = self.fields["show"], self.fields["year"], self.fields["source"]
        assert isinstance(show, forms.ChoiceField)
        assert isinstance(year, forms.ChoiceField)
        assert isinstance(source, forms.ChoiceField)
        show.choices = _OF_TESTS if has_tests else _OF_CLAIMS
        year.choices = [("", _("All years")), *((str(one), str(one)) for one in years)]
        source.choices = [("", _("All sources")), *((str(key), name) for key, name in sources)]
        if not has_tests and not has_claims:
            del self.fields["show"]
        if len(sources) < 2:
            del self.fields["source"]
        if len(years) < 2:
            del self.fields["year"]
