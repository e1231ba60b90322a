"""How does a provider read what patients wrote, answer, and say that a list was reviewed? (P9, P14)"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...actions.messages import mark_read_by_provider, reply
from ...actions.reviews import review_medications
from ...forms.messages import AnswerForm
from ...presenters.desk.talks import inbox_context, talk_context
from ...queries.messages import NoSuchThread, Talk, file_in, thread_for, threads_for
from ...rules.messages import NotSent
from ...rules.staff import Duty, Worker
from ..messages import handed_over
from .frame import desk, desk_page

AT = "desk_messages"


@require_safe
@desk_page(Duty.MESSAGES)
def inbox(request: HttpRequest, worker: Worker) -> HttpResponse:
    context = inbox_context(threads_for(worker)) | {"answers_for_nobody": worker.provider is None}
    return desk(request, worker, "portal/desk/messages.html", context, at=AT)


@desk_page(Duty.MESSAGES)
def thread(request: HttpRequest, worker: Worker, talk: UUID) -> HttpResponse:
    """The conversation; opening it marks what the patient wrote as read."""
    found = _thread(worker, talk)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            reply(by=worker, thread=talk, text=form.cleaned_data["text"], files=form.cleaned_data["attached"])
        except NotSent as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(request, _("Your answer was sent."))
            return redirect("portal:desk_thread", talk)
    context = talk_context(found) | {"form": form, "may_review": worker.may(Duty.MEDICATIONS)}
    if request.method == "GET" and found.unread:
        mark_read_by_provider(by=worker, thread=talk)
    return desk(request, worker, "portal/desk/thread.html", context, at=AT)


@require_safe
@desk_page(Duty.MESSAGES)
def message_file(request: HttpRequest, worker: Worker, talk: UUID, file: UUID) -> HttpResponse:
    held = file_in(_thread(worker, talk), file)
    if held is None:
        raise Http404
    return handed_over(*held)


@require_POST
@desk_page(Duty.MEDICATIONS)
def reviewed(request: HttpRequest, worker: Worker, talk: UUID) -> HttpResponse:
    """The medication list of the patient in this conversation was gone through."""
    review_medications(by=worker, patient=_thread(worker, talk).patient.uuid)
    messages.success(request, _("The patient’s page of medications now says that you reviewed the list today."))
    return redirect("portal:desk_thread", talk)


def _thread(worker: Worker, talk: UUID) -> Talk:
    try:
        return thread_for(worker, talk)
    except NoSuchThread:
        raise Http404 from None
