"""Whom does the desk look for, and what does it do for them: enrol, letters, user id, emancipation?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...actions.desk_enrolment import (
    Letter,
    Refused,
    enrol_at_desk,
    password_at_desk,
    record_emancipation,
    tell_user_id,
)
from ...forms.desk import EmancipationForm, IdForm, LookUpForm
from ...presenters.desk.patients import card_context, found_context
from ...queries.desk import Card, NoSuchPatient, card_of, look_up
from ...rules.enrolment import IdKind
from ...rules.staff import Duty, Worker
from .frame import desk, desk_page

AT = "desk_patients"


@desk_page(Duty.LOOK_UP)
def patients(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The form and, once it was sent, who was found. Sent by POST: a name does not belong in an address."""
    form = LookUpForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = look_up(worker, words=form.cleaned_data["words"], born=form.cleaned_data["born"])
    return desk(request, worker, "portal/desk/patients.html", {"form": form} | found_context(found), at=AT)


@require_safe
@desk_page(Duty.LOOK_UP)
def patient(request: HttpRequest, worker: Worker, patient: UUID) -> HttpResponse:
    context = card_context(card_or_404(worker, patient), timezone.now())
    return desk(request, worker, "portal/desk/patient.html", context, at=AT)


@desk_page(Duty.ENROL)
def enrol(request: HttpRequest, worker: Worker, patient: UUID) -> HttpResponse:
    """A letter to enrol with, once a photo ID was looked at."""
    return _letter(request, worker, patient, new_password=False)


@desk_page(Duty.ENROL)
def new_password(request: HttpRequest, worker: Worker, patient: UUID) -> HttpResponse:
    """A letter to choose a new password with, once a photo ID was looked at."""
    return _letter(request, worker, patient, new_password=True)


def _letter(request: HttpRequest, worker: Worker, patient: UUID, *, new_password: bool) -> HttpResponse:
    card = card_or_404(worker, patient)
    form = IdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make = password_at_desk if new_password else enrol_at_desk
        try:
            letter = make(by=worker, patient=patient, id_kind=IdKind(form.cleaned_data["id_kind"]), now=timezone.now())
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return printed(request, worker, card, letter)
    context = card_context(card, timezone.now()) | {"form": form, "new_password": new_password}
    return desk(request, worker, "portal/desk/check_id.html", context, at=AT)


def printed(request: HttpRequest, worker: Worker, card: Card, letter: Letter, *, to: str = "") -> HttpResponse:
    """The letter, on the screen once, to be printed and given by hand."""
    context = card_context(card, timezone.now()) | {"letter": letter, "to": to}
    return desk(request, worker, "portal/desk/letter.html", context, at=AT)


@require_POST
@desk_page(Duty.ENROL)
def user_id(request: HttpRequest, worker: Worker, patient: UUID) -> HttpResponse:
    """Show the user id, to be told to a caller who was recognised. The trail keeps who asked for it."""
    card = card_or_404(worker, patient)
    try:
        told = tell_user_id(by=worker, patient=patient)
    except Refused as refused:
        messages.warning(request, _(str(refused)))
        return redirect("portal:desk_patient", patient)
    context = card_context(card, timezone.now()) | {"user_id": told}
    return desk(request, worker, "portal/desk/user_id.html", context, at=AT)


@desk_page(Duty.ENROL)
def emancipation(request: HttpRequest, worker: Worker, patient: UUID) -> HttpResponse:
    card = card_or_404(worker, patient)
    form = EmancipationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            record_emancipation(
                by=worker, patient=patient, on=said["on"], document=said["document"], now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(request, _("The emancipation is recorded. What a parent could see has ended."))
            return redirect("portal:desk_patient", patient)
    context = card_context(card, timezone.now()) | {"form": form}
    return desk(request, worker, "portal/desk/emancipation.html", context, at=AT)


def card_or_404(worker: Worker, patient: UUID) -> Card:
    try:
        return card_of(worker, patient)
    except NoSuchPatient:
        raise Http404 from None
