"""How does a person read what came of one fetch?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from haversack.backpack.queries.opened import Opened

from ..presenters.fetches import fetch_context
from ..queries.connections import Seen
from ..queries.fetches import fetch_of
from .frame import connection_page, show


@require_safe
@connection_page()
def fetch(request: HttpRequest, opened: Opened, seen: Seen, fetch: int) -> HttpResponse:
    found = fetch_of(opened, fetch, connection=seen.number)
    if found is None:
        raise Http404
    return show(request, opened, "fetch", fetch_context(opened, seen, found))
