"""A site that is nothing but accounts and the FHIR server."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("haversack.accounts.urls")),
    path("", include("haversack.fhirserver.urls")),
]
handler500 = "haversack.config.errors.fault"
