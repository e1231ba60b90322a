"""Which element of a profile does each value in a resource stand for, slices included?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from .definitions import CannotExpand, Definitions, Json


@dataclass(frozen=True)
class Met:
    """A value with the element it stands for. profile: the address of the definition; path: where, in words."""

    profile: str
    element: Json
    value: Any
    path: str


class Walker:
    """Walks resources along profiles. Values of a data type are walked along that type's own definition."""

    def __init__(self, known: Definitions) -> None:
        self.known = known

    def walk(self, resource: Json, profile: str = "") -> Iterator[Met]:
        """Every value in the resource, by the profile or by the plain definition of its type."""
        kind = resource["resourceType"]
        definition = self.known.structures[profile] if profile else self.known.of_type(kind)
        yield from self._inside(definition, kind, resource, kind)

    def _inside(self, definition: Json, parent: str, node: Json, path: str) -> Iterator[Met]:
        for element in self._children(definition["url"], parent):
            beside = node.get("_" + element["path"].rpartition(".")[2])  # the extensions of a plain value
            if isinstance(beside, dict):
                yield from self._further(definition, [element], beside, "", f"{path}.{element['id']}")
            for value, name in _values(node, element):
                where = f"{path}.{name}"
                slices = [
                    one
                    for one in self._slices(definition["url"], element["id"])
                    if self._fits(element, one, value, name, definition)
                ]
                for seen in (element, *slices):
                    yield Met(definition["url"], seen, value, where)
                yield from self._further(definition, [*slices, element], value, name, where)

    def _further(self, definition: Json, elements: list[Json], value: Any, name: str, path: str) -> Iterator[Met]:
        """Into the value: by each slice it belongs to, by the element, and by the definition of its own type."""
        if not isinstance(value, dict):
            return
        deeper = [one for one in elements if self._children(definition["url"], one["id"])]
        for one in deeper:
            yield from self._inside(definition, one["id"], value, path)
        if reference := elements[-1].get("contentReference"):
            yield from self._inside(definition, reference.partition("#")[2], value, path)
        elif own := self._own_definition(elements[-1], value, name):
            yield from self._inside(own, own["type"], value, path)

    def _own_definition(self, element: Json, value: Json, name: str) -> Json | None:
        types = [kind["code"] for kind in element.get("type", ())]
        if types == ["Extension"]:
            return self.known.structures.get(value.get("url", "")) or self.known.of_type("Extension")
        stem = element["path"].rpartition(".")[2].removesuffix("[x]")
        chosen = [kind for kind in types if name.removeprefix(stem).lower() == kind.lower()] or types
        kind = chosen[0] if chosen else ""
        if kind in {"BackboneElement", "Element", "Resource", ""}:
            return None
        return self.known.structures.get(f"http://hl7.org/fhir/StructureDefinition/{kind}")

    def _fits(self, sliced: Json, element: Json, value: Any, name: str, definition: Json) -> bool:
        """Whether a value belongs to a slice: by its type, its address, what is fixed in it, or its codes."""
        if element["path"].endswith("[x]"):
            return name == element["sliceName"]
        profiles = [one for kind in element.get("type", ()) for one in kind.get("profile", ())]
        if profiles and element["type"][0]["code"] == "Extension":
            return value.get("url") in profiles
        told_by = [one["path"].split(".") for one in sliced.get("slicing", {}).get("discriminator", ())]
        ways = [() if path == ["$this"] else tuple(path) for path in told_by]
        wanted = [
            (steps, pattern)
            for steps, pattern in self._fixed(definition["url"], element["id"])
            if any(steps[: len(way)] == way for way in ways)
        ]
        if wanted:
            return all(_has(value, steps, pattern) for steps, pattern in wanted)
        binding = element.get("binding", {})
        if binding.get("strength") == "required":
            try:
                return bool(codes_in(value) & self.known.codes(binding["valueSet"]))
            except CannotExpand:
                return True
        return False

    @cache  # noqa: B019 - one of these lives as long as the tests do
    def _children(self, url: str, parent: str) -> tuple[Json, ...]:
        """The elements directly below, without their slices."""
        return tuple(
            one
            for one in self.known.structures[url]["snapshot"]["element"]
            if one["id"].rpartition(".")[0] == parent and ":" not in one["id"].rpartition(".")[2]
        )

    @cache  # noqa: B019
    def _slices(self, url: str, element: str) -> tuple[Json, ...]:
        return tuple(
            one
            for one in self.known.structures[url]["snapshot"]["element"]
            if one["id"].startswith(element + ":") and "." not in one["id"][len(element) :]
        )

    @cache  # noqa: B019
    def _fixed(self, url: str, slice_id: str) -> tuple[tuple[tuple[str, ...], Any], ...]:
        """What the definition fixes in a slice: (names of the elements on the way, the pattern)."""
        found = []
        for one in self.known.structures[url]["snapshot"]["element"]:
            if one["id"] == slice_id or one["id"].startswith(slice_id + "."):
                steps = tuple(step.partition(":")[0] for step in one["id"][len(slice_id) :].split(".") if step)
                found += [(steps, value) for key, value in one.items() if key.startswith(("pattern", "fixed"))]
        return tuple(found)


def codes_in(value: Any) -> set[tuple[str, str]]:
    """The codings of a CodeableConcept, Coding or Quantity."""
    if not isinstance(value, dict):
        return set()
    codings = value.get("coding", [value])
    return {(one.get("system", ""), one["code"]) for one in codings if "code" in one}


def _values(node: Json, element: Json) -> Iterator[tuple[Any, str]]:
    name = element["path"].rpartition(".")[2]
    if name.endswith("[x]"):
        stem = name[:-3]
        keys = [key for key in node if key.startswith(stem) and key[len(stem) : len(stem) + 1].isupper()]
    else:
        keys = [name] if name in node else []
    for key in keys:
        values = node[key] if isinstance(node[key], list) else [node[key]]
        yield from ((value, key) for value in values)


def _has(value: Any, steps: tuple[str, ...], pattern: Any) -> bool:
    if isinstance(value, list):
        return any(_has(one, steps, pattern) for one in value)
    if steps:
        return isinstance(value, dict) and steps[0] in value and _has(value[steps[0]], steps[1:], pattern)
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            key in value and _has(value[key], (), part) for key, part in pattern.items()
        )
    if isinstance(pattern, list):
        return all(_has(value, (), part) for part in pattern)
    return bool(value == pattern)
