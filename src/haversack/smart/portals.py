"""What does a portal say of itself to an app that wants to connect? Its discovery documents, read.

`[base]/.well-known/smart-configuration` (SMART 2.2, conformance.html), else what an older server says in the security
extension `oauth-uris` of its CapabilityStatement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

_OAUTH = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the portal offers apps. Addresses are whole; "" and () for what it does not say.

    told_by: "smart-configuration" or "capability statement".
    """

    base: str
    told_by: str
    authorize: str = ""
    token: str = ""
    register: str = ""
    manage: str = ""
    introspect: str = ""
    revoke: str = ""
    issuer: str = ""
    keys: str = ""
    brands: str = ""
    brand_identifier: str = ""
    capabilities: frozenset[str] = frozenset()
    scopes: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    token_methods: tuple[str, ...] = ()

    @property
    def understands_v2(self) -> bool:
        """Whether scopes of the second version may be asked for."""
        return "permission-v2" in self.capabilities


@dataclass(frozen=True, slots=True)
class Statement:
    """What a CapabilityStatement says. types: what is served, each with its search parameters."""

    version: str = ""
    software: str = ""
    types: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dated: bool = False
    says_smart: bool = False
    authorize: str = ""
    token: str = ""
    register: str = ""


def read_configuration(document: Any, base: str) -> Configuration | None:
    """A smart-configuration document; None for what is none. Relative addresses of older servers are made whole."""
    if not isinstance(document, Mapping) or not ("token_endpoint" in document or "authorization_endpoint" in document):
        return None

    def at(name: str) -> str:
        return _whole(document.get(name), base)

    identifier = document.get("user_access_brand_identifier")
    return Configuration(
        base=base,
        told_by="smart-configuration",
        authorize=at("authorization_endpoint"),
        token=at("token_endpoint"),
        register=at("registration_endpoint"),
        manage=at("management_endpoint"),
        introspect=at("introspection_endpoint"),
        revoke=at("revocation_endpoint"),
        issuer=_text(document.get("issuer")),
        keys=at("jwks_uri"),
        brands=at("user_access_brand_bundle"),
        brand_identifier=_text(identifier.get("value")) if isinstance(identifier, Mapping) else "",
        capabilities=frozenset(_texts(document.get("capabilities"))),
        scopes=tuple(_texts(document.get("scopes_supported"))),
        grants=tuple(_texts(document.get("grant_types_supported"))),
        challenges=tuple(_texts(document.get("code_challenge_methods_supported"))),
        token_methods=tuple(_texts(document.get("token_endpoint_auth_methods_supported"))),
    )


def read_statement(document: Any, base: str) -> Statement | None:
    """A CapabilityStatement (Conformance in DSTU2); None for what is none."""
    if not isinstance(document, Mapping) or document.get("resourceType") not in ("CapabilityStatement", "Conformance"):
        return None
    types: dict[str, frozenset[str]] = {}
    found = {"authorize": "", "token": "", "register": ""}
    says_smart = False
    for rest in _maps(document.get("rest")):
        for one in _maps(rest.get("resource")):
            params = frozenset(_text(param.get("name")) for param in _maps(one.get("searchParam")))
            if name := _text(one.get("type")):
                types[name] = params
        security = rest.get("security")
        if isinstance(security, Mapping):
            says_smart = says_smart or "SMART-on-FHIR" in str(security.get("service"))
            for extension in _maps(security.get("extension")):
                if extension.get("url") == _OAUTH:
                    for part in _maps(extension.get("extension")):
                        name = _text(part.get("url"))
                        if name in found:
                            found[name] = _whole(part.get("valueUri"), base)
    software = document.get("software")
    return Statement(
        version=_text(document.get("fhirVersion")),
        software=_text(software.get("name")) if isinstance(software, Mapping) else "",
        types=types,
        dated=bool(_text(document.get("date"))),
        says_smart=says_smart,
        **found,
    )


def from_statement(statement: Statement, base: str) -> Configuration | None:
    """What an older server's CapabilityStatement says of signing in; None where it says nothing of it."""
    if not (statement.authorize and statement.token):
        return None
    return Configuration(
        base, "capability statement", statement.authorize, statement.token, statement.register,
        grants=("authorization_code",),
    )  # fmt: skip


def _whole(value: object, base: str) -> str:
    text = _text(value)
    return urljoin(f"{base}/", text) if text else ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, Sequence) else []


def _maps(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
