"""How Django knows the FHIR server."""

import logging

from django.apps import AppConfig


class FhirServerConfig(AppConfig):
    name = "haversack.fhirserver"
    label = "fhirserver"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # While debugging, these libraries write out the codes and tokens that they hand over.
        for library in ("oauthlib", "oauth2_provider"):
            logging.getLogger(library).setLevel(logging.WARNING)
