"""How does a person see the measurements that a day consists of?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..presenters.day_detail import day_context
from ..queries.day_detail import day_detail
from ..queries.lines import line
from ..queries.opened import Opened
from .frame import page, record_page


@require_safe
@record_page()
def entry_day(request: HttpRequest, opened: Opened, record: int) -> HttpResponse:
    found = line(opened, record)
    detail = day_detail(opened, found) if found else None
    if found is None or detail is None:
        raise Http404
    at = "review" if found.state == 0 else "home"
    return page(request, opened, "backpack/day_detail.html", day_context(opened, found, detail), at=at)
