"""What does somebody who is not signed in type: to enrol, to get at a link, to choose how to sign in?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.web.forms import Form

from ..rules.enrolment import Unfit, fit_mrn


class EnrolForm(Form):
    """What the hospital has on file of the patient. Whether it has is not asked here, nor said."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The one that the hospital or a practice that takes part has on file for you."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    mrn = forms.CharField(
        label=_("Medical record number"),
        help_text=_("The letter M and six digits. It stands on letters and bills from the hospital."),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_mrn(self) -> str:
        try:
            return fit_mrn(self.cleaned_data["mrn"])
        except Unfit as unfit:
            raise forms.ValidationError(_(str(unfit))) from None


class LostPasswordForm(Form):
    login_id = forms.CharField(
        label=_("User id"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class LetterForm(Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Four groups of five signs, as printed on the letter."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class PasswordForm(Form):
    """A new password, twice."""

    password1 = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. Several words in a row are easy to remember."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password, once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "password1" in given and "password2" in given and given["password1"] != given["password2"]:
            self.add_error("password2", _("The two passwords are not the same."))
        return given


class ChooseForm(PasswordForm):
    """A user id as well."""

    login_id = forms.CharField(
        label=_("User id"),
        help_text=_(
            "6 to 30 letters, digits, full stops, hyphens or underscores. Write it down: nobody can send it to you."
        ),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("login_id", "password1", "password2")
