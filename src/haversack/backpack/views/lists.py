"""What stands on one shelf, newest first, a page at a time?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..forms.lists import ListFilter
from ..presenters.categories import WORDS
from ..presenters.lists import choices, list_context
from ..queries.opened import Opened
from .frame import page, record_page


@require_safe
@record_page()
def category(request: HttpRequest, opened: Opened, slug: str) -> HttpResponse:
    if slug not in WORDS:
        raise Http404
    form = ListFilter(request.GET, **choices(opened, slug))
    context = list_context(opened, slug, form.chosen(), request.GET.get("page", ""))
    return page(request, opened, "backpack/category.html", context | {"form": form if form.fields else None}, at="home")
