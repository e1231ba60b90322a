"""The portal's own addresses, and one that does nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from haversack.config.portal_urls import urlpatterns as of_the_portal


def null(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"{}", content_type="application/json")


urlpatterns = [path("null", null), *of_the_portal]
