"""What comes of each attack, within its limits of time and memory? One process for all: it writes one line for each."""

from __future__ import annotations

import io
import json
import resource
import signal
import sys
import time
from pathlib import Path

from haversack.records.archives import open_stream
from haversack.records.bundle import read_file
from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.describe import describe, name_of

from .every import ATTACKS

_GRAVE = ("error", "warning", "information")
SECONDS, MEMORY = 5, 512 << 20


def outcome(data: bytes) -> dict[str, object]:
    """How many resources, how many people, and what is said."""
    read = 0
    people: set[str] = set()
    said: list[Problem] = []
    for file in open_stream("sent", len(data), lambda: io.BytesIO(data)):
        if file.problem is not None:
            said.append(file.problem)
            continue
        with file.open() as stream:
            reading = read_file(stream, size=file.size)
            for piece in reading:
                said += [piece.problem] if piece.problem else []
                if piece.doc is None:
                    continue
                read += 1
                describe(piece.doc, lambda _reference: None)
                name_of(piece.doc)
                if piece.doc["resourceType"] == "Patient":
                    people.add(json.dumps(piece.doc.get("name")) + str(piece.doc.get("id")))
            said += reading.problems
    words = [one.what for one in sorted(said, key=lambda one: (_GRAVE.index(one.severity), one.what))]
    return {"read": read, "people": len(people), "severest": _severest(said), "said": words[0] if words else ""}


def _severest(said: list[Problem]) -> str:
    return min((one.severity for one in said), key=_GRAVE.index, default="")


def _tell(said: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def main(step: int) -> None:
    names = sorted(ATTACKS)[::step]
    for name in names:
        data = ATTACKS[name]() if callable(ATTACKS[name]) else ATTACKS[name]
        _tell({"begun": name})
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, resource.RLIM_INFINITY))
        signal.alarm(SECONDS * 4)  # ends the process, and the last name says in what
        begun = time.process_time()
        try:
            told = outcome(data)
        except Exception as raised:  # any is a crash, running out of memory too
            told = {"crash": type(raised).__name__}
        signal.alarm(0)
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        _tell({"name": name, "seconds": time.process_time() - begun, **told})


if __name__ == "__main__":
    main(int(sys.argv[1]))
