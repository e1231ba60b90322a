"""What is one line of a health record, whatever format it came in?

An `Entry` is what a reader of any format (FHIR, C-CDA, HL7 v2 ...) makes of one resource. It holds facts only:
digits, dates and words stand as the source wrote them; wording and colour belong to the pages.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from haversack.records.unspoken import Unspoken

Precision = Literal["", "year", "month", "day", "minute", "second", "fraction"]
Standing = Literal["fact", "claimed", "refuted", "negated", "entered-in-error"]
Severity = Literal["error", "warning", "information"]


class Coding(Unspoken, msgspec.Struct, array_like=True, frozen=True):
    """A code in a code system (FHIR R4 Coding). `system` is a URI, "" where the source gave none."""

    system: str
    code: str
    display: str = ""


class Range(Unspoken, msgspec.Struct, array_like=True, frozen=True):
    """A laboratory's own reference range (Observation.referenceRange), digits as written; None where an end is open."""

    low: str | None = None
    high: str | None = None
    unit: str = ""
    text: str = ""


class Value(Unspoken, msgspec.Struct, array_like=True, frozen=True):
    """A result: `text` holds the digits or words as they came ("1.10", "Non-reactive").

    `kind` tells how to read it. `ucum` is the unit's code when the source said it is UCUM, else "".
    `codes` are the codings of a coded value.
    """

    kind: Literal["quantity", "text", "coded", "range", "ratio", "boolean", "date", "period", "sampled"]
    text: str
    unit: str = ""
    comparator: str = ""
    ucum: str = ""
    codes: tuple[Coding, ...] = ()


class Component(Unspoken, msgspec.Struct, array_like=True, frozen=True):
    """One part of a result with several numbers, such as the systolic half of a blood pressure."""

    title: str
    codes: tuple[Coding, ...] = ()
    value: Value | None = None
    range: Range | None = None
    flag: str = ""
    absent: str = ""


class Link(Unspoken, msgspec.Struct, array_like=True, frozen=True):
    """A reference to another resource, as the source wrote it, with the name it has where that is known.

    `role` is one of visit, report, document, member, performer, medication, location, organization, based-on, other.
    """

    role: str
    reference: str
    label: str = ""


class Attachment(Unspoken, msgspec.Struct, array_like=True, frozen=True):
    """A file a resource carries or points to (FHIR R4 Attachment). `size` is of the decoded bytes, -1 unknown."""

    title: str = ""
    content_type: str = ""
    url: str = ""
    size: int = -1
    inline: bool = False


class Problem(msgspec.Struct, frozen=True):
    """Something that could not be read, in words a person understands. `what` never quotes health data.

    `where` is the place inside the file: "line 12", "entry 3 of 40", "byte 1034".
    """

    where: str
    what: str
    severity: Severity = "error"


class Entry(Unspoken, msgspec.Struct, array_like=True):
    """One line of a record. Every field beyond `type`, `category` and `title` may be empty.

    date, end: as the source wrote them ("2019-03" stays "2019-03"); precision: of `date`.
    flag: the source's own interpretation as an HL7 v3 ObservationInterpretation code ("H", "L", "HH", "N", "A" ...).
    standing: `fact` unless the source says the opposite (refuted, not done, no known ...) or took it back; `claimed`:
    only an insurance claim tells of it.
    current: an active condition or allergy, a medicine being taken, a result outside the laboratory's own range.
    details: (key, text) pairs for the entry page; keys are stable names that pages translate ("dosage", "route").
    members: references of the resources a panel or report groups.
    text: further words for search only (narrative, document text), without mark-up.
    """

    type: str
    category: str
    title: str
    codes: tuple[Coding, ...] = ()
    date: str = ""
    precision: Precision = ""
    end: str = ""
    value: Value | None = None
    range: Range | None = None
    flag: str = ""
    components: tuple[Component, ...] = ()
    members: tuple[str, ...] = ()
    status: str = ""
    standing: Standing = "fact"
    current: bool = False
    absent: str = ""
    method: str = ""
    performers: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    text: str = ""
