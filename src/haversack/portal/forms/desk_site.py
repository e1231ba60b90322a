"""What does an administrator type: a policy, who works here, what is looked for in the trail, which files to load?"""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haversack.web.forms import FilterForm, Form

from ..rules.policy import Policy, PolicyUnreadable, read_policy
from ..rules.staff import Role

MOST_BYTES = 25 << 20  # of records at once over the page; more goes by the command
MOST_FILES = 50


class PolicyForm(Form):
    """A policy document, as JSON. It is read, and every fault said, before anything is set."""

    document = forms.CharField(
        label=gettext_lazy("Policy document"), widget=forms.Textarea({"rows": 24, "spellcheck": "false"})
    )

    def clean_document(self) -> Policy:
        try:
            return read_policy(msgspec.json.decode(self.cleaned_data["document"]))
        except msgspec.DecodeError:
            raise forms.ValidationError(_("This is not JSON: a comma or a bracket is missing or too many.")) from None
        except PolicyUnreadable as fault:
            raise forms.ValidationError(str(fault)) from None


class StaffForm(Form):
    """Somebody who is to work here."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Their user id; no mail is sent to it"),
        max_length=254,
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    provider = forms.ChoiceField(
        label=gettext_lazy("Provider whose messages they answer"),
        required=False,
        help_text=gettext_lazy("For the role of a provider"),
    )
    password = forms.CharField(
        label=gettext_lazy("First password"),
        strip=False,
        max_length=200,
        help_text=gettext_lazy("At least 12 characters; they change it after signing in"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(
        self, *args: Any, roles: dict[Role, str | Promise], providers: list[tuple[int, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        role, provider = self.fields["role"], self.fields["provider"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(provider, forms.ChoiceField)
        role.choices = [(one.value, str(words)) for one, words in roles.items()]
        provider.choices = [("", _("Nobody’s")), *((str(number), name) for number, name in providers)]


class TrailForm(FilterForm):
    """What is looked for in the trail. A record number does not go into the address: it is looked up first."""

    act = forms.ChoiceField(label=gettext_lazy("Kind of act"), required=False)
    day = forms.DateField(
        label=gettext_lazy("Day"), required=False, widget=forms.DateInput({"type": "date", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, acts: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        act = self.fields["act"]
        assert isinstance(act, forms.ChoiceField)
        act.choices = [("", _("Every kind")), *((one, one) for one in acts)]


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if not chosen:
            raise forms.ValidationError(_("Choose at least one file."))
        if len(chosen) > MOST_FILES or sum(one.size or 0 for one in chosen) > MOST_BYTES:
            raise forms.ValidationError(
                _("That is more than 25 MB or 50 files. Load it with the command: haversack portal load")
            )
        return list(chosen)


class LoadForm(Form):
    """Files of records."""

    sent = _Files(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("FHIR R4 bundles, NDJSON, or a zip of them; at most 25 MB at once"),
        widget=_Several({"multiple": True}),
    )
