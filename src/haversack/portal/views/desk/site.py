"""How does an administrator set the policy, say who works here, and look through the trail; how are records loaded?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haversack.accounts.actions import EmailUnreadable, PasswordTooWeak

from ...actions.deciding import decide_some
from ...actions.load_sent import load_sent
from ...actions.policy import set_policy
from ...actions.staff import LastAdministrator, WorksHereAlready, add_staff, end_staff
from ...forms.desk_site import LoadForm, PolicyForm, StaffForm, TrailForm
from ...presenters.desk.shell import ROLE_WORDS
from ...presenters.desk.site import (
    load_context,
    policy_context,
    policy_text,
    preset_texts,
    preview_context,
    staff_context,
    trail_context,
)
from ...queries.effect import effect_of
from ...queries.staff import everybody, provider_names
from ...queries.trail import Asked, acts, patient_of, trail
from ...rules.staff import Duty, Worker
from .frame import desk, desk_page


@desk_page(Duty.POLICY)
def policy(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The policy that holds; a new one is read, its effect shown, and only then set."""
    begun = preset_texts().get(request.GET.get("preset", "")) or policy_text()
    form = PolicyForm(request.POST or None, initial={"document": begun})
    context: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["document"]
        if "set" in request.POST:
            set_policy(by=worker, policy=wanted)
            decide_some()  # a job goes on with the rest within a minute
            messages.success(request, _("The policy holds from now on. Records are shown again as it decides on each."))
            return redirect("portal:desk_policy")
        context = preview_context(effect_of(worker, wanted, timezone.now()))
    context |= policy_context() | {"form": form}
    return desk(request, worker, "portal/desk/policy.html", context, at="desk_policy")


@desk_page(Duty.STAFF)
def staff(request: HttpRequest, worker: Worker) -> HttpResponse:
    form = StaffForm(request.POST or None, roles=ROLE_WORDS, providers=provider_names(worker))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        provider = int(said["provider"]) if said["provider"] else None
        try:
            add_staff(by=worker, email=said["email"], role=said["role"], password=said["password"], provider=provider)
        except (EmailUnreadable, WorksHereAlready) as refused:
            form.add_error("email", str(refused))
        except PasswordTooWeak as refused:
            form.add_error("password", str(refused))
        else:
            messages.success(request, _("They can sign in now."))
            return redirect("portal:desk_staff")
    context = staff_context(everybody(worker)) | {"form": form}
    return desk(request, worker, "portal/desk/staff.html", context, at="desk_staff")


@require_POST
@desk_page(Duty.STAFF)
def staff_end(request: HttpRequest, worker: Worker, staff: int) -> HttpResponse:
    if not any(one.pk == staff for one in everybody(worker)):
        return redirect("portal:desk_staff")
    try:
        end_staff(by=worker, staff=staff, now=timezone.now())
    except LastAdministrator as refused:
        messages.warning(request, _(str(refused)))
    else:
        messages.success(request, _("They cannot sign in to the desk any more."))
    return redirect("portal:desk_staff")


@require_safe
@desk_page(Duty.AUDIT)
def trail_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    form = TrailForm(request.GET or None, acts=acts())
    form.is_valid()
    said = form.cleaned_data if form.is_bound else {}
    before = request.GET.get("before", "")
    asked = Asked(act=said.get("act") or "", day=said.get("day"))
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found, more = trail(worker, asked, before=number)
    context = trail_context(found, more, form.chosen() if form.is_bound else {}) | {"form": form}
    return desk(request, worker, "portal/desk/trail.html", context, at="desk_trail")


@require_POST
@desk_page(Duty.AUDIT)
def trail_of_patient(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The lines about one patient, looked up by record number, which stands in no address."""
    patient = patient_of(request.POST.get("mrn", "")[:20])
    if patient is None:
        messages.warning(request, _("There is no patient of that record number."))
        return redirect("portal:desk_trail")
    found, more = trail(worker, Asked(patient=patient))
    context = trail_context(found, False, {}) | {"form": TrailForm(acts=acts()), "of_one": True, "is_cut": more}
    return desk(request, worker, "portal/desk/trail.html", context, at="desk_trail")


@desk_page(Duty.LOAD)
def load(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Take in files of records, and say of each what came of it."""
    form = LoadForm(request.POST, request.FILES) if request.method == "POST" else LoadForm()
    context: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        context = load_context(load_sent(by=worker, files=form.cleaned_data["sent"]))
        form = LoadForm()
    return desk(request, worker, "portal/desk/load.html", context | {"form": form}, at="desk_load")
