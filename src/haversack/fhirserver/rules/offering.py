"""Which choices does somebody have when an app asks for records, and which scopes follow from what they tick?

Each type that the app asks for is one choice; where apps can be held to categories of a type, each category is one.
With every category of a type ticked, records of the type that are in none of them are included as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from haversack.smart.scopes import Category, RecordScope

Categories = Mapping[str, Sequence[Category]]  # type -> the categories that scopes may narrow it to


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tick."""

    type: str
    category: Category | None = None

    @property
    def key(self) -> str:
        return f"{self.type} {self.category}" if self.category else self.type


def choices(asked: Sequence[RecordScope], types: Categories) -> list[Choice]:
    """What can be ticked, in the order of the types that there are."""
    found: list[Choice] = []
    for resource_type, categories in types.items():
        naming = [scope for scope in asked if scope.names(resource_type)]
        if any(scope.category is None for scope in naming):
            found += [Choice(resource_type, each) for each in categories] or [Choice(resource_type)]
        else:
            wanted = dict.fromkeys(scope.category for scope in naming)
            found += [Choice(resource_type, each) for each in categories if _among(each, wanted)]
    return found


def granted(asked: Sequence[RecordScope], ticked: Collection[str], types: Categories) -> tuple[RecordScope, ...]:
    """The scopes that follow. With everything ticked the app gets the words that it used, otherwise type by type."""
    offered = choices(asked, types)
    given = [choice for choice in offered if choice.key in ticked]
    if given and len(given) == len(offered):
        return tuple(scope for scope in asked if any(scope.names(choice.type) for choice in given))
    found: list[RecordScope] = []
    for resource_type in dict.fromkeys(choice.type for choice in given):
        here = [choice.category for choice in given if choice.type == resource_type]
        whole = all(choice in given for choice in offered if choice.type == resource_type)
        naming = [scope for scope in asked if scope.names(resource_type)]
        wide = next((scope for scope in naming if scope.category is None), None)
        rights = "".join(right for right in "rs" if any(right in scope.rights for scope in naming))
        level = naming[0].level
        if whole and wide is not None:
            found.append(RecordScope(level, resource_type, wide.rights, None, wide.old))
        else:
            found += [RecordScope(level, resource_type, rights, category) for category in here]
    return tuple(found)


def _among(category: Category, wanted: Collection[Category | None]) -> bool:
    return any(
        each is not None and each.code == category.code and each.system in (None, category.system) for each in wanted
    )
