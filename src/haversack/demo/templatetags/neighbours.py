"""Which portals run beside the demo's site?"""

from __future__ import annotations

from django import template
from django.conf import settings

from haversack.demo.portals.running import HOSPITALS, address_of

register = template.Library()


@register.simple_tag
def portals() -> list[tuple[str, str]]:
    """(name, address) of each."""
    ports: list[str] = getattr(settings, "PORTS_OF_PORTALS", [])  # a setting of the demo's alone
    found = zip(HOSPITALS, ports, strict=False)
    return [(hospital.site.name, address_of(int(port))) for hospital, port in found]
