"""A page that fails, for the test of what is shown then."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def fails(request: HttpRequest) -> HttpResponse:
    raise ValueError("HbA1c 9.1 of Rosa Almeida")


urlpatterns = [path("fails/", fails)]
handler500 = "haversack.config.errors.fault"
