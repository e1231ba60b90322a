"""What is on file about a patient, and how do they ask for it to be changed?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..actions.changes import send_change_request, withdraw_change_request
from ..forms.profile import ProfileForm
from ..presenters.changes import change_context, profile_context
from ..queries.changes import NoSuchRequest, change_of, waiting_change
from ..queries.profile import profile_for
from ..queries.reader import Reader
from ..rules.changes import AlreadyWaiting, NotUsable, OnFileChanged
from ..rules.profile import digest
from ..rules.rights import Act
from ..rules.states import NotPossible
from .frame import page, record_page


@require_safe
@record_page()
def profile(request: HttpRequest, reader: Reader) -> HttpResponse:
    return page(request, reader, "portal/profile.html", profile_context(reader), at="profile")


@record_page(Act.ASK)
def ask_change(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The form; sent, it becomes a request that waits. What was changed meanwhile is shown first."""
    if waiting := waiting_change(reader):
        return redirect("portal:change", reader.uuid, waiting.uuid)
    on_file = profile_for(reader).profile
    form = ProfileForm(request.POST or None, on_file=on_file, initial={"shown": digest(on_file)})
    if request.method == "POST" and form.is_valid():
        try:
            made = send_change_request(by=reader, wanted=form.wanted(), shown=form.cleaned_data["shown"])
        except NotUsable as refused:
            form.refuse(refused)
        except (OnFileChanged, AlreadyWaiting) as refused:
            messages.warning(request, _(str(refused)))
            return redirect("portal:ask_change", reader.uuid)
        else:
            messages.success(request, _("Your request was sent to Medical Records."))
            return redirect("portal:change", reader.uuid, made.uuid)
    return page(request, reader, "portal/profile_change.html", {"form": form}, at="profile")


@require_safe
@record_page(Act.ASK)
def change(request: HttpRequest, reader: Reader, asked: UUID) -> HttpResponse:
    try:
        context = change_context(change_of(reader, asked), reader.now)
    except NoSuchRequest:
        raise Http404 from None
    return page(request, reader, "portal/change.html", context, at="profile")


@require_POST
@record_page(Act.ASK)
def withdraw_change(request: HttpRequest, reader: Reader, asked: UUID) -> HttpResponse:
    try:
        withdraw_change_request(by=reader, request=asked)
    except NoSuchRequest:
        raise Http404 from None
    except NotPossible as refused:
        messages.warning(request, _(str(refused)))
    else:
        messages.success(request, _("Your request was withdrawn. Nothing was changed."))
    return redirect("portal:change", reader.uuid, asked)
