"""Which categories of a type do scopes leave to read, and does a record lie in one of them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from haversack.smart.scopes import Category, RecordScope


def only(scopes: Sequence[RecordScope], right: str, resource_type: str) -> tuple[Category, ...] | None:
    """The categories that these scopes are held to for a type; None for all of it. At least one scope must name it."""
    naming = [scope for scope in scopes if scope.may(right, resource_type)]
    if any(scope.category is None for scope in naming):
        return None
    return tuple(dict.fromkeys(scope.category for scope in naming if scope.category))


def within(body: Mapping[str, Any], categories: Sequence[Category] | None) -> bool:
    """Whether a resource carries one of the categories; what else it carries does not matter."""
    if categories is None:
        return True
    codings = list(_codings(body.get("category")))
    return any(
        coding.get("code") == category.code and category.system in (None, coding.get("system", ""))
        for category in categories
        for coding in codings
    )


def _codings(concepts: Any) -> Iterable[Mapping[str, Any]]:
    for concept in concepts if isinstance(concepts, list) else [concepts]:
        if isinstance(concept, dict):
            listed = concept.get("coding")
            yield from (coding for coding in (listed if isinstance(listed, list) else []) if isinstance(coding, dict))
