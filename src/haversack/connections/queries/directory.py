"""Which offices, doctors or portals does somebody mean by what they typed, best first?

The words as typed, by their beginning; where that finds little, words nobody has are put right by the nearest ones;
where even that finds little, any of the words. What was found is then ordered by likeness to what was typed.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from rapidfuzz import fuzz, process

from ..models import Office, Portal, PublishedList, Word, words
from ..rules import finding
from ..rules.alike import ways_to_write
from ..rules.editions import offered
from ..rules.finding import ADDRESS, DOCTOR, OFFICE, Asked, Candidate, likeness, understand

CANDIDATES = 300  # whoever finds more than this has not said enough
FEW = 5
_LAST = "\uffff"
_MANY = 1000  # times a word has to occur before it says least: in a small directory every word tells
_SIGN_IN_WORDS = frozenset(["mychart", "my", "portal", "patient", "patients", "login", "myhealth"])
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
    asked = _weighed(asked)
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
    shown = f"office.standing = 'shown'{regions}"
    if asked.host:
        found = _by_host(asked, f"{_ONLY[ADDRESS]} AND {shown}")
    else:  # with "Dr." before the name somebody who treats may be meant, whichever way was chosen
        ways = (DOCTOR, way) if asked.has_title and way == OFFICE else (way,)
        found = [one for each in ways for one in _by_name(asked, each, shown)]
    return list(dict.fromkeys(found))[:CANDIDATES]


def _by_name(asked: Asked, way: str, shown: str) -> list[int]:
    """With every word, as it may be written; where that finds little, with the nearest words in the place of such as
    nobody has, then of all; without those that say little; with any."""
    vocabulary = _vocabulary("name", _edition())
    only = f"{_ONLY[way]} AND {shown}"
    groups = [ways_to_write(word) for word in asked.words]
    found = _matching(groups, "names", every=True, only=only)
    if len(found) >= FEW:
        return found
    known = [any(map(vocabulary.begins, group)) for group in groups]
    wide = [group if here else (*group, *vocabulary.near(group[0])) for group, here in zip(groups, known, strict=True)]
    if not all(known):
        found += _matching(wide, "names", every=True, only=only)
    if not found:
        wide = [(*group, *vocabulary.near(group[0])) for group in wide]
        found += _matching(wide, "names", every=True, only=only)
        if way == DOCTOR and not found:
            found += _matching(wide, "names", every=True, only=f"{_ONLY[OFFICE]} AND {shown}")
    most = finding.told_most(asked.words, asked.weights)
    telling = [group for group in wide if group[0] in most]
    if len(found) < FEW and len(telling) < len(wide):
        found += _matching(telling, "names", every=True, only=only)
    if len(found) < FEW:
        found += _matching(telling, "names", every=False, only=only)
    return found


def _by_host(asked: Asked, only: str) -> list[int]:
    tokens = [finding.host_token(asked.host), finding.host_token(asked.domain)]
    found = [one for token in tokens for one in _matching([[token]], "hosts", every=True, only=only)]
    if len(found) < FEW:
        if asked.named:
            telling = finding.told_most(asked.named, asked.weights)
            found += _matching([[word] for word in telling], "names", every=True, only=only)
        vocabulary = _vocabulary("host", _edition())
        near = [near for word in (tokens[1], *asked.words) for near in vocabulary.known_or_near(word)]
        found += _matching([[*asked.words, *near]], "hosts", every=False, only=only)
    if asked.path.count("/"):  # thousands of practices share some hosts: the whole address knows which
        found = [*_at_key(asked.path, only), *found]
    return found


def _at_key(key: str, only: str) -> list[int]:
    numbers = list(Office.objects.filter(portals__key=key).values_list("pk", flat=True)[:CANDIDATES])
    return words.among(numbers, only=only)


def _matching(groups: Sequence[Sequence[str]], column: str, *, every: bool, only: str) -> list[int]:
    given = [group for group in groups if group]
    return words.matching(given, column, every=every, only=only, most=CANDIDATES) if given else []


def _weighed(asked: Asked) -> Asked:
    """With how much each word tells, and with the words that a host is made of."""
    vocabulary = _vocabulary("name", _edition())
    if asked.host:
        labels = [word for word in asked.words if word not in _SIGN_IN_WORDS]
        named = tuple(part for word in labels for part in finding.segments(word, vocabulary.counts))
        return replace(asked, named=named, weights={word: vocabulary.weight(word) for word in named})
    return replace(asked, weights={word: vocabulary.weight(word) for word in asked.words})


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words that there are. most: how often the one that is everywhere."""

    words: list[str]  # sorted
    counts: Mapping[str, int]
    most: int

    def begins(self, word: str) -> bool:
        """Whether there is a word that begins so."""
        place = bisect_left(self.words, word)
        return place < len(self.words) and self.words[place].startswith(word)

    def near(self, word: str) -> list[str]:
        """The likest words, of those with the same first letter where there are such."""
        first = self.words[bisect_left(self.words, word[:1]) : bisect_left(self.words, word[:1] + _LAST)]
        return self._nearest(word, first) or self._nearest(word, self.words)

    def known_or_near(self, word: str) -> list[str]:
        return [word] if self.begins(word) else self._nearest(word, self.words)

    def weight(self, word: str) -> float:
        """How much a word tells, 0.3 to 1: little where it is everywhere."""
        return 1 - 0.7 * math.log(self.counts.get(word, 1)) / math.log(max(self.most, _MANY))

    def _nearest(self, word: str, among: Sequence[str]) -> list[str]:
        found = process.extract(word, among, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_NEAREST)
        return [near for near, _, _ in found]


def _edition() -> str:
    """Differs after every counting of the words: their rows are new ones then."""
    numbers = Word.objects.values_list("pk", flat=True)  # one at a time: both at once would walk all of them
    return f"{numbers.order_by('pk').first()} {numbers.order_by('-pk').first()}"


@lru_cache(maxsize=4)
def _vocabulary(kind: str, edition: str) -> _Vocabulary:
    counts = dict(Word.objects.filter(kind=kind).values_list("word", "count"))
    return _Vocabulary(sorted(counts), counts, max(counts.values(), default=1))


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
