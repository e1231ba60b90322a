"""How Django knows the FHIR server."""

from django.apps import AppConfig


class FhirServerConfig(AppConfig):
    name = "haversack.fhirserver"
    label = "fhirserver"
    default_auto_field = "django.db.models.BigAutoField"
