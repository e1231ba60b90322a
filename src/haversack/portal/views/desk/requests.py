"""How does the desk answer requests to change a profile, and reports of an error in the record? (P6, P7)"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...actions.amendments import accept_amendment, deny_amendment, extend_amendment
from ...actions.changes import answer_change_request
from ...forms.desk import AmendmentAnswerForm, ChangeAnswerForm
from ...presenters.desk.requests import (
    amendment_context,
    amendments_context,
    change_context,
    changes_context,
)
from ...queries.amendments import NoSuchAmendment, Report, amendment_for, waiting_amendments
from ...queries.changes import Change, NoSuchRequest, change_for, now_on_file, waiting_changes
from ...rules.amendments import MOVES, Move
from ...rules.amendments import NotUsable as NotUsableAmendment
from ...rules.changes import NotUsable, OnFileChanged
from ...rules.profile import digest
from ...rules.staff import Duty, Worker
from ...rules.states import NotPossible
from .frame import desk, desk_page

CHANGES, AMENDMENTS = "desk_changes", "desk_amendments"


@require_safe
@desk_page(Duty.CHANGES)
def changes(request: HttpRequest, worker: Worker) -> HttpResponse:
    context = changes_context(waiting_changes(worker), timezone.now())
    return desk(request, worker, "portal/desk/changes.html", context, at=CHANGES)


@desk_page(Duty.CHANGES)
def change(request: HttpRequest, worker: Worker, asked: UUID) -> HttpResponse:
    """One request: each field accepted or declined. What is on file now is shown beside what was then."""
    try:
        found = change_for(worker, asked)
    except NoSuchRequest:
        raise Http404 from None
    on_file = now_on_file(found)
    form = ChangeAnswerForm(request.POST or None, fields=list(found.wanted), initial={"shown": digest(on_file)})
    if request.method == "POST" and form.is_valid() and _answer_change(request, worker, found, form):
        return redirect("portal:desk_changes")
    context = change_context(found, on_file, form, timezone.now())
    return desk(request, worker, "portal/desk/change.html", context, at=CHANGES)


def _answer_change(request: HttpRequest, worker: Worker, found: Change, form: ChangeAnswerForm) -> bool:
    said = form.cleaned_data
    try:
        answer_change_request(
            by=worker, request=found.uuid, answers=form.answers(), shown=said["shown"], message=said["message"]
        )
    except NotUsable as refused:
        form.add_error(f"{refused.field.value}-answer" if refused.field else None, _(str(refused)))
        return False
    except (OnFileChanged, NotPossible) as refused:
        messages.warning(request, _(str(refused)))
        return isinstance(refused, NotPossible)
    messages.success(request, _("The request is answered, and the patient sees it."))
    return True


@require_safe
@desk_page(Duty.AMENDMENTS)
def amendments(request: HttpRequest, worker: Worker) -> HttpResponse:
    context = amendments_context(waiting_amendments(worker), timezone.now())
    return desk(request, worker, "portal/desk/amendments.html", context, at=AMENDMENTS)


@desk_page(Duty.AMENDMENTS)
def amendment(request: HttpRequest, worker: Worker, asked: UUID) -> HttpResponse:
    try:
        found = amendment_for(worker, asked)
    except NoSuchAmendment:
        raise Http404 from None
    form = AmendmentAnswerForm(request.POST or None, may_extend=(found.state, Move.EXTEND) in MOVES)
    if request.method == "POST" and form.is_valid() and _answer_amendment(request, worker, found, form):
        return redirect("portal:desk_amendments")
    context = amendment_context(found, timezone.now()) | {"form": form}
    return desk(request, worker, "portal/desk/amendment.html", context, at=AMENDMENTS)


def _answer_amendment(request: HttpRequest, worker: Worker, found: Report, form: AmendmentAnswerForm) -> bool:
    said = form.cleaned_data
    try:
        if said["decision"] == "extend":
            extend_amendment(by=worker, request=found.uuid, why=said["answer"])
        elif said["decision"] == "accept":
            accept_amendment(by=worker, request=found.uuid, answer=said["answer"])
        else:
            deny_amendment(by=worker, request=found.uuid, ground=said["ground"], answer=said["answer"])
    except NotUsableAmendment as refused:
        form.add_error("ground" if said["decision"] == "deny" and not said["ground"] else "answer", _(str(refused)))
        return False
    except NotPossible as refused:
        messages.warning(request, _(str(refused)))
        return True
    messages.success(request, _("The report is answered, and the patient sees it."))
    return True
