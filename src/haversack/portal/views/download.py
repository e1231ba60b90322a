"""How does a patient take a copy of what the portal shows? As FHIR for a program, as a page or a PDF for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haversack.web.paper import NotLaidOut, pdf

from ..actions.download import bundle, ndjson, note_readable
from ..presenters.paper import paper_record
from ..presenters.readable import readable_record
from ..queries.reader import Reader
from ..rules.rights import Act
from .frame import page, record_page


@require_safe
@record_page(Act.EXPORT)
def download(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _page_of(request, reader)


@require_POST
@record_page(Act.EXPORT)
def copy(request: HttpRequest, reader: Reader, kind: str) -> HttpResponse:
    """The copy, as a file whose name says nothing of whose it is."""
    if kind not in _KINDS:
        raise Http404
    content_type, ending, make = _KINDS[kind]
    try:
        response = StreamingHttpResponse(make(reader), content_type=content_type)
    except NotLaidOut:
        return _page_of(request, reader, status=503, fault=_("The PDF could not be made. Download the page instead."))
    response["Content-Disposition"] = f'attachment; filename="health-record.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]


def _page_of(request: HttpRequest, reader: Reader, *, status: int = 200, fault: str = "") -> HttpResponse:
    return page(request, reader, "portal/download.html", {"fault": fault}, at="download", status=status)


def _pdf(reader: Reader) -> Iterator[bytes]:
    note_readable(by=reader, kind="pdf")
    return iter([pdf(paper_record(reader))])


def _page(reader: Reader) -> Iterator[str]:
    note_readable(by=reader)
    return readable_record(reader)


_KINDS: dict[str, tuple[str, str, Callable[[Reader], Iterator[bytes | str]]]] = {
    "page": ("text/html; charset=utf-8", "html", _page),  # type: ignore[dict-item]
    "pdf": ("application/pdf", "pdf", _pdf),
    "bundle": ("application/fhir+json", "json", lambda reader: bundle(by=reader)),  # type: ignore[dict-item]
    "ndjson": ("application/fhir+ndjson", "ndjson", lambda reader: ndjson(by=reader)),  # type: ignore[dict-item]
}
