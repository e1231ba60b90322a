"""Does a portal keep what SMART and US Core ask of it? Answers it gave, in; findings in readable words, out.

Each finding names the requirement it is about: [n] is a line of Inferno's list of SMART App Launch 2.2 requirements,
"US Core" and "RFC" what those documents ask. `holds` is None for what cannot be tested here or does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .findings import NO_ANSWER, NONE, Finding
from .findings import NOTHING as NOTHING_SAID
from .portals import Configuration, Statement, from_statement, read_configuration, read_statement

SUPPORTED, REGISTRATION, NOT_SUPPORTED, UNREACHABLE = VERDICTS = (
    "supported", "registration needed", "not supported", "unreachable",
)  # fmt: skip

# Which types a category is filled from, in the order of the categories a person sees.
CATEGORY_TYPES: Mapping[str, tuple[str, ...]] = {
    "allergies": ("AllergyIntolerance",),
    "medications": ("MedicationRequest", "MedicationStatement", "MedicationOrder", "MedicationDispense"),
    "vaccines": ("Immunization",),
    "labs": ("Observation", "DiagnosticReport"),
    "vitals": ("Observation",),
    "procedures": ("Procedure",),
    "pregnancy": ("Observation",),
    "conditions": ("Condition",),
    "social-history": ("Observation",),
    "visits": ("Encounter",),
    "documents": ("DocumentReference", "DiagnosticReport"),
}
_VERSIONS = {"4": "R4", "3": "STU3", "1": "DSTU2", "5": "R5"}


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer: status 0 when none came (`fault` says why). document: its JSON, None where it was no JSON."""

    status: int = 0
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    document: Any = field(repr=False, default=None)
    fault: str = ""

    @property
    def came(self) -> bool:
        return self.status > 0


NOTHING = Heard()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a portal answered. base: of its FHIR server. local: whether plain http was allowed for it."""

    base: str
    configuration: Heard
    statement: Heard
    unsigned: Heard = NOTHING  # a search without a token
    forged: Heard = NOTHING  # the same with a token nobody issued
    token: Heard = NOTHING  # an empty request to the token endpoint
    keys: Heard = NOTHING
    brands: Heard = NOTHING
    local: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What came of examining a portal."""

    address: str
    verdict: str
    reason: str
    fhir_base: str = ""
    findings: tuple[Finding, ...] = ()
    categories: tuple[str, ...] = ()
    configuration: Configuration | None = None
    statement: Statement | None = None


def examine(evidence: Evidence, address: str) -> Report:
    """The findings and the verdict. A portal may break requirements and still be one that records come from."""
    base = evidence.base
    configuration = read_configuration(evidence.configuration.document, base)
    statement = read_statement(evidence.statement.document, base)
    if configuration is None and statement is None:
        return _no_portal(evidence, address)
    told = configuration or (from_statement(statement, base) if statement else None)
    findings = tuple(check(evidence, told, statement) for check in _CHECKS)
    verdict, reason = _verdict(told, statement)
    return Report(address, verdict, reason, base, findings, _categories(statement, told), told, statement)


def _no_portal(evidence: Evidence, address: str) -> Report:
    heard = (evidence.configuration, evidence.statement)
    if not any(one.came for one in heard):
        fault = next((one.fault for one in heard if one.fault), "Nothing answers there.")
        return Report(address, UNREACHABLE, fault)
    if any("html" in one.media_type for one in heard):
        return Report(address, NOT_SUPPORTED, "There is a web page at this address, but no FHIR server behind it.")
    return Report(address, NOT_SUPPORTED, "Something answers at this address, but it is no FHIR server for apps.")


