"""What is kept of a portal once it was looked at, and what does it say of itself from what was kept?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import msgspec

from haversack.smart.addresses import portal_key
from haversack.smart.examining import Report
from haversack.smart.portals import Configuration, read_configuration

from ..http import Web
from ..models import Door
from ..models.facts import ConnectionFacts
from ..rules.finding import folded_name
from .own_names import is_anothers

_MOST = 8 << 20


def learned(facts: ConnectionFacts, report: Report, web: Web) -> ConnectionFacts:
    """The facts with what the examination found. Only for a report of a portal."""
    told, stated = report.configuration, report.statement
    assert told is not None
    return msgspec.structs.replace(
        facts,
        base=report.fhir_base,
        name=_name(facts.name, report, web),
        version=stated.version if stated else "",
        software=stated.software if stated else "",
        types={name: tuple(sorted(params)) for name, params in stated.types.items()} if stated else {},
        told="",
        **_addresses(told),
    )


def _addresses(told: Configuration) -> dict[str, Any]:
    return {
        "authorize": told.authorize,
        "token": told.token,
        "register": told.register,
        "revoke": told.revoke,
        "manage": told.manage,
        "issuer": told.issuer,
        "keys": told.keys,
        "capabilities": tuple(sorted(told.capabilities)),
        "scopes": told.scopes,
        "challenges": told.challenges,
        "token_methods": told.token_methods,
    }


def looked_again(facts: ConnectionFacts, web: Web) -> ConnectionFacts:
    """The facts with what the portal says of signing in today; as they were where it does not answer with that. An
    address that changed takes effect with the next sign-in: tokens never go elsewhere than where they came from."""
    document = web.document(f"{facts.base}/.well-known/smart-configuration", most=_MOST)
    told = read_configuration(document, facts.base)
    if told is None or not (told.authorize and told.token):
        return facts
    return msgspec.structs.replace(facts, **_addresses(told))


def told_by(facts: ConnectionFacts) -> Configuration:
    """The configuration as it was when the portal was last looked at."""
    return Configuration(
        base=facts.base,
        told_by="kept",
        authorize=facts.authorize,
        token=facts.token,
        register=facts.register,
        manage=facts.manage,
        revoke=facts.revoke,
        issuer=facts.issuer,
        keys=facts.keys,
        capabilities=frozenset(facts.capabilities),
        scopes=facts.scopes,
        challenges=facts.challenges,
        token_methods=facts.token_methods,
    )


def _name(chosen: str, report: Report, web: Web) -> str:
    """What the portal is called: by its own brands, which go before all else (SMART 2.2, brands.html); as it was chosen
    in the directory; as a list calls it; else by its host."""
    base, told = report.fhir_base, report.configuration
    named = _brand(told, chosen, web) if told and told.brands else ""
    if named and not is_anothers(named, portal_key(base)):
        return named
    door = Door.objects.select_related("portal").filter(base=base).first()
    return chosen or (door.portal.name if door is not None else "") or urlsplit(base).netloc


def _brand(told: Configuration, chosen: str, web: Web) -> str:
    """The name in the portal's own brands: the chosen one where it is there, the one with the portal's identifier, else
    the only one."""
    document = web.document(told.brands, accept="application/fhir+json", most=_MOST)
    entries = document.get("entry") if document else None
    brands = [
        resource
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(resource := entry.get("resource"), dict)
        and resource.get("resourceType") == "Organization" and isinstance(resource.get("name"), str)
    ]  # fmt: skip
    same = [one for one in brands if chosen and folded_name(one["name"]) == folded_name(chosen)]
    own = [one for one in brands if told.brand_identifier and told.brand_identifier in _identifiers(one)]
    found = same or own or (brands if len(brands) == 1 else [])
    return str(found[0]["name"]).strip()[:300] if found else ""


def _identifiers(brand: dict[str, Any]) -> list[object]:
    listed = brand.get("identifier")
    return [one.get("value") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
