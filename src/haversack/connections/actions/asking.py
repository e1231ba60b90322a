"""How is a portal asked for one thing, by one of several threads? With patience, and with a token that still opens.

No row is touched here. What needs one (a fresh token, what is in the backpack already) is asked of the one thread that
may, and waited for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from haversack.smart.answers import PASSING, Stop, Trouble, at_same_origin, judge, pause

from ..http import MOST_BYTES, AddressRefused, Answer, AnswerTooLarge, NoAnswer, Web
from ..rules.patience import LONGEST_PAUSE, MOST_TRIES

FHIR_JSON, _WEB_PAGE = "application/fhir+json", "text/html"
FHIR = "application/fhir+json, application/json;q=0.9"
FHIR_DSTU2 = "application/json+fhir, application/json;q=0.9"
MOST_FRESH = 2  # tokens that are refused one after the other, before the portal is believed
T = TypeVar("T")


class Over(Exception):
    """The fetch has ended meanwhile. The thread has nothing more to do."""


@dataclass(slots=True)
class Portal:
    """A FHIR server, asked under one permission. give: a token that is not the refused one ("" at first), asked of the
    main thread by `main`, which runs a function there. over: set when the fetch has ended. luck: 0 to 1.
    """

    web: Web
    base: str
    give: Callable[[str], str]
    main: Callable[[Callable[[], Any]], Any]
    clock: Callable[[], datetime]
    luck: Callable[[], float]
    accept: str = FHIR
    over: threading.Event = field(default_factory=threading.Event)
    second: float = 1.0  # how long one is; tests are in a hurry
    _token: str = field(default="", repr=False)
    _quiet_until: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, address: str, *, accept: str = "") -> tuple[dict[str, Any], Answer]:
        """A FHIR resource. Raises Stop, and Over."""
        return self._patiently(address, accept or self.accept, lambda answer: self._judge(answer))

    def ask_for_file(self, address: str, told: str = "") -> Answer:
        """Anything that calls itself good. told: its media type, where somebody told it: a web page in the place of
        something else is none. Follows redirects, as files lie elsewhere; the token does not go along. Raises Stop, and
        Over."""

        def good(answer: Answer) -> None:
            if answer.status != 200:
                self._judge(answer)
            is_page = answer.media_type == _WEB_PAGE and told not in ("", _WEB_PAGE)
            if answer.status != 200 or is_page or not answer.body.strip():
                raise Stop(Trouble.UNREADABLE)
            if told == FHIR_JSON:
                self._judge(answer)

        return self._patiently(address, f"{self.accept}, */*;q=0.5", good, follow=True)[1]

    def rest(self, length: timedelta) -> None:
        """Wait. Raises Over."""
        if self.over.wait(length.total_seconds() * self.second):
            raise Over

    def _judge(self, answer: Answer) -> dict[str, Any]:
        return judge(answer.status, answer.headers, answer.body, self.clock())

    def _patiently(
        self, address: str, accept: str, judged: Callable[[Answer], T], *, follow: bool = False
    ) -> tuple[T, Answer]:
        tries, refused = 0, 0
        while True:
            self._wait_for_quiet()
            token = self._current()
            try:
                answer = self._send(address, accept, token, follow=follow)
                return judged(answer), answer
            except Stop as stop:
                if stop.trouble is Trouble.UNAUTHORIZED and refused < MOST_FRESH:
                    refused += 1
                    self._renew(token)
                    continue
                tries += 1
                wait = max(pause(tries, self.luck()), stop.after or timedelta())
                if stop.trouble not in PASSING or tries > MOST_TRIES or wait > LONGEST_PAUSE:
                    raise
                if stop.trouble is Trouble.BUSY:
                    self._quiet_until = self.clock() + wait * self.second
                self.rest(wait)

    def _send(self, address: str, accept: str, token: str, *, follow: bool) -> Answer:
        headers = {"Accept": accept}
        if at_same_origin(address, self.base):
            headers["Authorization"] = f"Bearer {token}"
        try:
            if follow:
                return self.web.get(address, headers=headers, most=MOST_BYTES)
            return self.web.send("GET", address, headers=headers, most=MOST_BYTES)
        except AddressRefused:
            raise Stop(Trouble.NOT_ALLOWED) from None
        except AnswerTooLarge:
            raise Stop(Trouble.TOO_LARGE) from None
        except NoAnswer:
            raise Stop(Trouble.UNREACHABLE) from None

    def _wait_for_quiet(self) -> None:
        """A portal that asked one thread for a pause gets it from all."""
        until = self._quiet_until
        left = (until - self.clock()).total_seconds() if until is not None else 0.0
        if self.over.wait(max(left, 0.0)):
            raise Over

    def _current(self) -> str:
        return self._token or self._renew("")

    def _renew(self, refused: str) -> str:
        """Another token than the refused one; of several threads that were refused, one asks."""
        with self._lock:
            if self._token and self._token != refused:
                return self._token
            token: str = self.main(lambda: self.give(refused))
            self._token = token
            return token


class Main:
    """The one thread that may touch rows, as the others see it: they hand it functions, and wait for what comes of
    them. An error there is raised here too."""

    def __init__(self, put: Callable[[Any], None], over: threading.Event) -> None:
        self._put, self._over = put, over

    def __call__(self, function: Callable[[], T]) -> T:
        asked: Asked = Asked(function)
        self._put(asked)
        while not self._over.is_set():
            try:
                found: T = asked.answer.result(timeout=0.2)
            except TimeoutError:
                if asked.answer.done():
                    raise
            else:
                return found
        raise Over


@dataclass(slots=True)
class Asked:
    """A function that waits for the main thread."""

    function: Callable[[], Any]
    answer: Future[Any] = field(default_factory=Future)

    def do(self) -> None:
        """Run it. What it raises is raised where it was asked for; what ends the fetch is raised here too."""
        try:
            self.answer.set_result(self.function())
        except BaseException as error:
            self.answer.set_exception(error)
            raise
