"""Is what a user chose, or what a browser gave of itself, something that can be used?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haversack.web.forms import Form

from .facts import BrowserFacts
from .webpush import POINT, SECRET, NotAKey, from_text, public_key

_AREAS = (
    "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip


def zones() -> list[tuple[str, Any]]:
    """Time zones as people know them, by part of the world."""
    by_area: dict[str, list[tuple[str, str]]] = {area: [] for area in _AREAS}
    for name in sorted(available_timezones()):
        area, _slash, place = name.partition("/")
        if place and area in by_area:
            by_area[area].append((name, place.replace("_", " ").replace("/", ", ")))
    return [("", _("Not chosen")), ("UTC", "UTC"), *((area, found) for area, found in by_area.items() if found)]


class ChoicesForm(Form):
    all_optional = True  # so no label says so

    by_mail = forms.BooleanField(label=gettext_lazy("Tell me by e-mail"), required=False)
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        help_text=gettext_lazy("Between these times nothing is sent; it comes together afterwards."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    zone = forms.ChoiceField(label=gettext_lazy("On the clock of"), required=False, choices=zones)

    def __init__(self, *args: Any, sends_mail: bool, address: str, **more: Any) -> None:
        super().__init__(*args, **more)
        mail = self.fields["by_mail"]
        mail.disabled = not sends_mail
        if not sends_mail:
            mail.help_text = _("This site sends no e-mail. Whoever runs it can set that up.")
        elif address:
            mail.help_text = _("To %(address)s") % {"address": address}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begin, end = given.get("quiet_from"), given.get("quiet_until")
        if self.errors:
            return given
        if (begin is None) != (end is None):
            missing = "quiet_from" if begin is None else "quiet_until"
            self.add_error(missing, _("Give both times, or neither."))
        elif begin is not None and begin == end:
            self.add_error("quiet_until", _("These times are the same. Give a later or an earlier one."))
        elif begin is not None and not given.get("zone"):
            self.add_error("zone", _("Choose where your clock is, so that the times are yours."))
        return given


class BrowserForm(forms.Form):
    """What a browser says of where its messages go (PushSubscription, W3C Push API). Sent by a script, never typed."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)

    def clean_endpoint(self) -> str:
        address = str(self.cleaned_data["endpoint"])
        parts = urlsplit(address)
        if parts.scheme not in ("https", "http") or not parts.hostname or not address.isascii():
            raise forms.ValidationError("no address")
        return address

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                point, secret = from_text(given["p256dh"]), from_text(given["auth"])
                public_key(point)
            except NotAKey:
                raise forms.ValidationError("no key") from None
            if len(point) != POINT or len(secret) != SECRET:
                raise forms.ValidationError("no key")
            given["facts"] = BrowserFacts(given["endpoint"], point, secret)
        return given
