"""Which words of an entry can be found, and how are they folded so that case and accents do not matter?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from haversack.records.codes import plain
from haversack.records.entry import Entry

_NOT_WORD = re.compile(r"[^\w.,/%-]+", re.UNICODE)
_LONGEST = 60_000  # characters of one entry's text; a longer document is findable by its beginning


def fold(text: str) -> str:
    """Lower case, accents off, anything between words one space: "Pérez, Ana" -> "perez, ana"."""
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in split if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text.lower()).strip()


_fold_often = lru_cache(maxsize=8192)(fold)


@lru_cache(maxsize=8192)
def _plain_words(codes: tuple[object, ...]) -> str:
    return f"{plain(codes)} {plain(codes, 'es')}"  # type: ignore[arg-type]


def search_line(record: int, entry: Entry) -> bytes:
    """One line of a shard: "id<TAB> title words<TAB> other words<NEWLINE>", each word with a space before it, UTF-8."""
    title = _fold_often(entry.title + " " + _plain_words(entry.codes))
    rest: list[str] = []
    if entry.value is not None:
        rest.append(entry.value.comparator + entry.value.text + " " + entry.value.unit)
    rest.extend(c.title + " " + (c.value.text if c.value else "") for c in entry.components)
    rest.extend(entry.performers)
    rest.extend(entry.notes)
    rest.extend(text for _, text in entry.details)
    rest.extend(link.label for link in entry.links if link.label)
    rest.append(entry.text[:_LONGEST])
    other = fold(" ".join(rest))
    return f"{record}\t {title}\t {other}\n".encode()