def _verdict(told: Configuration | None, statement: Statement | None) -> tuple[str, str]:
    if told is None or not told.token:
        return NOT_SUPPORTED, "This FHIR server does not say how a person signs in from an app."
    if told.capabilities and "launch-standalone" not in told.capabilities:
        return NOT_SUPPORTED, "Apps can only be opened from inside this portal, not connected from outside."
    if not told.authorize:
        return NOT_SUPPORTED, "There is no page on which a patient could sign in and agree."
    if statement is not None and statement.version[:1] not in _VERSIONS:
        return NOT_SUPPORTED, "It speaks a version of FHIR that Haversack does not read."
    if told.register:
        return SUPPORTED, "Apps can register themselves, so connecting needs nothing but signing in."
    return REGISTRATION, "Whoever runs this site registers it with the portal once; then connecting is signing in."


def _categories(statement: Statement | None, told: Configuration | None) -> tuple[str, ...]:
    served = set(statement.types) if statement else set()
    if not served and told:
        served = {scope.split("/")[-1].partition(".")[0] for scope in told.scopes if scope.startswith("patient/")}
    everything = "*" in served
    return tuple(name for name, types in CATEGORY_TYPES.items() if everything or served & set(types))


# The checks -----------------------------------------------------------------------------------------------------------
Check = Callable[[Evidence, Configuration | None, Statement | None], Finding]


