"""What is known of one line, what do the files in it hold, and is it one line or several?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ..actions.parting import NothingToPart, join_again, take_apart
from ..forms.parting import PartingForm
from ..presenters.entry import entry_context
from ..queries.attachments import attachment_of
from ..queries.lines import leader_of, line
from ..queries.opened import Opened
from ..rules.roles import Act
from .frame import page, record_page

# What a browser shows by itself without running anything; all else is handed over as a file.
_SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# In a sandbox no browser starts its own PDF reader, which is a sandbox itself.
_PDF_POLICY = _POLICY.replace("sandbox", "object-src 'self'")


@require_safe
@record_page()
def entry(request: HttpRequest, opened: Opened, record: int) -> HttpResponse:
    found = line(opened, record)
    if found is None:
        raise Http404
    leader = leader_of(opened, record)
    if leader != record:  # an address from before it joined another source's line
        return redirect("backpack:entry", opened.uuid, leader)
    at = "review" if found.state == 0 else "home"
    return page(request, opened, "backpack/entry.html", entry_context(opened, found), at=at)


@require_POST
@record_page(Act.DECIDE)
def apart(request: HttpRequest, opened: Opened, record: int) -> HttpResponse:
    """What sources state in the same words is not the same."""
    form = PartingForm(request.POST)
    alone = form.cleaned_data["alone"] if form.is_valid() else record
    try:
        number = take_apart(opened=opened, by=opened.viewer, record=record, alone=alone)
    except NothingToPart:
        return _look_again(request, opened, record)
    words = ngettext("It is %d entry now.", "They are %d entries now, and stay so.", number)
    messages.success(request, words % number)
    return redirect("backpack:entry", opened.uuid, record)


@require_POST
@record_page(Act.DECIDE)
def join(request: HttpRequest, opened: Opened, record: int) -> HttpResponse:
    """It was the same after all."""
    try:
        join_again(opened=opened, by=opened.viewer, record=record)
    except NothingToPart:
        return _look_again(request, opened, record)
    messages.success(request, _("What states the same is one entry again."))
    return redirect("backpack:entry", opened.uuid, record)


def _look_again(request: HttpRequest, opened: Opened, record: int) -> HttpResponse:
    """To the entry where it is still there, for nothing was done."""
    if line(opened, record) is None:
        raise Http404
    messages.warning(request, _("This entry has changed since you saw it, so nothing was done. Look again."))
    return redirect("backpack:entry", opened.uuid, record)


@require_safe
@record_page()
def attachment(request: HttpRequest, opened: Opened, record: int, number: int) -> HttpResponse:
    found = attachment_of(opened, record, number)
    if found is None:
        raise Http404
    data, content_type = found
    kind = content_type.split(";")[0].strip().lower()
    response = HttpResponse(data, content_type=kind if kind in _SHOWN else "application/octet-stream")
    response["Content-Disposition"] = "inline" if kind in _SHOWN else f'attachment; filename="file-{record}-{number}"'
    response["Content-Security-Policy"] = _PDF_POLICY if kind == "application/pdf" else _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
