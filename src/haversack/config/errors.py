"""What does a person see when a page fails in a way nobody foresaw? A page with a code, and never the fault itself."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from .faults import keep_fault

PLAIN = "<!doctype html><title>Haversack</title><h1>This page cannot be shown</h1><p>Code {code}</p>"


def fault(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    code = keep_fault(error, settings.DATA) if error else ""
    for asked in (request, None):  # the fault may be in what every page asks about who asks
        try:
            return HttpResponseServerError(render_to_string("500.html", {"code": code}, asked))
        except Exception as second:  # or in what every page shares
            keep_fault(second, settings.DATA)
    return HttpResponseServerError(PLAIN.format(code=code))
