"""Where in this record are these words? Sent by POST, since what somebody looks for is health data too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ..presenters.search import search_context
from ..queries.opened import Opened
from .frame import page, record_page

LONGEST = 200  # characters that are looked for


@record_page()
def search(request: HttpRequest, opened: Opened) -> HttpResponse:
    words = request.POST.get("words", "")[:LONGEST]
    context = search_context(opened, words, request.POST.get("page", ""))
    return page(request, opened, "backpack/search.html", context)
