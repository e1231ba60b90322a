"""What is known of one line, and what do the files in it hold?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..presenters.entry import entry_context
from ..queries.attachments import attachment_of
from ..queries.lines import line
from ..queries.opened import Opened
from .frame import page, record_page

# What a browser shows by itself without running anything; all else is handed over as a file.
_SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# In a sandbox no browser starts its own PDF reader, which is a sandbox itself.
_PDF_POLICY = _POLICY.replace("sandbox", "object-src 'self'")


@require_safe
@record_page()
def entry(request: HttpRequest, opened: Opened, record: int) -> HttpResponse:
    found = line(opened, record)
    if found is None:
        raise Http404
    at = "review" if found.state == 0 else "home"
    return page(request, opened, "backpack/entry.html", entry_context(opened, found), at=at)


@require_safe
@record_page()
def attachment(request: HttpRequest, opened: Opened, record: int, number: int) -> HttpResponse:
    found = attachment_of(opened, record, number)
    if found is None:
        raise Http404
    data, content_type = found
    kind = content_type.split(";")[0].strip().lower()
    response = HttpResponse(data, content_type=kind if kind in _SHOWN else "application/octet-stream")
    response["Content-Disposition"] = "inline" if kind in _SHOWN else f'attachment; filename="file-{record}-{number}"'
    response["Content-Security-Policy"] = _PDF_POLICY if kind == "application/pdf" else _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
