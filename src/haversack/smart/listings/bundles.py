"""What do FHIR resources say of providers: User-access Brands, service base URL lists, practitioners and their roles?

Brands (SMART App Launch 2.2, brands.html) name endpoints from the organisation, portals in an extension; the lists that
45 CFR 170.404(b)(2) asks for may point the other way, from Endpoint.managingOrganization. References are relative,
absolute, contained, `urn:uuid:` or, in some published lists, a bare id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..addresses import base_of, version_of
from .listing import Door, Listing, Problem, ReadList

_PORTAL = "http://hl7.org/fhir/StructureDefinition/organization-portal"
_FHIR_VERSION = "http://hl7.org/fhir/StructureDefinition/endpoint-fhir-version"
_NPI = "http://hl7.org/fhir/sid/us-npi"
_URI = "urn:ietf:rfc:3986"
_GONE = ("off", "entered-in-error")

Resource = dict[str, Any]


def resources_of(bundle: Resource) -> Iterator[Resource]:
    """The resources of a Bundle, with the address each goes by as `_address`."""
    for entry in _dicts(bundle.get("entry")):
        resource = entry.get("resource")
        if isinstance(resource, dict):
            yield {**resource, "_address": _text(entry.get("fullUrl"))}


def read_resources(resources: Iterable[Resource]) -> ReadList:
    """The listings in a set of resources that refer to each other."""
    return _Reading(list(resources)).read()


class _Reading:
    """One list on the way from resources to listings: everything by every name that a reference may use."""

    def __init__(self, resources: list[Resource]) -> None:
        self.problems: list[Problem] = []
        self.named: dict[str, Resource] = {}
        self.organizations: list[Resource] = []
        self.endpoints: list[Resource] = []
        self.roles: list[Resource] = []
        shelves = {"Organization": self.organizations, "Endpoint": self.endpoints, "PractitionerRole": self.roles}
        for resource in resources:
            kind = _text(resource.get("resourceType"))
            self._name(resource, kind)
            for inner in _dicts(resource.get("contained")):
                self._name(inner, _text(inner.get("resourceType")), within=resource)
                if inner.get("resourceType") == "Organization" and kind == "Endpoint":
                    self.organizations.append({**inner, "_owner": resource})
            if kind in shelves:
                shelves[kind].append(resource)
        self.doors = {id(endpoint): self._door(number, endpoint) for number, endpoint in enumerate(self.endpoints, 1)}
        self.managed: dict[int, list[Door]] = {}
        for endpoint in self.endpoints:
            manager, door = self._found(endpoint.get("managingOrganization"), endpoint), self.doors[id(endpoint)]
            if manager is not None and door is not None:
                self.managed.setdefault(id(manager), []).append(door)

    def read(self) -> ReadList:
        offices = [self._office(number, one) for number, one in enumerate(self.organizations, 1)]
        alone = [self._unowned(one) for one in self.endpoints]
        doctors = [self._doctor(number, one) for number, one in enumerate(self.roles, 1)]
        found = [one for one in (*offices, *alone, *doctors) if one is not None]
        shape = "brands" if any(_extensions(one, _PORTAL) for one in self.organizations) else "FHIR list"
        if not found and not self.problems:
            self.problems.append(Problem("", "There is no organization, endpoint or practitioner in this file."))
        return ReadList(shape, found, self.problems)

    # References -------------------------------------------------------------------------------------------------------
    def _name(self, resource: Resource, kind: str, within: Resource | None = None) -> None:
        own = _text(resource.get("id"))
        address = _text(resource.get("_address"))
        names = [f"{kind}/{own}", own] if own else []
        if within is not None:
            names = [f"{id(within)}#{own}", *names]
        for name in (*names, address):
            if name:
                self.named.setdefault(name, resource)

    def _found(self, reference: object, within: Resource) -> Resource | None:
        text = _text(reference.get("reference")) if isinstance(reference, dict) else ""
        if not text:
            return None
        bare = text.removeprefix("#")
        last = "/".join(text.split("/")[-2:])
        for name in (f"{id(within)}#{bare}", text, last, bare):
            if name in self.named:
                return self.named[name]
        return None

    # Listings ---------------------------------------------------------------------------------------------------------
    def _door(self, number: int, endpoint: Resource) -> Door | None:
        if _text(endpoint.get("status")) in _GONE:
            return None
        try:
            base = base_of(_text(endpoint.get("address")))
        except ValueError:
            self.problems.append(Problem(f"endpoint {number}", "It has no address of a FHIR server."))
            return None
        said = [_text(one.get("valueCode")) for one in _extensions(endpoint, _FHIR_VERSION)]
        return Door(base, (said[0] if said else "") or version_of(base))

    def _doors_of(self, organization: Resource) -> list[Door]:
        """Each portal's doors under that portal's name; then those that stand under no portal."""
        found: dict[str, Door] = {}
        for portal in _extensions(organization, _PORTAL):
            name, web = _inner(portal, "portalName", "valueString"), _inner(portal, "portalUrl", "valueUrl")
            for part in _extensions(portal, "portalEndpoint"):
                door = self._door_at(part.get("valueReference"), organization)
                if door is not None:
                    found[door.base] = Door(door.base, door.version, name=name, web=web)
        for reference in _dicts(organization.get("endpoint")):
            door = self._door_at(reference, organization)
            if door is not None:
                found.setdefault(door.base, door)
        for door in self.managed.get(id(organization), ()):
            found.setdefault(door.base, door)
        owner = organization.get("_owner")
        if isinstance(owner, dict) and (door := self.doors.get(id(owner))) is not None:
            found.setdefault(door.base, door)
        return list(found.values())

    def _door_at(self, reference: object, within: Resource) -> Door | None:
        endpoint = self._found(reference, within)
        return self.doors.get(id(endpoint)) if endpoint is not None else None

    def _office(self, number: int, organization: Resource) -> Listing | None:
        name = _text(organization.get("name"))
        if organization.get("active") is False:
            return None
        if not name:
            self.problems.append(Problem(f"organization {number}", "It has no name."))
            return None
        parent = self._found(organization.get("partOf"), organization)
        return Listing(
            key=_key_of(organization, name),
            name=name,
            former=tuple(_text(one) for one in _list(organization.get("alias")) if _text(one)),
            website=next((_text(t.get("value")) for t in _telecoms(organization) if t.get("system") == "url"), ""),
            npi=_npi_of(organization),
            part_of=_text(parent.get("name")) if parent else "",
            doors=self._doors_of(organization),
            **_place_of(organization),
        )

    def _unowned(self, endpoint: Resource) -> Listing | None:
        """An endpoint that no organization stands behind goes by its own name."""
        door = self.doors[id(endpoint)]
        name = _text(endpoint.get("name"))
        if door is None or not name or self._is_owned(endpoint):
            return None
        return Listing(key=f"endpoint|{door.base}", name=name, doors=(door,))

    def _is_owned(self, endpoint: Resource) -> bool:
        if self._found(endpoint.get("managingOrganization"), endpoint) is not None:
            return True
        return any(
            self._found(reference, organization) is endpoint
            for organization in self.organizations
            for reference in (
                *_dicts(organization.get("endpoint")),
                *(part.get("valueReference") for portal in _extensions(organization, _PORTAL)
                  for part in _extensions(portal, "portalEndpoint")),
            )
        )  # fmt: skip

    def _doctor(self, number: int, role: Resource) -> Listing | None:
        doctor = self._found(role.get("practitioner"), role)
        name = _name_of(doctor) if doctor else _text(_dict(role.get("practitioner")).get("display"))
        if not name:
            self.problems.append(Problem(f"role {number}", "It names no practitioner."))
            return None
        office = self._found(role.get("organization"), role)
        doors = [door for one in _dicts(role.get("endpoint")) if (door := self._door_at(one, role)) is not None]
        where = _text(office.get("name")) if office else _text(_dict(role.get("organization")).get("display"))
        npi = _npi_of(doctor or {})
        return Listing(
            key=f"doctor|{npi or name}|{where}",
            name=name,
            kind="doctor",
            npi=npi,
            part_of=where,
            specialty=next((_words_of(one) for one in _dicts(role.get("specialty"))), ""),
            doors=doors or (self._doors_of(office) if office else []),
            practices=(_key_of(office, where),) if office else ((where,) if where else ()),
            **_place_of(office or {}),
        )


# What a resource says -------------------------------------------------------------------------------------------------
def _key_of(organization: Resource, name: str) -> str:
    """A URI of the provider's own is the strongest (brands.html, consistent identifiers), then an NPI, then its id."""
    for one in _dicts(organization.get("identifier")):
        if one.get("system") == _URI and _text(one.get("value")):
            return f"uri|{_text(one['value']).lower().rstrip('/')}|{name.lower()}"
    if npi := _npi_of(organization):
        return f"npi|{npi}|{name.lower()}"
    return f"id|{_text(organization.get('id'))}|{name.lower()}"


