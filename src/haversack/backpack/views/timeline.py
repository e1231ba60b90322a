"""What happened when?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..forms.lists import ListFilter
from ..presenters.timeline import timeline_choices, timeline_context
from ..queries.opened import Opened
from .frame import page, record_page


@require_safe
@record_page()
def timeline(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = ListFilter(request.GET, **timeline_choices(opened))
    context = timeline_context(opened, form.chosen(), request.GET.get("page", ""))
    context["form"] = form if form.fields else None
    return page(request, opened, "backpack/timeline.html", context, at="timeline")
