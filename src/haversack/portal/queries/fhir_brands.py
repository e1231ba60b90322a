"""As which provider do people find this hospital in their apps? SMART User-access Brands, from the policy's facts."""

from __future__ import annotations

from urllib.parse import urlsplit

from haversack.smart.brands import URI, Brand, Portal

from .hospital import hospital


def brands() -> list[Brand]:
    """The hospital, as its one and primary brand."""
    of = hospital()
    site = of.website or "http://localhost"
    host = urlsplit(site).hostname or "localhost"
    return [
        Brand(
            id="hospital",
            name=of.name,
            website=site,
            identifiers=((URI, f"https://{host.removeprefix('www.')}"),),
            addresses=({"line": list(of.address)},) if of.address else (),
            portals=(Portal(of.name, site),),
            primary=True,
        )
    ]
