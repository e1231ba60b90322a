"""What does a SMART scope allow, in either spelling, and how much of what was asked for may be granted?

A scope for records reads `patient/Observation.rs?category=system|code` (SMART 2) or `patient/Observation.read` (SMART
1), which says the same as `.rs`. Everything here only reads, so what a scope says about writing is left out of what is
granted. The only narrowing by a search parameter that is granted is `category`: US Core asks for no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote

OPENID, FHIR_USER, PROFILE = "openid", "fhirUser", "profile"
LAUNCH_PATIENT = "launch/patient"
OFFLINE, ONLINE = "offline_access", "online_access"
PLAIN = (OPENID, FHIR_USER, PROFILE, LAUNCH_PATIENT, OFFLINE, ONLINE)
LEVELS = ("patient", "user", "system")
EVERY_TYPE = "*"
READ, SEARCH = "r", "s"
URI_OF_SMART, URI_OF_OPENID = (
    "http://smarthealthit.org/fhir/scopes/",
    "http://openid.net/specs/openid-connect-core-1_0#",
)

_SCOPE = re.compile(r"(patient|user|system)/(\*|[A-Z][A-Za-z]{1,63})\.(\*|read|write|c?r?u?d?s?)(?:\?(.+))?")
_OLD = {"read": "rs", "write": "cud", "*": "cruds"}
_SAFE = ":/|.-_~"


@dataclass(frozen=True, slots=True)
class Category:
    """A coded category; `system` is None where any system will do."""

    system: str | None
    code: str

    def __str__(self) -> str:
        return self.code if self.system is None else f"{self.system}|{self.code}"


@dataclass(frozen=True, slots=True)
class RecordScope:
    """Leave to read records of one type, or of every type; of one category of it, or of all."""

    level: str
    type: str
    rights: str  # some of "cruds", in that order
    category: Category | None = None
    old: bool = False  # spelled the way of SMART 1, and answered in the same spelling

    def __str__(self) -> str:
        rights = next(word for word, new in _OLD.items() if new == self.rights) if self.old else self.rights
        narrowed = f"?category={quote(str(self.category), safe=_SAFE)}" if self.category else ""
        return f"{self.level}/{self.type}.{rights}{narrowed}"

    def names(self, resource_type: str) -> bool:
        return self.type in (EVERY_TYPE, resource_type)

    def may(self, right: str, resource_type: str) -> bool:
        return right in self.rights and self.names(resource_type)

    def includes(self, other: RecordScope) -> bool:
        """Whether everything that `other` allows is allowed here."""
        return (
            self.level == other.level
            and self.type in (EVERY_TYPE, other.type)
            and set(other.rights) <= set(self.rights)
            and self.category in (None, other.category)
        )

    def only_reading(self) -> RecordScope | None:
        """What is left of it where nothing can be written; None for nothing."""
        kept = "".join(right for right in self.rights if right in (READ, SEARCH))
        return replace(self, rights=kept, old=self.old and kept == "rs") if kept else None


@dataclass(frozen=True, slots=True)
class Scopes:
    """What an app asked for or was granted: words such as `openid`, leave to read records, and what nobody knows."""

    plain: tuple[str, ...] = ()
    records: tuple[RecordScope, ...] = ()
    unknown: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join([*self.plain, *map(str, self.records)])

    def __contains__(self, word: str) -> bool:
        return word in self.plain

    def at(self, level: str) -> tuple[RecordScope, ...]:
        return tuple(scope for scope in self.records if scope.level == level)

    def allows(self, right: str, resource_type: str) -> bool:
        return any(scope.may(right, resource_type) for scope in self.records)


def parse(text: str) -> Scopes:
    """Read the scopes of a request, in the order in which they stand; each once."""
    plain, records, unknown = [], [], []
    for word in dict.fromkeys(text.split()):
        if word in PLAIN:
            plain.append(word)
        elif scope := parse_record_scope(word):
            records.append(scope)
        else:
            unknown.append(word)
    return Scopes(tuple(plain), tuple(records), tuple(unknown))


def parse_record_scope(word: str) -> RecordScope | None:
    """One scope for records, in either spelling; None for anything else, and for narrowing by more than a category."""
    found = _SCOPE.fullmatch(word)
    if not found or not found[3]:
        return None
    level, resource_type, rights, query = found.groups()
    category = None
    if query is not None:
        pairs = parse_qsl(query, keep_blank_values=True)
        if len(pairs) != 1 or pairs[0][0] != "category" or not (category := _category(pairs[0][1])):
            return None
    old = rights in _OLD
    return RecordScope(level, resource_type, _OLD.get(rights, rights), category, old)


def _category(text: str) -> Category | None:
    system, bar, code = text.rpartition("|")
    if not code or "," in text:
        return None
    return Category(system if bar else None, code)


def narrow(asked: Iterable[RecordScope], within: Sequence[RecordScope]) -> tuple[RecordScope, ...]:
    """Of what was asked for, as much as `within` allows: the meeting of each with each, without repetition."""
    met = (meeting(one, other) for one in asked for other in within)
    kept = list(dict.fromkeys(scope for scope in met if scope))
    return tuple(
        one
        for one in kept
        if not any(other != one and other.includes(one) and _first(kept, other, one) for other in kept)
    )


def _first(kept: list[RecordScope], other: RecordScope, one: RecordScope) -> bool:
    """Of two that say the same only the first stays."""
    return not one.includes(other) or kept.index(other) < kept.index(one)


def meeting(one: RecordScope, other: RecordScope) -> RecordScope | None:
    """What both allow; spelled as the first is."""
    rights = "".join(right for right in "cruds" if right in one.rights and right in other.rights)
    types = {one.type, other.type} - {EVERY_TYPE}
    categories = {one.category, other.category} - {None}
    if one.level != other.level or not rights or len(types) > 1 or len(categories) > 1:
        return None
    return RecordScope(
        one.level,
        types.pop() if types else EVERY_TYPE,
        rights,
        categories.pop() if categories else None,
        one.old and rights in _OLD.values(),
    )


def as_uri(word: str) -> str:
    """The scope as an address, for protocols that need one (SMART 2.2, appendix on the URI representation)."""
    return (URI_OF_OPENID if word in (OPENID, PROFILE) else URI_OF_SMART) + word
