"""What did somebody type into the directory's box, and which of the offices found is most likely the one they mean?"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from haversack.backpack.rules.search import fold
from haversack.smart.addresses import domain_of, host_of, portal_key, words_of_host

from .alike import as_compared, with_initials_joined

OFFICE, DOCTOR, ADDRESS = WAYS = ("office", "doctor", "address")
MOST_WORDS = 8
_TELLING = 0.5  # weight from which on a word says enough to be looked for alone
_SHORTEST = 3  # letters of a word inside the label of a host
_LIKE = 70  # from 0 to 100, below which two words have nothing to do with each other
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`]")
_PATH = re.compile(r"[^?#]*")
# Degrees and licences that follow the names of people who treat, as lists write them.
_CREDENTIAL = re.compile(
    r"(?:^|[\s,.])(?:m\.?d|d\.?o|d\.?p\.?m|d\.?d\.?s|n\.?p|p\.?a-?c|d\.?c|o\.?d|ph\.?d|l\.?c\.?s\.?w)\.?(?:$|[\s,])",
    re.IGNORECASE,
)
_TITLES = frozenset(["dr", "doctor", "dra", "mr", "mrs", "ms", "prof"])
# What people type beside a name, of their own accord or since it stands on the page they sign in at.
_BESIDE = frozenset(["the", "my", "mychart", "portal", "login", "patient", "at", "in", "near"])
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "Œ": "oe", "Æ": "ae", "Ø": "o"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed. words: folded; host, path: of an address, "" for anything else. has_title: somebody is meant who
    treats. named: words that a host is made of ("clevelandclinic"). weights: how much each word tells, 0 to 1; whole
    where nothing is said of it.
    """

    words: tuple[str, ...]
    host: str = ""
    path: str = ""
    has_title: bool = False
    named: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.host)

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def domain(self) -> str:
        return domain_of(self.host) if self.host else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An office that shares words with what was typed, as far as its order depends on it. names: folded, its own
    first; hosts and keys: of its portals."""

    id: int
    names: Sequence[str]
    place: str = ""
    hosts: Sequence[str] = ()
    keys: Sequence[str] = ()
    has_portal: bool = True


def folded_name(name: str) -> str:
    """A name as it is compared: lower case, without accents, signs and apostrophes ("Children's" -> "childrens")."""
    return fold(_APOSTROPHES.sub("", name).replace("&", " and "))


def is_persons_name(name: str) -> bool:
    """Whether an office goes by the name of somebody who treats ("Oscar Matthews, MD")."""
    return bool(_CREDENTIAL.search(name))


def understand(typed: str, way: str) -> Asked:
    """The words, or the address, in what was typed. An address is understood in every way of asking."""
    text = " ".join(typed.split())[:500]
    host = host_of(text) if "://" in text or " " not in text else ""
    if host and (way == ADDRESS or "://" in text or "/" in text or len(host.split(".")[-1]) > 1):
        address = text.split("://")[-1]
        found = _PATH.match(address)
        return Asked(words_of_host(host)[:MOST_WORDS], host, portal_key(f"https://{found.group() if found else host}"))
    words = [word.strip(".%") for word in folded_name(text.translate(_LIGATURES)).split()]
    words = with_initials_joined(word for word in words if word)
    plain = [word for word in words if word not in _TITLES]
    telling = [word for word in plain if word not in _BESIDE] or plain or words
    return Asked(tuple(dict.fromkeys(telling))[:MOST_WORDS], has_title=len(plain) < len(words))


def host_token(host: str) -> str:
    """A whole host as one word of the index."""
    return host.replace(".", "_").replace("-", "_")


def told_most(words: Sequence[str], weights: Mapping[str, float]) -> list[str]:
    """Those of the words that say enough to be looked for alone; all of them where none does."""
    return [word for word in words if weights.get(word, 1.0) >= _TELLING] or list(words)


def segments(label: str, known: Container[str]) -> tuple[str, ...]:
    """The fewest known words of three letters and more that make up a label of a host ("clevelandclinic"), the longest
    first where there is a choice; () where none do."""
    best: list[tuple[str, ...] | None] = [(), *([None] * len(label))]
    for end in range(_SHORTEST, len(label) + 1):
        for start in range(end - _SHORTEST + 1):
            before, word = best[start], label[start:end]
            if before is not None and word in known and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = (*before, word)
    return best[-1] or ()


def hosts_words(hosts: Sequence[str]) -> list[str]:
    """Under which words an office is found by the addresses of its portals."""
    found: list[str] = []
    for host in hosts:
        found += [host_token(host), host_token(domain_of(host)), *map(host_token, words_of_host(host))]
    return list(dict.fromkeys(found))


def likeness(asked: Asked, candidate: Candidate) -> float:
    """How likely it is the one meant: higher is likelier. Only the order of the numbers means anything."""
    if asked.host:
        return _likeness_of_address(asked, candidate)
    text, words = asked.text, as_compared(asked.text).split()
    weights = {as_compared(word): weight for word, weight in asked.weights.items()}
    compared = " ".join(words)
    names = [as_compared(name) for name in candidate.names]
    best = 0.0
    for number, name in enumerate(names):
        score = 0.3 * fuzz.ratio(compared, name) + 0.2 * fuzz.token_sort_ratio(compared, name)
        score += 12 * (name == compared) + 6 * name.startswith(compared) + 18 * (f" {compared} " in f" {name} ")
        score += 0.02 * fuzz.ratio(text, candidate.names[number])  # of two that mean the same, the one written so
        score += 60 * _covered(words, name, weights)
        best = max(best, score - (number > 0))  # its own name before a former one
    if candidate.place:
        place = candidate.place.split()
        left = " ".join(word for word in asked.words if word not in place)
        if left and left != text:  # the rest named the town or the state
            rest = as_compared(left)
            telling = _covered(rest.split(), max(names, key=lambda name: fuzz.ratio(rest, name)), weights)
            best = max(best, 4 + max(fuzz.ratio(rest, name) for name in names), 72 * telling + 6)
    return best + 3 * candidate.has_portal


def _covered(words: Sequence[str], name: str, weights: Mapping[str, float]) -> float:
    """How well the words typed are words of the name, 0 to 1: whole for one that begins a word, less for one that is
    only like a word, each counted by its letters and by how much it tells, so that "of" says little."""
    here = name.split()
    parts = {word: len(word) * weights.get(word, 1.0) for word in words}
    every = sum(parts.values()) or 1
    return sum(part * _like_one_of(word, here) for word, part in parts.items()) / every


def _like_one_of(word: str, others: Sequence[str]) -> float:
    if word in others:
        return 1.0
    if any(one.startswith(word) for one in others):
        return 0.96
    best = max((fuzz.ratio(word, one, score_cutoff=_LIKE) for one in others), default=0.0)
    return 0.9 * best / 100


def _likeness_of_address(asked: Asked, candidate: Candidate) -> float:
    score = 0.0
    for host in candidate.hosts:
        if host == asked.host:
            score = max(score, 100.0)
        elif domain_of(host) == asked.domain:
            score = max(score, 80.0)
        else:
            score = max(score, 0.5 * fuzz.ratio(host, asked.host), 0.6 * fuzz.ratio(domain_of(host), asked.domain))
    if asked.named:  # of a portal whose own host no list knows, the name is in the address: "mychart.alderclinic.org"
        compared = " ".join(asked.named)
        telling = told_most(asked.named, asked.weights)
        for name in candidate.names:
            likely = 58 * _covered(telling, name, asked.weights) + 12 * _covered(asked.named, name, asked.weights)
            score = max(score, likely + 0.1 * fuzz.ratio(compared, name))
    shared = max((_shared(asked.path, key) for key in candidate.keys), default=0.0)
    return score + 20 * shared + candidate.has_portal


def _shared(path: str, key: str) -> float:
    """Which part of a portal's key the typed address begins with, 0 to 1; whole only for the whole key."""
    typed, parts = path.split("/"), key.split("/")
    same = 0
    for one, other in zip(typed, parts, strict=False):
        if one != other:
            break
        same += 1
    return same / max(1, len(parts))