def _well_known(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    served = e.configuration.status == 200 and c is not None and c.told_by == "smart-configuration"
    if served:
        return Finding("SMART [372]", True, "configured")
    return Finding("SMART [372]", False, "not configured", {"status": _status(e.configuration)})


def _as_json(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if e.configuration.status != 200:
        return Finding("SMART [377]", None, "nothing to look at")
    said = e.configuration.media_type or NOTHING_SAID
    return Finding("SMART [377]", said == "application/json", "sent as", {"type": said})


def _whole_addresses(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    document = e.configuration.document
    if not isinstance(document, Mapping):
        return Finding("SMART [378]", None, "nothing to look at")
    named = {name: value for name, value in document.items() if name.endswith("_endpoint") or name == "jwks_uri"}
    relative = sorted(name for name, value in named.items() if "://" not in str(value))
    if relative:
        return Finding("SMART [378]", False, "not whole", {"names": ", ".join(relative)})
    return Finding("SMART [378]", True, "whole")


def _has(requirement: str, name: str, what: str) -> Check:
    def check(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
        there = isinstance(e.configuration.document, Mapping) and bool(e.configuration.document.get(name))
        return Finding(requirement, there, f"{what} named" if there else f"{what} not named")

    return check


def _challenge(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    methods = c.challenges if c else ()
    holds = "S256" in methods and "plain" not in methods
    return Finding("SMART [394]", holds, "challenge", {"methods": ", ".join(methods) or NONE})


def _patient_set(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    able = c.capabilities if c else frozenset[str]()
    lacks = sorted({"launch-standalone", "context-standalone-patient", "permission-patient"} - able)
    if not able & {"client-public", "client-confidential-symmetric"}:
        lacks.append("client-public / client-confidential-symmetric")
    if lacks:
        return Finding("SMART [348]", False, "lacks", {"names": ", ".join(lacks)})
    return Finding("SMART [348]", True, "patients")


def _identity(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if c is None or "sso-openid-connect" not in c.capabilities:
        return Finding("SMART [381] [382]", None, "no identity")
    there = bool(c.issuer and c.keys)
    return Finding("SMART [381] [382]", there, "identity" if there else "half an identity")


def _published_keys(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if c is None or not c.keys:
        return Finding("SMART [207]", None, "no keys")
    keys = e.keys.document.get("keys") if isinstance(e.keys.document, Mapping) else None
    good = isinstance(keys, list) and any(isinstance(key, Mapping) and key.get("kty") == "RSA" for key in keys)
    return Finding("SMART [207] [210]", good, "keys" if good else "bad keys")


def _offline(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    offers = c is not None and ("permission-offline" in c.capabilities or "offline_access" in c.scopes)
    return Finding("SMART [365]", offers if c and c.capabilities else None, "lasting" if offers else "not lasting")


def _finer_scopes(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    fine = bool(c and c.understands_v2)
    return Finding("SMART [370]", True if fine else None, "fine" if fine else "not fine")


def _from_any_origin(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    allowed = e.configuration.headers.get("access-control-allow-origin") == "*"
    said = "any origin" if allowed else "not any origin"
    return Finding("SMART [16]", allowed if e.configuration.came else None, said)


def _token_refuses(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if not e.token.came:
        return Finding("RFC 6749 5.2", None, "token not asked")
    said = isinstance(e.token.document, Mapping) and "error" in e.token.document
    good = e.token.status in (400, 401) and said
    return Finding("RFC 6749 5.2", good, "token", {"status": _status(e.token)})


def _nothing_unsigned(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if not e.unsigned.came:
        return Finding("US Core security", None, "not tried")
    good = e.unsigned.status in (401, 403)
    return Finding("US Core security", good, "unsigned", {"status": _status(e.unsigned)})


def _nothing_forged(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if not e.forged.came:
        return Finding("RFC 6750 3.1", None, "forged not tried")
    good = e.forged.status in (401, 403)
    return Finding("RFC 6750 3.1", good, "forged", {"status": _status(e.forged)})


def _states_capabilities(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if s is None:
        return Finding("FHIR http 2.1.0.9", False, "not stated", {"status": _status(e.statement)})
    return Finding("FHIR http 2.1.0.9", True, "stated")


def _version(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if s is None or not s.version:
        return Finding("US Core R4", None if s is None else False, "no version")
    name = _VERSIONS.get(s.version[:1])
    values = {"version": s.version} | ({"name": name} if name else {})
    return Finding("US Core R4", s.version.startswith("4."), "version" if name else "version unknown", values)


def _dated(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    requirement = "FHIR CapabilityStatement.date"
    if s is None:
        return Finding(requirement, None, "no statement")
    return Finding(requirement, s.dated, "dated" if s.dated else "not dated")


def _same_story(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if s is None or not s.token or c is None or c.told_by != "smart-configuration":
        return Finding("SMART [373]", None, "told once")
    same = (s.token, s.authorize) == (c.token, c.authorize)
    return Finding("SMART [373]", same, "told alike" if same else "told otherwise")


def _tls(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    told = [e.base, *((c.token, c.authorize) if c else ())]
    plain = [one for one in told if one and urlsplit(one).scheme != "https"]
    if e.local:
        return Finding("SMART [231]", None, "local")
    return Finding("SMART [231]", not plain, "not safe" if plain else "safe")


def _brand(e: Evidence, c: Configuration | None, s: Statement | None) -> Finding:
    if c is None or not c.brands:
        return Finding("SMART [432]", None, "no brands")
    entries = e.brands.document.get("entry") if isinstance(e.brands.document, Mapping) else None
    ids = [
        identifier.get("value")
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, Mapping) and isinstance(resource := entry.get("resource"), Mapping)
        and resource.get("resourceType") == "Organization"
        for identifier in resource.get("identifier") or () if isinstance(identifier, Mapping)
    ]  # fmt: skip
    good = ids.count(c.brand_identifier) == 1 if c.brand_identifier else bool(ids)
    return Finding("SMART [432]", good, "brands" if good else "bad brands")


def _status(heard: Heard) -> str:
    return str(heard.status) if heard.came else (heard.fault or NO_ANSWER)


_CHECKS: tuple[Check, ...] = (
    _well_known, _as_json, _whole_addresses,
    _has("SMART [385]", "token_endpoint", "token"),
    _has("SMART [383]", "authorization_endpoint", "sign-in"),
    _has("SMART [384]", "grant_types_supported", "grants"),
    _has("SMART [393]", "capabilities", "abilities"),
    _challenge, _patient_set, _identity, _published_keys, _offline, _finer_scopes, _from_any_origin, _token_refuses,
    _nothing_unsigned, _nothing_forged, _states_capabilities, _version, _dated, _same_story, _tls, _brand,
)  # fmt: skip
