"""How is what a SMART Health Link opens fetched? Through the guarded sockets, as whoever wrote the link may be anybody.

What stands in the addresses and answers is secret: it goes into no exception and no log.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from haversack.backpack.actions.links import Fetched, FetchedFile
from haversack.smart.links.manifest import (
    ACCESS,
    API_ACCESS,
    File,
    Manifest,
    asked,
    direct_address,
    pause,
    read_manifest,
    require_good,
)
from haversack.smart.links.reading import Link
from haversack.smart.links.refused import BadLink, Wrong
from haversack.smart.links.sealed import MOST_SEALED, unsealed

from ..http import AddressRefused, Answer, AnswerTooLarge, NoAnswer, Web
from .sockets import web_for

_web_for_link = partial(web_for, seconds=90.0)  # for all of a link: somebody may wait for it
MOST_ALTOGETHER = 128 << 20  # bytes of all files of a link, unpacked


def fetch_link(
    link: Link,
    passcode: str,
    *,
    web: Callable[[], Web] = _web_for_link,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Fetched:
    """What the link opens, unsealed. Raises BadLink."""
    if link.passcode and not passcode:
        raise BadLink(Wrong.PASSCODE)
    with web() as opener:
        manifest = _manifest(opener, link, passcode, clock)
        files, told, size = [], list(manifest.told), 0
        for one in manifest.files:
            found = unsealed(one.sealed or _text(_got(opener, one.location, clock)), link.key)
            kind = one.kind or found.kind
            if kind == ACCESS:
                told.append(API_ACCESS)
                continue
            size += len(found.content)
            if size > MOST_ALTOGETHER:
                raise BadLink(Wrong.TOO_LARGE)
            files.append(FetchedFile(kind, found.content))
    if not files and not told:
        raise BadLink(Wrong.NOTHING)
    return Fetched(tuple(files), tuple(dict.fromkeys(told)), manifest.ended, manifest.after)


def _manifest(web: Web, link: Link, passcode: str, clock: Callable[[], datetime]) -> Manifest:
    if link.direct:
        answer = _got(web, direct_address(link), clock)
        return Manifest((File("", sealed=_text(answer)),), after=pause(answer.headers, clock()))
    answer = _guarded(lambda: web.send("POST", link.url, json=asked(link, passcode), most=MOST_SEALED))
    require_good(answer.status, answer.headers, answer.body, clock(), with_passcode=link.passcode)
    return read_manifest(link, answer.body, pause(answer.headers, clock()))


def _got(web: Web, address: str, clock: Callable[[], datetime]) -> Answer:
    answer = _guarded(lambda: web.get(address, headers={"Accept": "application/jose"}, most=MOST_SEALED))
    require_good(answer.status, answer.headers, b"", clock(), with_passcode=False)
    return answer


def _guarded(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except AddressRefused:
        raise BadLink(Wrong.NOT_ALLOWED) from None
    except AnswerTooLarge:
        raise BadLink(Wrong.TOO_LARGE) from None
    except NoAnswer:
        raise BadLink(Wrong.NO_ANSWER) from None


def _text(answer: Answer) -> str:
    try:
        return answer.body.decode("ascii").strip()
    except UnicodeDecodeError:
        raise BadLink(Wrong.SEALED) from None
