"""What does a person see when a page fails in a way nobody foresaw? A page with a code, and never the fault itself."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from .faults import keep_fault


def fault(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    code = keep_fault(error, settings.DATA) if error else ""
    try:
        page = render_to_string("500.html", {"code": code})
    except TemplateDoesNotExist:
        page = f"<!doctype html><title>Haversack</title><h1>This page cannot be shown</h1><p>Code {code}</p>"
    return HttpResponseServerError(page)
