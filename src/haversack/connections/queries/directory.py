"""Which offices, doctors or portals does somebody mean by what they typed, best first?

The words as typed, by their beginning; where that finds little, words nobody has are put right by the nearest ones;
where even that finds little, any of the words. What was found is then ordered by likeness to what was typed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from rapidfuzz import fuzz, process

from ..models import Office, Portal, PublishedList, Word, words
from ..rules import finding
from ..rules.editions import offered
from ..rules.finding import ADDRESS, DOCTOR, Asked, Candidate, likeness, understand

CANDIDATES = 300  # whoever finds more than this has not said enough
FEW = 5
_NEAR, _NEAREST = 72, 4  # how like two words must be (0 to 100), and how many are tried for one that nobody has
_ONLY = {
    "office": "office.kind = 'office'",
    "doctor": "(office.kind = 'doctor' OR office.is_person)",
    "address": "office.kind = 'office'",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One choice: an office or doctor, and its portals."""

    office: Office
    portals: tuple[Portal, ...]

    @property
    def hosts(self) -> list[str]:
        return list(self.office.hosts)

    @property
    def bases(self) -> list[str]:
        """FHIR bases, the newest version first."""
        doors = [door for portal in self.portals for door in portal.doors.all()]
        return [door.base for door in sorted(doors, key=lambda door: door.version, reverse=True)]

    @property
    def support(self) -> str:
        """What is known of connecting there: the state of its best portal, or that none was looked at yet."""
        states = [portal.state for portal in self.portals]
        best = next((state for state in ("supported", "registration needed") if state in states), "")
        if best or not states:
            return best or "no portal known"
        return states[0] or "not tried yet"


@dataclass(frozen=True, slots=True)
class Hits:
    """One page. total: how many were found; is_all: whether there may be more that need more words."""

    hits: tuple[Hit, ...]
    total: int
    is_all: bool


def find(typed: str, *, way: str = "office", first: int = 0, count: int = 20, region: str = "") -> Hits:
    """A page of what was found, from number `first` on. way: one of rules.finding.WAYS. region: one of those that the
    site offers, "" for all of them."""
    asked = understand(typed, way)
    if not asked:
        return Hits((), 0, True)
    ids = _ids(asked, way, _of_regions([region] if region else settings.DIRECTORY_REGIONS))
    ordered = _ordered(asked, ids)
    return Hits(_hits(ordered[first : first + count]), len(ordered), len(ids) < CANDIDATES)


def size() -> int:
    """How many offices and doctors can be found."""
    return Office.objects.filter(standing=Office.Standing.SHOWN).count()


def is_empty() -> bool:
    """Whether nobody can be found at all."""
    return not Office.objects.filter(standing=Office.Standing.SHOWN).exists()


def _of_regions(regions: Sequence[str]) -> str:
    """An SQL condition on `office`: that a list of one of these regions, or for none in particular, names it. Empty
    where every list does."""
    lists = PublishedList.objects.values_list("pk", "region") if regions else ()
    shut = [number for number, region in lists if not offered(region, regions)]
    if not shut:
        return ""
    numbers = ", ".join(map(str, shut))
    return (
        " AND EXISTS (SELECT 1 FROM connections_office_lists named WHERE named.office_id = office.id"  # noqa: S608
        f" AND named.publishedlist_id NOT IN ({numbers}))"
    )


def _ids(asked: Asked, way: str, regions: str) -> list[int]:
    only = f"{_ONLY[ADDRESS if asked.host else way]} AND office.standing = 'shown'{regions}"
    if asked.host:
        return _by_host(asked, only)
    column, wanted = "names", list(asked.words)
    found = _matching(wanted, column, every=True, only=only)
    if len(found) < FEW:
        near = [near for word in wanted for near in _known(word, "name")]
        groups = [_known(word, "name") for word in wanted]
        if all(groups):
            found += _matching_groups(groups, column, only)
        if len(found) < FEW and way == DOCTOR:
            found += _matching(near, column, every=True, only="office.kind = 'office'")
        if len(found) < FEW:
            found += _matching(near or wanted, column, every=False, only=only)
    return list(dict.fromkeys(found))[:CANDIDATES]


def _by_host(asked: Asked, only: str) -> list[int]:
    tokens = [finding.host_token(asked.host), finding.host_token(asked.domain)]
    found = [one for token in tokens for one in _matching([token], "hosts", every=True, only=only)]
    if len(found) < FEW:
        near = [near for word in (tokens[1], *asked.words) for near in _known(word, "host")]
        found += _matching([*asked.words, *near], "hosts", every=False, only=only)
    if asked.path.count("/"):  # thousands of practices share some hosts: the whole address knows which
        found = [*_at_key(asked.path, only), *found]
    return list(dict.fromkeys(found))[:CANDIDATES]


def _at_key(key: str, only: str) -> list[int]:
    numbers = list(Office.objects.filter(portals__key=key).values_list("pk", flat=True)[:CANDIDATES])
    return words.among(numbers, only=only)


def _matching(wanted: Sequence[str], column: str, *, every: bool, only: str) -> list[int]:
    return words.matching(wanted, column, every=every, only=only, most=CANDIDATES) if wanted else []


def _matching_groups(groups: Sequence[Sequence[str]], column: str, only: str) -> list[int]:
    """Offices with one word of every group."""
    sets = [_matching(group, column, every=False, only=only) for group in groups]
    common = set(sets[0]).intersection(*sets[1:])
    return [one for one in sets[0] if one in common]


def _known(word: str, kind: str) -> list[str]:
    """The word where the directory has one that begins so, else the nearest words that it has."""
    vocabulary = _vocabulary(kind, _edition())
    if vocabulary.begins(word):
        return [word]
    found = process.extract(word, vocabulary.words, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_NEAREST)
    return [near for near, _, _ in found]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    words: list[str]  # sorted

    def begins(self, word: str) -> bool:
        place = bisect_left(self.words, word)
        return place < len(self.words) and self.words[place].startswith(word)


def _edition() -> str:
    """Differs after every counting of the words: their rows are new ones then."""
    numbers = Word.objects.values_list("pk", flat=True)  # one at a time: both at once would walk all of them
    return f"{numbers.order_by('pk').first()} {numbers.order_by('-pk').first()}"


@lru_cache(maxsize=4)
def _vocabulary(kind: str, edition: str) -> _Vocabulary:
    return _Vocabulary(sorted(Word.objects.filter(kind=kind).values_list("word", flat=True)))


_ORDERED_BY = ("pk", "name", "former", "city", "state", "zip", "hosts", "keys")


def _ordered(asked: Asked, ids: Sequence[int]) -> list[int]:
    place = {number: rank for rank, number in enumerate(ids)}
    rows = Office.objects.filter(pk__in=ids).values_list(*_ORDERED_BY)
    scores = {row[0]: likeness(asked, _candidate(row)) for row in rows}
    return sorted(scores, key=lambda number: (-round(scores[number], 3), place[number]))


def _candidate(row: tuple[Any, ...]) -> Candidate:
    number, name, former, city, state, zip_code, hosts, keys = row
    names = tuple(finding.folded_name(one) for one in (name, *former))
    place = finding.folded_name(f"{city} {state} {zip_code[:5]}")
    return Candidate(number, names, place, hosts, keys, bool(keys))


def _hits(ids: Sequence[int]) -> tuple[Hit, ...]:
    found = {office.pk: office for office in Office.objects.filter(pk__in=ids).prefetch_related("portals__doors")}
    return tuple(Hit(found[number], tuple(found[number].portals.all())) for number in ids if number in found)
