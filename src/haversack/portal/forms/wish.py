"""When does a patient want results to appear?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haversack.web.forms import Form

from ..presenters.windows import in_hours
from ..rules.wish import HOURS


class WishForm(Form):
    """The choices; those that the hospital's own hold already covers are left out. held: its hours."""

    hours = forms.TypedChoiceField(
        label=gettext_lazy("When shall results and reports appear?"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, held: int, **more: Any) -> None:
        super().__init__(*args, **more)
        hours = self.fields["hours"]
        assert isinstance(hours, forms.TypedChoiceField)
        soonest = _("%(hours)s after they are final, as for everybody") % {"hours": in_hours(held)}
        hours.choices = [
            (0, soonest if held else _("As soon as they are final")),
            *((one, _("%(hours)s after they are final") % {"hours": in_hours(one)}) for one in HOURS if one > held),
        ]
