"""Which words of an entry can be found, and how are they folded so that case and accents do not matter?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from haversack.records.codes import plain
from haversack.records.entry import Entry

# What stands between words: everything but letters, digits, and a point between digits ("7.2" is one word).
_NOT_WORD = re.compile(r"(?:[^\w.%]|\.(?!\d)|(?<!\d)\.|_)+", re.UNICODE)
# The blocks of marks that are written over or under a letter.
_ACCENT = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_OFTEN = 120  # characters up to which a text is worth remembering folded: names, units and places recur
# Details that hardly two records have alike: remembering them would push out what recurs.
_SELDOM_TWICE = frozenset({"claim-number", "identifier", "member-number"})
# What nobody looks for by its words: when a server touched the record, and amounts of a bill.
_NO_WORDS = frozenset({
    "updated", "decided", "billed", "allowed", "paid-by-plan", "you-may-owe", "deductible", "coinsurance", "copay",
    "discount", "paid-to-provider", "paid-to-you", "paid-by-others", "not-covered", "you-paid",
})  # fmt: skip
_LONGEST = 60_000  # characters of one entry's text; a longer document is findable by its beginning


def fold(text: str) -> str:
    """Lower case, accents off, anything between words one space: "Pérez, Ana" -> "perez, ana"."""
    if not text.isascii():
        text = _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return _NOT_WORD.sub(" ", text.lower()).strip()


_fold_often = lru_cache(maxsize=8192)(fold)


@lru_cache(maxsize=8192)
def _plain_words(codes: tuple[object, ...]) -> str:
    return f"{plain(codes)} {plain(codes, 'es')}"  # type: ignore[arg-type]


def search_line(record: int, date: int, entry: Entry) -> bytes:
    """One line of a shard, UTF-8: "id<TAB>sort key of the date<TAB> title words<TAB> other words<NEWLINE>".

    Each word has a space before it, so that the beginning of a word is found by looking for a space and its letters.
    """
    title = _fold_often(entry.title + " " + _plain_words(entry.codes))
    rest: list[str] = [*entry.performers, *entry.notes]
    if entry.value is not None:
        rest.append(entry.value.comparator + entry.value.text + " " + entry.value.unit)
    for part in entry.components:
        rest.append(part.title)
        if part.value is not None:
            rest.append(part.value.text)
    once: list[str] = []
    for key, text in entry.details:
        if key in _SELDOM_TWICE:
            once.append(text)
        elif key not in _NO_WORDS:
            rest.append(text)
    rest.extend([link.label for link in entry.links if link.label])
    if entry.text:
        rest.append(entry.text[:_LONGEST])
    folded = [_fold_often(one) if len(one) < _OFTEN else fold(one) for one in rest]
    if once:
        folded.append(fold("\n".join(once)))
    other = " ".join([one for one in folded if one])
    return f"{record}\t{date}\t {title}\t {other}\n".encode()


def needles(words: str) -> list[bytes]:
    """What to look for: the beginning of each word somebody typed, the longest first; at most eight."""
    folded = dict.fromkeys(fold(words).split())
    return [b" " + one.encode() for one in sorted(folded, key=len, reverse=True)[:8]]


class Hit(NamedTuple):  # a short word can have a hit in most lines: tuples are made and sorted in half the time
    """A line with all the words. Sorted, hits in the title come first, then the newest."""

    in_text: bool
    age: int  # the negative sort key of its date
    record: int


def hits(shard: bytes, wanted: list[bytes]) -> list[Hit]:
    """The lines of a shard in which every wanted word begins a word."""
    if not wanted:
        return []
    found: list[Hit] = []
    first, others = wanted[0], wanted[1:]
    at = shard.find(first)
    while at >= 0:
        start, end = shard.rfind(b"\n", 0, at) + 1, shard.index(b"\n", at)
        line = shard[start:end]
        if all(one in line for one in others):
            number, date, title, _rest = line.split(b"\t", 3)
            found.append(Hit(not all(one in title for one in wanted), -int(date), int(number)))
        at = shard.find(first, end)
    return found
