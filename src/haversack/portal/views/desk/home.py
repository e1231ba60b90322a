"""What waits at the desk?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ...forms.desk import LookUpForm
from ...queries.desk import waiting_for
from ...rules.staff import Duty, Worker
from .frame import desk, desk_page


@require_safe
@desk_page()
def home(request: HttpRequest, worker: Worker) -> HttpResponse:
    context = {
        "waiting": waiting_for(worker, timezone.now()),
        "look_up": LookUpForm() if worker.may(Duty.LOOK_UP) else None,
        "may_change": worker.may(Duty.CHANGES),
        "may_amend": worker.may(Duty.AMENDMENTS),
        "may_answer": worker.may(Duty.MESSAGES),
    }
    return desk(request, worker, "portal/desk/home.html", context, at="desk")
