"""What does a file hold that a phone's app wrote out of Health Connect, one object a line?

A line of a medical resource: {"dataSource": {"fhirBaseUri", "displayName", "fhirVersion"}, "fhirVersion", "data"},
where `data` is the resource as text (Android's UpsertMedicalResourceRequest and MedicalDataSource). A line of a
measurement: see measurements.py. Held to Android's own rules: what Health Connect would refuse is a problem, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import UUID

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.health_connect import words
from haversack.records.formats.health_connect.measurements import is_measurement, observation_of
from haversack.records.formats.health_connect.renaming import Renaming
from haversack.records.formats.health_connect.validating import Refusal, judge, refusal
from haversack.records.lines import TOO_LONG, split_lines
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading

BASE = "Health Connect"
_BOM = b"\xef\xbb\xbf"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,30}:[!-~]{1,1900}")
_NAMESPACE = UUID("9a6f1c52-7d1b-5b0e-9a55-3f6d4a0f2c77")  # ours, for ids of records of a file's other data sources


def begins_as_health_connect(beginning: bytes) -> bool:
    """Whether the first line is an object as Health Connect hands them out."""
    first = beginning.removeprefix(_BOM).lstrip()[:4096]
    if not first.startswith(b"{") or b'"resourceType"' in first.split(b'"data"', 1)[0]:
        return False
    line = beginning.removeprefix(_BOM).lstrip().partition(b"\n")[0]
    said = _decoded(line)
    return said is not None and (_is_medical(said) or is_measurement(said))


def _is_medical(said: dict[str, Any]) -> bool:
    return type(said.get("data")) is str and ("dataSource" in said or "fhirVersion" in said)


def _decoded(line: bytes) -> dict[str, Any] | None:
    try:
        said = digits.decode(line)
    except (ValueError, RecursionError):
        return None
    return said if type(said) is dict else None


def read_file(stream: BinaryIO, beginning: bytes, strict: bool = False) -> Reading:
    """Read a file that `begins_as_health_connect`. The data source of its first line is the source of the file."""
    first = _decoded(beginning.removeprefix(_BOM).lstrip().partition(b"\n")[0]) or {}
    source = data_source(first.get("dataSource"))
    base = f"{BASE}: {source[0]}" if source else BASE
    return Reading("health-connect", lambda reading: _Lines(reading, source).pieces(stream, beginning), base=base)


def data_source(said: object) -> tuple[str, str] | None:
    """(fhirBaseUri, displayName) of a data source; None where one is missing or is none."""
    if type(said) is not dict:
        return None
    base, name = said.get("fhirBaseUri"), said.get("displayName")
    if type(base) is not str or type(name) is not str or not name.strip() or len(name) > 200:
        return None
    return (base.rstrip("/"), name.strip()) if _ADDRESS.fullmatch(base) else None


class _Lines:
    def __init__(self, reading: Reading, first: tuple[str, str] | None) -> None:
        self._reading = reading
        self._first = first

    def pieces(self, stream: BinaryIO, beginning: bytes) -> Iterator[Piece]:
        before = b""
        for number, (line, is_whole) in enumerate(split_lines(stream, beginning), 1):
            raw = (line.removeprefix(_BOM) if number == 1 else line).strip()
            if not raw:
                before += line
                continue
            at, where = line.index(raw[:1]), f"line {number}"
            before += line[:at]
            if is_whole:
                yield from self._of_line(raw, before, where)
            else:
                self._reading.whole = False
                yield Piece(raw, before, where, problem=Problem(where, TOO_LONG))
            before = line[at + len(raw) :]
        self._reading.tail = before
        if damage := getattr(stream, "damage", ""):
            self._reading.problems.append(Problem("whole file", damage))

    def _of_line(self, raw: bytes, before: bytes, where: str) -> Iterator[Piece]:
        made = self._made(raw)
        if isinstance(made, Refusal):
            yield Piece(raw, before, where, problem=Problem(where, made.what))
            return
        yield Piece(raw, before, where, role=ORIGINAL)
        yield Piece(made, b"", where, doc=digits.decode(made), role=DERIVED)

    def _made(self, raw: bytes) -> bytes | Refusal:
        """The FHIR of a line, or why Android would not take it."""
        said = _decoded(raw)
        if said is not None and is_measurement(said):
            doc = observation_of(said)
            return refusal(words.INVALID_MEASUREMENT) if doc is None else digits.encode(doc)
        if said is None or not _is_medical(said):
            return refusal(words.NOT_A_LINE)
        source = data_source(said.get("dataSource"))
        if source is None:
            return refusal(words.NO_DATA_SOURCE)
        data: str = said["data"]
        written = data.encode("utf-8", "surrogatepass")
        refused, doc, _category = judge(written, str(said.get("fhirVersion", "")))
        if refused is not None or doc is None:
            return refused or refusal(words.INVALID_JSON)
        if source == self._first:
            return written
        return digits.encode(_moved(doc, source[0]))


def _moved(doc: dict[str, Any], base: str) -> dict[str, Any]:
    """A record of another data source of the file, under ids of its own."""
    renaming, meta = Renaming(_NAMESPACE, base), doc.get("meta")
    moved: dict[str, Any] = renaming.of({**doc, "id": renaming.id(doc["resourceType"], doc["id"])})
    moved["meta"] = {**(meta if type(meta) is dict else {}), "source": base}
    return moved
