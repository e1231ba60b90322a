"""What is one FHIR resource in XML, as FHIR writes it in JSON (FHIR R4, 2.6.2)?"""

from __future__ import annotations

import re
from typing import Any

from haversack.records.digits import Digits
from haversack.records.formats.fhir_xml.shapes import shape_of
from haversack.records.formats.fhir_xml.tree import Node

Doc = dict[str, Any]

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,4000})(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_DIV = re.compile(r"<(?:\w+:)?div\b([^>]*)")
_XMLNS = ' xmlns="http://www.w3.org/1999/xhtml"'
# Elements without a value, with an extension that says why: plain ones carry it beside them, in JSON ("_birthDate").
_PLAIN = re.compile(
    r".*(?:DateTime|Date|date|Instant|String|Boolean|Integer|Decimal|Uri|Code)|family|given|gender|status|city|state|line"
    r"|district|postalCode|country|text|display|issued|recorded|authoredOn|start|end|deceasedBoolean|use|title|comment"
)


def resource(node: Node, source: bytes, encoding: str) -> Doc:
    """A resource element as a decoded JSON resource; numbers keep their digits. `source`: the bytes it stands in."""
    return {"resourceType": node.name, **_members(node, source, encoding)}


def _members(node: Node, source: bytes, encoding: str) -> Doc:
    found: Doc = {name: node.attributes[name] for name in ("id", "url") if name in node.attributes}
    groups: dict[str, list[Node]] = {}
    for child in node.children:
        groups.setdefault(child.name, []).append(child)
    for name, children in groups.items():
        if name == "div" and children[0].is_xhtml:
            found["div"] = _narrative(children[0], source, encoding)
            continue
        shape = shape_of(name, node.name)
        values = [_value(child, shape.kind, source, encoding) for child in children]
        beside = [_beside(child, source, encoding) for child in children]
        many = shape.is_list or len(children) > 1
        if any(value is not None for value in values):
            found[name] = values if many else values[0]
        if any(beside):
            found[f"_{name}"] = [one or None for one in beside] if many else beside[0]
    return found


def _is_plain(node: Node) -> bool:
    """Whether an element is a plain value: it has one, or would have if an extension did not say why not."""
    if "value" in node.attributes:
        return True
    only_extended = bool(node.children) and all(child.name == "extension" for child in node.children)
    return only_extended and _PLAIN.fullmatch(node.name) is not None


def _value(node: Node, kind: str, source: bytes, encoding: str) -> Any:
    if not _is_plain(node):
        inner = node.children[0] if len(node.children) == 1 else None
        if inner is not None and inner.name[:1].isupper() and "value" not in inner.attributes:
            return resource(inner, source, encoding)  # contained, or a parameter's resource
        return _members(node, source, encoding)
    written = node.attributes.get("value", "")
    if not written.strip():  # which FHIR forbids, and which says nothing
        return None
    if kind == "b" and written.strip() in ("true", "false"):
        return written.strip() == "true"
    if kind in ("n", "d") and (number := _NUMBER.fullmatch(written.strip())):
        return Digits(number[0]) if number[1] or number[2] else int(number[0])
    return written


def _beside(node: Node, source: bytes, encoding: str) -> Doc:
    """The id and extensions of a plain value."""
    if not _is_plain(node) or not (node.children or "id" in node.attributes):
        return {}
    return _members(node, source, encoding)


def _narrative(node: Node, source: bytes, encoding: str) -> str:
    """The narrative as it was written, with the namespace that JSON asks for where it came from further out."""
    written = source[node.start : node.end].decode(encoding, "replace")
    opening = _DIV.match(written)
    if opening is None or "xmlns" in opening[1]:
        return written
    at = opening.start(1)
    return f"{written[:at]}{_XMLNS}{written[at:]}"
