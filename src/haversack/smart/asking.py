"""What does this site ask of a portal when a person connects: which scopes, and the address at which they sign in?

SMART App Launch 2.2, standalone launch (app-launch.html, "Request authorization code"), scopes of either version
(scopes-and-launch-context.html). The person may choose categories; a portal that understands the second version then
gives no more of a type than those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from haversack.smart import pkce
from haversack.smart.portals import Configuration
from haversack.smart.rarer import RARER
from haversack.smart.scopes import (
    FHIR_USER,
    LAUNCH_PATIENT,
    OFFLINE,
    OPENID,
    Category,
    RecordScope,
    parse_record_scope,
)

# Servers such as IIS read no query of more than 2,048 bytes, and there is more to say than the scopes.
_LONGEST_SCOPE = 1_300
LEAST_STATE = 22  # base64url characters: 132 bits, where SMART asks for 122
_OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category"
_US_CORE = "http://hl7.org/fhir/us/core/CodeSystem/us-core-category"

# Besides what a category is filled from: who and what the records in it name.
_ALWAYS = ("Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Provenance", "RelatedPerson")
_OF: Mapping[str, tuple[str, ...]] = {
    "allergies": ("AllergyIntolerance",),
    "medications": ("MedicationRequest", "MedicationDispense", "MedicationStatement", "Medication"),
    "vaccines": ("Immunization",),
    "labs": ("DiagnosticReport", "Specimen"),
    "vitals": (),
    "procedures": ("Procedure", "ServiceRequest", "Device"),
    "pregnancy": (),
    "conditions": ("Condition",),
    "social-history": ("QuestionnaireResponse",),
    "visits": ("Encounter",),
    "documents": ("DocumentReference", "DiagnosticReport", "Binary"),
    "other": ("CarePlan", "CareTeam", "Goal", "Coverage", "FamilyMemberHistory"),
}
# Observations belong to many categories; these are the codes by which a portal can tell them apart.
_OBSERVED: Mapping[str, tuple[str, ...]] = {
    "labs": (f"{_OBSERVATION}|laboratory",),
    "vitals": (f"{_OBSERVATION}|vital-signs",),
    "procedures": (f"{_OBSERVATION}|procedure", f"{_OBSERVATION}|imaging"),
    "pregnancy": (f"{_OBSERVATION}|social-history", f"{_OBSERVATION}|survey", f"{_OBSERVATION}|exam"),
    "social-history": (f"{_OBSERVATION}|social-history", f"{_OBSERVATION}|survey", f"{_US_CORE}|sdoh"),
}
CATEGORIES = tuple(_OF)


@dataclass(frozen=True, slots=True)
class Request:
    """One request to sign in. verifier, state and nonce are secrets that the caller makes, each of 128 bits or more."""

    client_id: str
    redirect_uri: str
    scope: str
    audience: str  # the FHIR base
    state: str = field(repr=False)
    verifier: str = field(repr=False)
    nonce: str = field(repr=False, default="")


def authorize_address(endpoint: str, request: Request) -> str:
    """Where the person's browser is to go. What the endpoint's own address asks for already stays in it."""
    if len(request.state) < LEAST_STATE:
        raise ValueError("state must hold at least 122 bits")
    asked = {
        "response_type": "code",
        "client_id": request.client_id,
        "redirect_uri": request.redirect_uri,
        "scope": request.scope,
        "state": request.state,
        "aud": request.audience,
        "code_challenge": pkce.challenge_of(request.verifier),
        "code_challenge_method": pkce.METHOD,
    }
    if request.nonce:
        asked["nonce"] = request.nonce
    parts = urlsplit(endpoint)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in asked]
    return parts._replace(query=urlencode([*kept, *asked.items()], safe="/:"), fragment="").geturl()


def scope_for(told: Configuration, chosen: Collection[str] = (), *, only_offered: bool = False) -> str:
    """The scopes to ask for, so that these categories (none: all) come; of the rarer types what the portal lists.
    only_offered: the portal refused more than it
    lists in `scopes_supported`, so nothing else is asked."""
    new = told.understands_v2
    words = [LAUNCH_PATIENT, *(_identity(told)), OFFLINE]
    rarer = [f"patient/{name}.{'rs' if new else 'read'}" for name in _rarer(chosen)]
    wanted = [*words, *dict.fromkeys(str(scope) for scope in _records(chosen, new))]
    for word in rarer:
        if _is_offered(word, told.scopes) and len(" ".join((*wanted, word))) <= _LONGEST_SCOPE:
            wanted.append(word)
    if only_offered and told.scopes:
        wanted = [word for word in wanted if _is_offered(word, told.scopes)]
    return " ".join(wanted)


def _identity(told: Configuration) -> tuple[str, ...]:
    """Who signed in is asked for where the portal can say it in a way that can be checked."""
    return (OPENID, FHIR_USER) if told.issuer and told.keys and _says_who(told) else ()


def _says_who(told: Configuration) -> bool:
    return "sso-openid-connect" in told.capabilities or OPENID in told.scopes


def _rarer(chosen: Collection[str]) -> Iterable[str]:
    return (name for one, names in RARER.items() if not chosen or one in chosen for name in names)


def _records(chosen: Collection[str], new: bool) -> Iterable[RecordScope]:
    for name in types_for(chosen):
        if name == "Observation" and chosen and new:
            codes = dict.fromkeys(code for one in CATEGORIES if one in chosen for code in _OBSERVED.get(one, ()))
            for code in codes:
                system, _, value = code.rpartition("|")
                yield RecordScope("patient", name, "rs", Category(system, value))
        else:
            yield RecordScope("patient", name, "rs", old=not new)


def types_for(chosen: Collection[str] = ()) -> tuple[str, ...]:
    """The resource types that these categories (none: all) need, the patient first, each once."""
    picked = [one for one in CATEGORIES if not chosen or one in chosen]
    observed = any(one in _OBSERVED for one in picked)
    listed = [*_ALWAYS, *(name for one in picked for name in _OF[one]), *(("Observation",) if observed else ())]
    return tuple(dict.fromkeys(listed))


def needed_for(category: str, *, new: bool) -> tuple[RecordScope, ...]:
    """What has to be granted for a category to be whole, in either version's spelling."""
    return tuple(scope for scope in _records([category], new) if scope.type not in _ALWAYS)


def _is_offered(word: str, offered: Collection[str]) -> bool:
    """Whether the portal lists a scope, or one that holds it."""
    if word in offered:
        return True
    asked = parse_record_scope(word)
    listed = [scope for one in offered if (scope := parse_record_scope(one))]
    return asked is not None and any(scope.includes(asked) for scope in listed)
