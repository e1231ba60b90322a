"""What does somebody write to a provider, and what do they send along?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from haversack.web.forms import Form

from ..rules.messages import LARGEST_FILE, LONGEST_SUBJECT, LONGEST_TEXT, MOST_FILES, File

_TYPES = ".pdf,.png,.jpg,.jpeg"


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(forms.FileField):
    """The files that were chosen, as the rules take them; what is too many or too large is the rules' to say."""

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        return [_read(one) for one in chosen[: MOST_FILES + 1]]


def _read(one: UploadedFile) -> File:
    return File((one.name or "")[:200], one.read(LARGEST_FILE + 1))


class AnswerForm(Form):
    """A message that joins a conversation."""

    text = forms.CharField(
        label=_("Your message"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 6}), strip=True
    )
    attached = _Files(
        label=_("Files to send along"),
        required=False,
        widget=_Several({"multiple": True, "accept": _TYPES}),
        help_text=_("PDF, PNG or JPEG; at most 3, of 5 MB each"),
    )


class WriteForm(AnswerForm):
    """A message that begins a conversation."""

    provider = forms.ChoiceField(label=_("To"))
    subject = forms.CharField(label=_("What is it about?"), max_length=LONGEST_SUBJECT)
    field_order = ("provider", "subject", "text", "attached")

    def __init__(self, *args: Any, providers: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        to = self.fields["provider"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [("", _("Choose a provider")), *providers]
