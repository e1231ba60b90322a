"""How does what a SMART Health Link opens come in: like files that were sent?

A link may be pasted, lie in a text, or be shown by a code in a picture. It is followed before anything is read, and the
files that it opens take its place. Who follows it, through which sockets, stands above this package and is given here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from haversack.records.archives import SourceFile, open_stream
from haversack.records.entry import Problem
from haversack.records.formats.health_card.pictures import MOST_BYTES, TooLarge, begins_as_picture, codes_in
from haversack.records.unspoken import Unspoken
from haversack.smart.links.manifest import CARD
from haversack.smart.links.reading import MOST_TEXT, Link, link_in, read_link
from haversack.smart.links.refused import BadLink

_TEXT_BEGINS = (b"shlink:/", b"http://", b"https://", b"\xef\xbb\xbf")


@dataclass(frozen=True, slots=True, repr=False)
class FetchedFile(Unspoken):
    """kind: its media type, "" where nobody says; content: unsealed."""

    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Fetched(Unspoken):
    """What a link opened. told: what is to be known of what was left out; ended: it will not change any more; after:
    how long its address wants to be left alone.
    """

    files: tuple[FetchedFile, ...]
    told: tuple[str, ...] = ()
    ended: bool = False
    after: timedelta | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Followed(Unspoken):
    """A link that was opened. text: the link itself."""

    text: str
    link: Link
    fetched: Fetched

    @property
    def source(self) -> str:
        return source_name(self.link)


Opener = Callable[[Link, str], Fetched]
_openers: list[Opener] = []


def follow_with(opener: Opener) -> None:
    """Say how a link is opened: (link, passcode) to what it opens; raises BadLink."""
    _openers[:] = [opener]


def follow(text: str, passcode: str, *, now: datetime | None = None) -> Followed:
    """Open a link. Raises BadLink."""
    link = read_link(text, now=(now or timezone.now()).timestamp())
    (opener,) = _openers
    return Followed(text, link, opener(link, passcode))


def source_name(link: Link) -> str:
    """What the records of a link are from: what its giver calls it, and on which machine it is kept."""
    return f"{link.label} ({link.host})" if link.label else link.host


def file_name(number: int, file: FetchedFile) -> str:
    """What a file of a link is called among what came."""
    return f"link-{number}.smart-health-card" if file.kind == CARD else f"link-{number}.json"


def link_of(file: SourceFile) -> str:
    """The link that a file is, as text or as the picture of a code; "" for any other file."""
    if file.problem is not None or file.size > MOST_BYTES:
        return ""
    with file.open() as stream:
        beginning = stream.read(MOST_TEXT + 1)
        if begins_as_picture(beginning):
            return _link_in_picture(beginning + stream.read(MOST_BYTES))
    text = beginning.strip()
    if len(beginning) > MOST_TEXT or not text.lower().startswith(_TEXT_BEGINS):
        return ""
    return link_in(text.decode("utf-8-sig", "replace"))


def followed_files(files: Iterable[SourceFile], passcode: Callable[[Link], str]) -> Iterator[SourceFile | Followed]:
    """The same files; behind each link among them, what it opened, or why it opened nothing."""
    for file in files:
        text = link_of(file)
        if not text:
            yield file
            continue
        try:
            link = read_link(text, now=timezone.now().timestamp())
            followed = follow(text, passcode(link) if link.passcode else "")
        except BadLink as bad:
            yield SourceFile(file.name, 0, io.BytesIO, Problem("whole file", bad.wrong.value))
            continue
        yield followed
        for told in followed.fetched.told:
            yield SourceFile(file.name, 0, io.BytesIO, Problem("whole file", told, "information"))
        for number, one in enumerate(followed.fetched.files, 1):
            opened = open_stream(file_name(number, one), len(one.content), partial(io.BytesIO, one.content))
            for inside in opened:
                inside.source = followed.source
                yield inside


def _link_in_picture(data: bytes) -> str:
    try:
        codes = codes_in(data)
    except TooLarge:
        return ""
    return next((found for code in codes if (found := link_in(code))), "")
