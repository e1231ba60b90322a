"""How does a provider say who it is, so that people find it in their apps? SMART 2.2 User-access Brands: a Bundle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_STRUCTURE = "http://hl7.org/fhir/StructureDefinition/"
_PROFILE = "http://hl7.org/fhir/smart-app-launch/StructureDefinition/"
_KINDS = "http://terminology.hl7.org/CodeSystem/organization-type"
_CONNECTION = "http://terminology.hl7.org/CodeSystem/endpoint-connection-type"
_PAYLOAD = "http://terminology.hl7.org/CodeSystem/endpoint-payload-type"
URI = "urn:ietf:rfc:3986"


@dataclass(frozen=True, slots=True)
class Portal:
    """Where people sign in themselves."""

    name: str
    url: str
    description: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Brand:
    """A provider as people know it. identifiers: (system, value) of the provider's own choice, the first one unique."""

    id: str
    name: str
    website: str
    identifiers: Sequence[tuple[str, str]]
    aliases: Sequence[str] = ()
    kinds: Sequence[str] = ("prov",)
    addresses: Sequence[Mapping[str, Any]] = ()
    portals: Sequence[Portal] = ()
    logo: str = ""
    part_of: str = ""  # another brand's id
    primary: bool = False

    @property
    def identifier(self) -> tuple[str, str]:
        return self.identifiers[0]


def bundle(brands: Sequence[Brand], *, base: str, developers: str, changed: datetime) -> dict[str, Any]:
    """The Bundle: one Endpoint, which every brand refers to, and the brands. Exactly one brand is the primary one."""
    if sum(brand.primary for brand in brands) != 1:
        raise ValueError("exactly one brand is the primary one")
    stamp = changed.isoformat(timespec="seconds")
    root = base.rstrip("/")
    resources = [_endpoint(base, developers, brands), *map(_organization, brands)]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": stamp,
        "entry": [
            {
                "fullUrl": f"{root}/{each['resourceType']}/{each['id']}",
                "resource": each | {"meta": each["meta"] | {"lastUpdated": stamp}},
            }
            for each in resources
        ],
    }


def etag(document: Mapping[str, Any]) -> str:
    """A weak ETag that changes when what it says changes."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    return f'W/"{hashlib.sha256(text).hexdigest()[:32]}"'


def _endpoint(base: str, developers: str, brands: Sequence[Brand]) -> dict[str, Any]:
    name = next(brand.name for brand in brands if brand.primary)
    return {
        "resourceType": "Endpoint",
        "id": "fhir-r4",
        "meta": {"profile": [_PROFILE + "user-access-endpoint"]},
        "extension": [{"url": _STRUCTURE + "endpoint-fhir-version", "valueCode": "4.0.1"}],
        "status": "active",
        "connectionType": {"system": _CONNECTION, "code": "hl7-fhir-rest"},
        "name": f"FHIR R4 API of {name}",
        "contact": [{"system": "url", "value": developers}],
        "payloadType": [{"coding": [{"system": _PAYLOAD, "code": "none"}]}],
        "address": base,
    }


def _organization(brand: Brand) -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "Organization",
        "id": brand.id,
        "meta": {"profile": [_PROFILE + "user-access-brand"]},
        "extension": [*_look(brand), *(_portal(portal) for portal in brand.portals)],
        "identifier": [{"system": system, "value": value} for system, value in brand.identifiers],
        "active": True,
        "type": [{"coding": [{"system": _KINDS, "code": kind}]} for kind in brand.kinds],
        "name": brand.name,
        "alias": list(brand.aliases),
        "telecom": [{"system": "url", "value": brand.website}],
        "address": [dict(address) for address in brand.addresses],
        "endpoint": [{"reference": "Endpoint/fhir-r4"}],
    }
    if brand.part_of:
        found["partOf"] = {"reference": f"Organization/{brand.part_of}"}
    return {name: value for name, value in found.items() if value not in ([], "")}


def _look(brand: Brand) -> list[dict[str, Any]]:
    if not brand.logo:
        return []
    return [
        {"url": _STRUCTURE + "organization-brand", "extension": [{"url": "brandLogo", "valueUrl": brand.logo}]},
    ]


def _portal(portal: Portal) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [
        {"url": "portalName", "valueString": portal.name},
        {"url": "portalUrl", "valueUrl": portal.url},
        {"url": "portalEndpoint", "valueReference": {"reference": "Endpoint/fhir-r4"}},
    ]
    if portal.description:
        parts.append({"url": "portalDescription", "valueMarkdown": portal.description})
    if portal.logo:
        parts.append({"url": "portalLogo", "valueUrl": portal.logo})
    return {"url": _STRUCTURE + "organization-portal", "extension": parts}
