"""What stands in a section, what does one record say, and how did a test go over time?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..forms.lists import ListFilter
from ..presenters.entry import entry_context
from ..presenters.lists import choices, list_context
from ..presenters.sections import BY_SLUG
from ..presenters.trends import trend_context
from ..queries.files import file_of
from ..queries.reader import Reader
from ..queries.single import record_numbered
from .frame import page, record_page

# What a browser shows by itself without running anything; all else is handed over as a file.
_SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
_CONTENT = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_OF_A_PDF = _CONTENT.replace("sandbox", "object-src 'self'")  # in a sandbox no browser starts its own reader


@require_safe
@record_page()
def section(request: HttpRequest, reader: Reader, slug: str) -> HttpResponse:
    words = BY_SLUG.get(slug)
    if words is None:
        raise Http404
    reader.require_section(words.section)
    form = ListFilter(request.GET, **choices(reader, words.section))
    context = list_context(reader, words.section, form.chosen(), request.GET.get("page", ""))
    return page(request, reader, "portal/section.html", context | {"form": form if form.fields else None}, at=slug)


@require_safe
@record_page()
def entry(request: HttpRequest, reader: Reader, record: int) -> HttpResponse:
    found = record_numbered(reader, record)
    if found is None or found.entry is None:
        raise Http404
    return page(request, reader, "portal/entry.html", entry_context(reader, found), at=found.row.section)


@require_safe
@record_page()
def trend(request: HttpRequest, reader: Reader, record: int) -> HttpResponse:
    found = record_numbered(reader, record)
    if found is None or found.entry is None:
        raise Http404
    context = trend_context(reader, found, request.GET.get("page", ""))
    return page(request, reader, "portal/trend.html", context, at=found.row.section)


@require_safe
@record_page()
def file(request: HttpRequest, reader: Reader, record: int, number: int) -> HttpResponse:
    found = record_numbered(reader, record)
    held = file_of(reader, found, number) if found else None
    if held is None:
        raise Http404
    data, kind = held
    response = HttpResponse(data, content_type=kind if kind in _SHOWN else "application/octet-stream")
    response["Content-Disposition"] = "inline" if kind in _SHOWN else f'attachment; filename="file-{record}-{number}"'
    response["Content-Security-Policy"] = _OF_A_PDF if kind == "application/pdf" else _CONTENT
    response["X-Content-Type-Options"] = "nosniff"
    return response
