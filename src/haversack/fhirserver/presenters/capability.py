"""What does this server say that it can do? The CapabilityStatement, made from what the store says that it supports."""

from collections.abc import Sequence
from typing import Any

from haversack.smart.discovery import Addresses

from ..store import Support

_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
_COMBINED = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination"
_EXPECTED = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation"
_SECURITY = "http://terminology.hl7.org/CodeSystem/restful-security-service"
_OPERATION = "http://hl7.org/fhir/OperationDefinition/Patient-everything"
_DOCREF = "http://hl7.org/fhir/us/core/OperationDefinition/docref"
_EXPORT = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export"
US_CORE = "http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server"
BULK = "http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data"
_CODES = {"id": "token"}  # `_id` is a token to FHIR


def capability_statement(at: Addresses, supports: Sequence[Support], *, since: str, name: str) -> dict[str, Any]:
    """since: the day on which what is said here last changed."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": since,
        "publisher": name,
        "kind": "instance",
        "instantiates": [US_CORE, BULK],
        "software": {"name": "Haversack"},
        "implementation": {"description": f"FHIR R4 API of {name}", "url": at.base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": _DOCUMENTATION,
                "security": _security(at),
                "resource": [*(_resource(each) for each in supports), _GROUPS],
            }
        ],
    }


_DOCUMENTATION = (
    "A person who may open a record lets an app read it; the app then sees what that person sees, no more. What the "
    "provider does not release (yet) is as though it were not there; on the day of its release its meta.lastUpdated is "
    "that day. _lastUpdated finds changes of content and releases. Records of one person are never linked to another "
    "Patient here: Patient.link is not used. Parameters that are not known are ignored and named in the answer, or "
    "refused with Prefer: handling=strict."
)

_LAST_UPDATED = (
    "Finds what was new or changed in content since then, and what was released since then: the day on which a record "
    "became visible to this person counts. What was taken back (entered in error) is found as a change. What is no "
    "longer shown is not found at all."
)


def _security(at: Addresses) -> dict[str, Any]:
    named = [("authorize", at.authorize), ("token", at.token), ("introspect", at.introspect), ("revoke", at.revoke),
             ("manage", at.manage), ("register", at.register)]  # fmt: skip
    return {
        "extension": [
            {"url": _URIS, "extension": [{"url": what, "valueUri": where} for what, where in named if where]}
        ],
        "cors": True,
        "service": [
            {"coding": [{"system": _SECURITY, "code": "SMART-on-FHIR"}], "text": "OAuth 2.0, SMART App Launch"}
        ],
    }


def _resource(support: Support) -> dict[str, Any]:
    found: dict[str, Any] = {"type": support.type}
    if support.combos:
        found["extension"] = [_combo(names, shall) for names, shall in support.combos]
    if support.profiles:
        found["supportedProfile"] = list(support.profiles)
    found["interaction"] = [{"code": "read"}] + ([{"code": "search-type"}] if support.params else [])
    found |= {"versioning": "versioned", "readHistory": False, "conditionalRead": "not-match"}
    if support.includes:
        found["searchInclude"] = list(support.includes)
    if support.revincludes:
        found["searchRevInclude"] = list(support.revincludes)
    if support.params:
        found["searchParam"] = [
            {"name": name, "type": _CODES.get(kind, kind)} | _said_of(name)
            for name, kind in sorted(support.params.items())
        ]
    if operations := _operations(support.type):
        found["operation"] = operations
    return found


def _said_of(name: str) -> dict[str, str]:
    """US Core: which changes a search by `_lastUpdated` finds SHALL be documented."""
    return {"documentation": _LAST_UPDATED} if name == "_lastUpdated" else {}


_GROUPS = {"type": "Group", "operation": [{"name": "export", "definition": _EXPORT}]}


def _operations(resource_type: str) -> list[dict[str, str]]:
    return {
        "Patient": [{"name": "everything", "definition": _OPERATION}],
        "DocumentReference": [{"name": "docref", "definition": _DOCREF}],
    }.get(resource_type, [])


def _combo(names: tuple[str, ...], shall: bool) -> dict[str, Any]:
    required = [{"url": "required", "valueString": name} for name in names]
    expected = {"url": _EXPECTED, "valueCode": "SHALL" if shall else "SHOULD"}
    return {"extension": [expected, *required], "url": _COMBINED}
