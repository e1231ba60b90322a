"""What does a patient, or somebody in their place, see at a moment, and why not the rest?"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from ...forms.desk import SeenForm
from ...presenters.desk.patients import card_context
from ...presenters.desk.seen import seen_context
from ...queries.simulator import simulate
from ...rules.rights import AccessClass
from ...rules.sections import LISTED, Section
from ...rules.staff import Duty, Worker
from .frame import desk, desk_page
from .patients import AT, card_or_404


@desk_page(Duty.LOOK_UP)
def sees(request: HttpRequest, worker: Worker, patient: UUID, slug: str = LISTED[0].value) -> HttpResponse:
    """A section through somebody's eyes. Sent by POST, so that the moment that was asked for stays."""
    card = card_or_404(worker, patient)
    if slug not in {section.value for section in LISTED}:
        raise Http404
    form = SeenForm(request.POST or None)
    said = form.cleaned_data if request.method == "POST" and form.is_valid() else {}
    access = AccessClass(said.get("access") or AccessClass.SELF)
    simulation = simulate(patient, access=access, now=said.get("moment") or timezone.now())
    context = (
        card_context(card, timezone.now()) | seen_context(simulation, Section(slug)) | {"form": form, "slug": slug}
    )
    return desk(request, worker, "portal/desk/sees.html", context, at=AT)
