"""How did one test go over time?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..presenters.trends import trend_context
from ..queries.lines import line
from ..queries.opened import Opened
from .frame import page, record_page


@require_safe
@record_page()
def trend(request: HttpRequest, opened: Opened, record: int) -> HttpResponse:
    found = line(opened, record)
    context = trend_context(opened, found, request.GET.get("page", "")) if found else None
    if context is None:
        raise Http404
    return page(request, opened, "backpack/trend.html", context, at="home")
