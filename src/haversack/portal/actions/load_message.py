"""How is one message taken in that came over a wire, and what is its sender told?

Told once what it says is committed, never before; the same message again is `unchanged`, so a sender that did not hear
the answer may send it again.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from haversack.audit import Actor
from haversack.records.bundle import SourceFile
from haversack.records.formats.hl7v2.answering import Said
from haversack.records.formats.hl7v2.framing import begins_as_messages
from haversack.records.formats.hl7v2.wire import Received
from haversack.records.formats.hl7v2.words import NO_HEADER

from .load import load
from .load_report import LoadReport

LATER = "It could not be taken in now. Send it again later."
_NAME = "message"  # what a report calls it


@dataclass(frozen=True, slots=True)
class Told:
    """What a sender is told of a message, and what the load of it says; None where it came to nothing. fault: the kind
    of a fault that is not the message's, for whoever runs the portal.
    """

    said: Said
    words: str = ""
    report: LoadReport | None = None
    fault: str = ""


def load_message(*, by: Actor, received: Received) -> Told:
    """Take in one message. Whatever goes wrong is told, and nothing raised."""
    if received.broken is not None:
        return Told(Said.REFUSED, received.broken.value)
    raw = received.raw
    if not begins_as_messages(raw):
        return Told(Said.REFUSED, NO_HEADER)
    try:
        whole = raw if raw[-1:] in b"\r\n" else raw + b"\r"  # the frame has ended it
        report = load(by=by, files=[SourceFile(_NAME, len(whole), lambda: io.BytesIO(whole))])
    except Exception as fault:  # a database that is away, a full disk: what was begun is undone, the sender keeps it
        return Told(Said.REFUSED, LATER, fault=type(fault).__name__)
    wrong = [one["what"] for one in report.problems if one["severity"] == "error"]
    return Told(Said.FAULTY, wrong[0], report) if wrong else Told(Said.TAKEN, "", report)
