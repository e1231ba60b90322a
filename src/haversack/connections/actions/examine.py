"""What does a portal answer when it is examined: where is its FHIR server, and does it refuse what it must?

Asks and changes nothing anywhere: discovery documents, one search without a token, one with a token nobody issued, and
an empty request for a token.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import orjson

from haversack.smart.addresses import base_of, host_of
from haversack.smart.examining import NOTHING, Evidence, Heard, Report, examine
from haversack.smart.portals import Configuration, from_statement, read_configuration, read_statement

from ..http import Answer, Web, WebFault
from ..queries.directory import find

# Below which paths a FHIR server stands, where somebody gave the address of a website.
_BELOW = ("/fhir", "/fhir/r4", "/api/FHIR/R4", "/r4")
_CONFIGURATION, _STATEMENT = ".well-known/smart-configuration", "metadata"
_MOST = 8 << 20
_NOBODYS = "Bearer haversack-examination-not-a-token"


def examine_portal(web: Web, address: str, *, local: bool = False, probes: bool = True) -> Report:
    """Examine whatever stands at an address: a FHIR base, a portal's page, a domain. Never raises for what it finds.

    local: the operator allowed this address inside the home network, so plain http is no fault of it. probes: ask also
    what only the findings need; without, the discovery documents alone, which the verdict rests on.
    """
    first: Evidence | None = None
    for base in candidates(address):
        evidence = _ask(web, base, local=local)
        if _is_portal(evidence):
            return examine(_ask_more(web, evidence) if probes else evidence, address)
        if first is None or (evidence.configuration.came and not first.configuration.came):
            first = evidence
        if _is_final(evidence):
            break
    if first is None:
        refused = Heard(fault="That is not the address of a web server.")
        first = Evidence("", refused, refused)
    return examine(first, address)


def candidates(address: str) -> Iterator[str]:
    """FHIR bases that an address may mean: itself, what the directory knows of its host, what usually stands below."""
    text = address.strip()
    try:
        base = base_of((text if "://" in text else f"https://{text}").partition("?")[0].partition("#")[0])
    except ValueError:
        return
    for suffix in (f"/{_CONFIGURATION}", f"/{_STATEMENT}"):
        base = base.removesuffix(suffix)
    yield base
    host = host_of(text)
    known = [door for hit in find(host, way="address").hits if host in hit.hosts for door in hit.bases]
    yield from dict.fromkeys(one for one in (*known[:3], *(base + below for below in _BELOW)) if one != base)


def _ask(web: Web, base: str, *, local: bool) -> Evidence:
    configuration = _heard(web, f"{base}/{_CONFIGURATION}", Accept="application/json", Origin="https://app.example")
    if not configuration.came:
        return Evidence(base, configuration, configuration, local=local)
    statement = _heard(web, f"{base}/{_STATEMENT}", Accept="application/fhir+json, application/json")
    return Evidence(base, configuration, statement, local=local)


def _ask_more(web: Web, evidence: Evidence) -> Evidence:
    told = _told(evidence)
    search = f"{evidence.base}/Patient?_count=1"
    fhir = "application/fhir+json"
    return Evidence(
        evidence.base,
        evidence.configuration,
        evidence.statement,
        unsigned=_heard(web, search, Accept=fhir),
        forged=_heard(web, search, Accept=fhir, Authorization=_NOBODYS),
        token=_empty_request(web, told.token) if told else NOTHING,
        keys=_heard(web, told.keys, Accept="application/json") if told and told.keys else NOTHING,
        brands=_heard(web, told.brands, Accept=fhir) if told and told.brands else NOTHING,
        local=evidence.local,
    )


def _told(evidence: Evidence) -> Configuration | None:
    statement = read_statement(evidence.statement.document, evidence.base)
    read = read_configuration(evidence.configuration.document, evidence.base)
    return read or (from_statement(statement, evidence.base) if statement else None)


def _is_portal(evidence: Evidence) -> bool:
    return (
        read_configuration(evidence.configuration.document, evidence.base) is not None
        or read_statement(evidence.statement.document, evidence.base) is not None
    )


def _is_final(evidence: Evidence) -> bool:
    """Whether asking below this address is of no use: nothing answers there at all, or it may not be asked."""
    return not evidence.configuration.came and bool(evidence.configuration.fault)


def _heard(web: Web, address: str, **headers: str) -> Heard:
    try:
        return _read(web.get(address, headers=headers, most=_MOST))
    except WebFault as fault:
        return Heard(fault=str(fault))


def _empty_request(web: Web, address: str) -> Heard:
    try:
        return _read(web.send("POST", address, form={}, headers={"Accept": "application/json"}, most=_MOST))
    except WebFault as fault:
        return Heard(fault=str(fault))


def _read(answer: Answer) -> Heard:
    document: Any = None
    with suppress(orjson.JSONDecodeError):
        document = orjson.loads(answer.body)
    return Heard(answer.status, answer.media_type, answer.headers, document)
