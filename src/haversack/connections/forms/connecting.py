"""What does a person decide about a connection: what it reads, how often, and what happens to it now?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.backpack.presenters.categories import WORDS
from haversack.web.forms import Form

from ..presenters.words import SCHEDULES
from ..rules.schedule import Schedule


class SignInForm(Form):
    """Which categories the portal is asked for; whether a patient of another name is the same person."""

    categories = forms.MultipleChoiceField(
        label=_("Kinds of records"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of record.")},
    )
    same_person = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, offered: Sequence[str], chosen: Sequence[str], asks_whether_same: bool, **more: Any
    ) -> None:
        """offered: slugs of categories that the portal has; chosen: those that were chosen last time, () for all."""
        picked = [one for one in offered if not chosen or one in chosen]
        super().__init__(*args, **more)
        field = self.fields["categories"]
        field.initial = picked or list(offered)
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(slug, WORDS[slug].name) for slug in offered]
        self._offered = offered
        if not asks_whether_same:
            del self.fields["same_person"]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The categories, () for all that the portal has."""
        found = tuple(self.cleaned_data["categories"])
        return () if set(found) == set(self._offered) else found


class ScheduleForm(Form):
    """How often a connection is refreshed by itself."""

    schedule = forms.ChoiceField(
        label=_("How often"),
        choices=[(one.value, _(words)) for one, words in SCHEDULES.items()],
        widget=forms.RadioSelect,
    )

    def chosen(self) -> Schedule | None:
        return Schedule(self.cleaned_data["schedule"]) if self.is_valid() else None


class ActForm(Form):
    """What is to happen to a connection now."""

    act = forms.ChoiceField(choices=[(one, "") for one in ("refresh", "stop", "schedule", "again")])

    def chosen(self) -> str:
        """ "" for what is no act at all."""
        return str(self.cleaned_data["act"]) if self.is_valid() else ""
