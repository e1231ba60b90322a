"""What did somebody type into the directory's box, and which of the offices found is most likely the one they mean?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from haversack.backpack.rules.search import fold
from haversack.smart.addresses import domain_of, host_of, portal_key, words_of_host

OFFICE, DOCTOR, ADDRESS = WAYS = ("office", "doctor", "address")
MOST_WORDS = 8
_LIKE = 70  # from 0 to 100, below which two words have nothing to do with each other
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`]")
_PATH = re.compile(r"[^?#]*")
# Degrees and licences that follow the names of people who treat, as lists write them.
_CREDENTIAL = re.compile(
    r"(?:^|[\s,.])(?:m\.?d|d\.?o|d\.?p\.?m|d\.?d\.?s|n\.?p|p\.?a-?c|d\.?c|o\.?d|ph\.?d|l\.?c\.?s\.?w)\.?(?:$|[\s,])",
    re.IGNORECASE,
)
_TITLES = frozenset(["dr", "doctor", "mr", "mrs", "ms", "prof", "the"])


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed. words: folded; host, path: of an address, "" for anything else."""

    words: tuple[str, ...]
    host: str = ""
    path: str = ""

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
    words = [word.strip(".%") for word in folded_name(text).split()]
    wanted = [word for word in words if word and (way != DOCTOR or word not in _TITLES)]
    return Asked(tuple(dict.fromkeys(wanted))[:MOST_WORDS])


def host_token(host: str) -> str:
    """A whole host as one word of the index."""
    return host.replace(".", "_").replace("-", "_")


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
    text = asked.text
    best = 0.0
    for number, name in enumerate(candidate.names):
        score = 0.3 * fuzz.ratio(text, name) + 0.2 * fuzz.token_sort_ratio(text, name)
        score += 12 * (name == text) + 6 * name.startswith(text) + 60 * _covered(asked.words, name)
        best = max(best, score - (number > 0))  # its own name before a former one
    if candidate.place:
        left = " ".join(word for word in asked.words if word not in candidate.place.split())
        if left and left != text:  # the rest named the town or the state
            best = max(best, 4 + max(fuzz.ratio(left, name) for name in candidate.names))
    return best + 3 * candidate.has_portal


def _covered(words: Sequence[str], name: str) -> float:
    """How well the words typed are words of the name, 0 to 1: whole for one that begins a word, less for one that is
    only like a word, each counted by its letters, so that "of" says little."""
    here = name.split()
    letters = sum(map(len, words)) or 1
    return sum(len(word) * _like_one_of(word, here) for word in words) / letters


def _like_one_of(word: str, others: Sequence[str]) -> float:
    if any(one.startswith(word) for one in others):
        return 1.0
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
