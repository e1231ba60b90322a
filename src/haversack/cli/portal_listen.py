"""How does a portal take in messages over the network, until it is told to stop? `portal load --mllp`."""

from __future__ import annotations

import argparse
import signal
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from .frame import Console, Refused

if TYPE_CHECKING:
    from haversack.audit import Actor
    from haversack.portal.actions.load_message import Told

FROM_THE_NETWORK = (
    "Other machines reach that address, and MLLP knows no passwords and no encryption. Add --from-the-network if only "
    "the hospital's own systems reach it, through a network or a tunnel that keeps everybody else out."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--mllp", metavar="[HOST:]PORT", help="instead of files, listen for HL7 v2 messages until stopped (Ctrl-C)"
    )
    parser.add_argument(
        "--from-the-network", action="store_true", help="let --mllp listen at an address that other machines reach"
    )


def address(text: str) -> tuple[str, int]:
    """ "2575", "localhost:2575" or "[::1]:2575" as host and port. Raises Refused."""
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise Refused("--mllp takes a port, or a host and a port: 2575, or localhost:2575.")
    return host.strip("[]") or "localhost", int(port)


def run(options: argparse.Namespace, console: Console, *, by: Actor) -> tuple[dict[str, Any], str]:
    """Listen until a signal says that it is enough. Returns the answer, as a document and in words."""
    from haversack.portal.http import NotLocal, require_local
    from haversack.portal.jobs.listening import listener

    host, port = address(options.mllp)
    counted = _Counted(console)
    try:
        require_local(host, from_the_network=options.from_the_network)
        listening = listener("127.0.0.1" if host == "localhost" else host, port, by=by, hear=counted.hear)
    except NotLocal:
        raise Refused(FROM_THE_NETWORK) from None
    except OSError as fault:
        raise Refused(f"Cannot listen there: {fault.strerror or 'the address is not known'}.") from None
    enough = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: enough.set())
    serving = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    serving.start()
    console.say("Listening for messages at {}, port {}. Ctrl-C stops it.".format(*listening.where))
    enough.wait()
    console.say("Stopping: what was begun is taken in.")
    listening.stop()
    serving.join()
    return counted.document(), counted.words()


class _Counted:
    """Counts what came, and tells what was wrong with it as it comes."""

    def __init__(self, console: Console) -> None:
        self._console, self._begun = console, time.monotonic()
        self._messages: Counter[str] = Counter()
        self._loaded: Counter[str] = Counter()
        self._by_type: Counter[str] = Counter()
        self._patients: set[str] = set()
        self._problems: list[dict[str, str]] = []

    def hear(self, told: Told) -> None:
        """One message was dealt with. Called one at a time."""
        self._messages[told.said.value] += 1
        number = f"message {self._messages.total()}"
        report = told.report
        if report is None:
            what = f"{told.words} ({told.fault})" if told.fault else told.words
            problems = [{"file": number, "where": "", "what": what, "severity": "error"}]
        else:
            problems = [one | {"file": number} for one in report.problems]
            for name in ("received", "loaded", "unchanged"):
                self._loaded[name] += getattr(report, name)
            self._by_type += report.by_type
            self._patients |= report.patients
        self._problems = (self._problems + problems)[-1000:]
        for one in problems:
            words = ", ".join(part for part in (number, one["where"]) if part) + f": {one['what']}"
            (self._console.problem if one["severity"] == "error" else self._console.say)(words)

    def document(self) -> dict[str, Any]:
        """What `portal load` answers; `files` are messages. Of the problems the last thousand."""
        return {
            "files": self._messages.total(),
            **{name: self._loaded[name] for name in ("received", "loaded", "unchanged")},
            "problems": self._problems,
            "patients": len(self._patients),
            "by_type": dict(sorted(self._by_type.items())),
            "seconds": round(time.monotonic() - self._begun, 3),
            "answers": dict(sorted(self._messages.items())),
        }

    def words(self) -> str:
        said = self._messages
        return (
            f"{said.total():,} messages: {said['AA']:,} taken in, {said['AE']:,} with faults, {said['AR']:,} refused; "
            f"{self._loaded['loaded']:,} records loaded, {self._loaded['unchanged']:,} were here already."
        )