def _npi_of(resource: Resource) -> str:
    for one in _dicts(resource.get("identifier")):
        if one.get("system") == _NPI:
            return _text(one.get("value"))
    return ""


def _place_of(organization: Resource) -> dict[str, str]:
    address = next(iter(_dicts(organization.get("address"))), {})
    return {
        "city": _text(address.get("city")),
        "state": _text(address.get("state")),
        "zip": _text(address.get("postalCode")),
        "country": _text(address.get("country")),
    }


def _name_of(practitioner: Resource) -> str:
    name = next(iter(_dicts(practitioner.get("name"))), {})
    if text := _text(name.get("text")):
        return text
    parts = [*_list(name.get("prefix")), *_list(name.get("given")), name.get("family"), *_list(name.get("suffix"))]
    return " ".join(_text(part) for part in parts if _text(part))


def _telecoms(organization: Resource) -> list[Resource]:
    contacts = [telecom for one in _dicts(organization.get("contact")) for telecom in _dicts(one.get("telecom"))]
    return [*_dicts(organization.get("telecom")), *contacts]


def _words_of(concept: Resource) -> str:
    codings = _dicts(concept.get("coding"))
    return _text(concept.get("text")) or next((_text(one.get("display")) for one in codings if one.get("display")), "")


def _extensions(resource: Resource, url: str) -> list[Resource]:
    return [one for one in _dicts(resource.get("extension")) if one.get("url") == url]


def _inner(extension: Resource, url: str, key: str) -> str:
    return next((_text(one.get(key)) for one in _extensions(extension, url)), "")


def _dict(value: object) -> Resource:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: object) -> list[Resource]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
