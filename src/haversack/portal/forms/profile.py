"""What does a patient ask to have changed in the profile? The form begins as the profile is on file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from haversack.web.forms import Form

from ..presenters.profile import FIELD_WORDS
from ..rules.changes import LONGEST, NotUsable
from ..rules.profile import MARITAL, PARTS, RACES, Field, Profile

_LABELS: dict[str, str | Promise] = {
    "lines": gettext_lazy("Street and number"),
    "city": gettext_lazy("City"),
    "state": gettext_lazy("State"),
    "postal": gettext_lazy("ZIP code"),
    "home": gettext_lazy("Home telephone"),
    "mobile": gettext_lazy("Mobile telephone"),
    "work": gettext_lazy("Work telephone"),
    "name": gettext_lazy("Name"),
    "relation": pgettext_lazy("of a contact to the patient", "Relation to you"),
    "address": gettext_lazy("Address"),
    "phones": gettext_lazy("Telephones"),
}
_AUTOCOMPLETE = {
    "address-lines": "street-address",
    "address-city": "address-level2",
    "address-state": "address-level1",
    "address-postal": "postal-code",
    "phones-home": "home tel",
    "phones-mobile": "mobile tel",
    "phones-work": "work tel",
    "email-email": "email",
}
_HINTS: dict[str, str | Promise] = {
    "phones": gettext_lazy("Several with commas between them"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one field of the profile, which stand together."""

    name: str
    fields: list[BoundField]

    @property
    def is_single(self) -> bool:
        return len(self.fields) == 1


class ProfileForm(Form):
    """All eight fields. `shown`: the digest of what was on file when the page was shown."""

    all_optional = True  # what is emptied asks for its removal
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on_file: Profile, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in Field:
            for part in PARTS[field]:
                self.fields[f"{field.value}-{part}"] = _made(field, part, on_file[field][part])

    @property
    def groups(self) -> list[Group]:
        return [
            Group(str(FIELD_WORDS[field]), [self[f"{field.value}-{part}"] for part in PARTS[field]]) for field in Field
        ]

    def wanted(self) -> Profile:
        """What was typed, of a form that is valid."""
        return {
            field: {part: _text(self.cleaned_data[f"{field.value}-{part}"]) for part in PARTS[field]} for field in Field
        }

    def refuse(self, refused: NotUsable) -> None:
        """Say beside its field what is not usable."""
        field = refused.field
        self.add_error(f"{field.value}-{PARTS[field][0]}" if field else None, _(str(refused)))


def _text(value: str | list[str]) -> str:
    if isinstance(value, list):
        return " ".join(one for one in RACES if one in value)
    return "\n".join(line.strip() for line in value.splitlines() if line.strip())


def _made(field: Field, part: str, on_file: str) -> forms.Field:
    """The form's field for one part, which begins as it is on file."""
    more: dict[str, Any] = {"label": _LABELS.get(part, FIELD_WORDS[field]), "required": False}
    if field is Field.RACE:
        choices = [(code, _(name)) for code, name in RACES.items()]
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, initial=on_file.split(), **more
        )
    if field is Field.MARITAL_STATUS:
        choices = [("", _("Not on file")), *((code, _(name)) for code, name in MARITAL.items())]
        if on_file and on_file not in MARITAL:
            choices.append((on_file, on_file))
        return forms.ChoiceField(choices=choices, initial=on_file, **more)
    attributes = {"autocomplete": _AUTOCOMPLETE.get(f"{field.value}-{part}", "off")}
    widget: forms.Widget = forms.TextInput(attributes)
    if part == "lines":
        widget = forms.Textarea({**attributes, "rows": 2})
    return forms.CharField(
        max_length=LONGEST, initial=on_file, widget=widget, help_text=str(_HINTS.get(part, "")), **more
    )
