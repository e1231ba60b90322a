"""Under which addresses does an app reach this server? In full, as the app asked for it."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from haversack.smart.brands import Brand
from haversack.smart.discovery import Addresses

OPEN = "open"
_BASE = "haversack.fhir.base"  # no header has such a name


def base(request: HttpRequest) -> str:
    """The address of the FHIR API, without a slash at its end. Several ask for it in one request."""
    if (known := request.META.get(_BASE)) is None:
        known = request.META[_BASE] = request.build_absolute_uri(reverse("fhir:capability")).removesuffix("/metadata")
    return str(known)


def brands() -> list[Brand]:
    """Who publishes this API; empty where the site did not say."""
    return list(import_string(settings.FHIR_BRANDS)()) if settings.FHIR_BRANDS else []


def addresses(request: HttpRequest) -> Addresses:
    def full(name: str) -> str:
        return request.build_absolute_uri(reverse(f"fhir:{name}"))

    published = brands()
    primary = next((brand for brand in published if brand.primary), None)
    return Addresses(
        base=base(request),
        authorize=full("authorize"),
        token=full("token"),
        introspect=full("introspect"),
        revoke=full("revoke"),
        manage=full("connected"),
        keys=full("keys"),
        register=full("register") if settings.FHIR_REGISTRATION == OPEN else "",
        brands=full("brands") if primary else "",
        brand_identifier=primary.identifier if primary else None,
    )
