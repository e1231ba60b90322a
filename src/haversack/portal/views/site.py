"""How does the hospital look on every page, signed in or not? Its name, its help line, its colours."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..queries.hospital import hospital
from ..rules.policy import COLOURS, Hospital

_FOR_EVER = "public, max-age=31536000, immutable"


def of_the_hospital(request: HttpRequest) -> dict[str, Any]:
    """For every template: `hospital`, and the address of its `look`."""
    found = hospital()
    return {"hospital": found, "look": reverse("portal:look", args=[_digest(_sheet(found))])}


@require_safe
def look(request: HttpRequest, digest: str) -> HttpResponse:
    """The style sheet of the hospital's colours. Its address changes with them, so that a browser may keep it."""
    sheet = _sheet(hospital())
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = _FOR_EVER if digest == _digest(sheet) else "no-cache"
    return response


def _sheet(of: Hospital) -> str:
    """The policy admits colours and pixels only, so nothing else can stand in it."""
    radius = of.look.get("radius")
    pairs = [(f"--{key}", of.look[key]) for key in COLOURS if key in of.look]
    pairs += [("--r", radius), ("--r-s", radius)] if radius else []
    return "".join([":root { ", *(f"{name}: {value}; " for name, value in pairs), "}\n"])


def _digest(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()[:12]
