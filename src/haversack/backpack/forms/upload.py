"""What does a person send to the import page, and how do the files reach the inbox as they come?"""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haversack.records.formats.health_card import begins_as_card
from haversack.smart.links.reading import link_in, read_link
from haversack.smart.links.refused import BadLink
from haversack.web.forms import Form

from ..actions.upload import Inbox, NoRoom, TooLarge

MOST_PASTED = 500_000  # characters


class SealingHandler(FileUploadHandler):
    """Hands every file of a request to the inbox, which seals it as it comes; nothing of it is kept elsewhere.

    refused: why files were passed over; the rest of the request is still read, so that the person gets an answer.
    """

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self.inbox = inbox
        self.refused: TooLarge | NoRoom | None = None

    def new_file(self, field_name: str, file_name: str, *args: Any, **more: Any) -> None:
        super().new_file(field_name, file_name, *args, **more)
        if self.refused is not None:
            raise SkipFile
        self.inbox.begin(file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            self.inbox.write(raw_data)
        except (TooLarge, NoRoom) as refused:
            self.refused = refused
            raise SkipFile from None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        try:
            self.inbox.end()
        except NoRoom as refused:
            self.refused = refused
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, file_size)


class SeveralFiles(forms.ClearableFileInput):
    """A control for many files."""

    allow_multiple_selected = True


class AnyFiles(forms.Field):
    """The files went to the inbox; whether there are any, and may be, is asked there."""

    def clean(self, value: Any) -> Any:
        return value


class UploadForm(Form):
    """Files, and what their source is called. What the files are is found out when they are taken in."""

    file = AnyFiles(
        label=_("Files"),
        widget=SeveralFiles,
        help_text=_("Choose one or more, or drop them here. A zip is opened by itself."),
    )
    pasted = forms.CharField(
        label=_("A link or a card as text"),
        required=False,
        max_length=MOST_PASTED,
        strip=True,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("Paste what begins with shlink:/ or shc:/, or the address that somebody gave you with it."),
        error_messages={"max_length": _("That is too long for a link or a card. Save it to a file and choose that.")},
    )
    source = forms.CharField(
        label=_("Where they are from"),
        required=False,
        max_length=120,
        help_text=_(
            "Such as “Riverside General Hospital”. Without it, the files say so themselves, or go by their name."
        ),
    )

    def __init__(self, *args: Any, inbox: Inbox | None = None, handler: SealingHandler | None = None, **more: Any):
        super().__init__(*args, **more)
        self._inbox, self._handler = inbox, handler

    def clean_pasted(self) -> str:
        text: str = self.cleaned_data["pasted"]
        if link := link_in(text):
            try:
                read_link(link, now=timezone.now().timestamp())
            except BadLink as bad:
                raise forms.ValidationError(_(bad.wrong.value)) from None
        elif text and not begins_as_card(text.encode()):
            raise forms.ValidationError(
                _("This is neither a link nor a card. Copy all of it, from its first letter on.")
            )
        return text

    def clean_source(self) -> str:
        return " ".join(self.cleaned_data["source"].split())

    def clean(self) -> dict[str, Any]:
        refused = self._handler.refused if self._handler else None
        if isinstance(refused, TooLarge):
            self.add_error("file", too_large(self._inbox.most if self._inbox else 0))
        elif refused is not None:
            self.add_error(
                "file", _("There is no room left on this site’s disk. Nothing was kept. Tell whoever runs it.")
            )
        elif self.cleaned_data.get("pasted"):
            self._keep_pasted(self.cleaned_data["pasted"].encode())
        elif "pasted" not in self.errors and (self._inbox is None or not self._inbox.uploads):
            self.add_error("file", _("Choose at least one file, or paste a link."))
        return self.cleaned_data

    def _keep_pasted(self, text: bytes) -> None:
        """What was pasted goes the way of a file: sealed into the inbox."""
        if self._inbox is not None:
            try:
                self._inbox.begin(gettext("Pasted text"))
                self._inbox.write(text)
                self._inbox.end()
            except (TooLarge, NoRoom):
                self.add_error("pasted", gettext("There was no room left for it. Nothing was kept."))


def too_large(most: int) -> str:
    """Why so much was not taken."""
    return _(
        "Together the files are larger than %(most)s, the most that can be sent at once here. Nothing was kept. "
        "Send fewer at a time, or ask whoever runs this site to take more."
    ) % {"most": filesizeformat(most)}


class ImportActForm(Form):
    """What is to happen to an import: nothing said means that it stops."""

    act = forms.ChoiceField(required=False, choices=[(one, "") for one in ("stop", "again", "same-person", "forget")])
    passcode = forms.CharField(required=False, max_length=200, strip=True)

    def chosen(self) -> str:
        """ "" for what is no act at all."""
        return (self.cleaned_data["act"] or "stop") if self.is_valid() else ""

    def passcode_typed(self) -> str:
        return str(self.cleaned_data.get("passcode", "")) if self.is_valid() else ""


class PasscodeForm(Form):
    """What a link asks for before it opens."""

    passcode = forms.CharField(
        label=_("Passcode"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class LinkActForm(Form):
    """What is to happen to a link that is looked after: nothing said means that it is looked at now."""

    act = forms.ChoiceField(required=False, choices=[("look", ""), ("stop", "")])

    def chosen(self) -> str:
        return (self.cleaned_data["act"] or "look") if self.is_valid() else ""
