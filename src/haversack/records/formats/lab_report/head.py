"""Who, when and where: what stands in the head of a report, before its results?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from haversack.records.formats.lab_report.days import clock_in, days_in
from haversack.records.formats.lab_report.paper import Row, segments
from haversack.records.unspoken import Unspoken

# The better the label says when the blood was drawn, the earlier it stands.
_LABELS: dict[str, tuple[str, ...]] = {
    "name": (
        "patient name", "name of patient", "patient's name", "nombre del paciente", "patient", "paciente", "name",
        "nombre", "patient/in",
    ),
    "born": (
        "date of birth", "birth date", "birthdate", "dob", "d.o.b.", "geburtsdatum", "geb.-datum", "geb. am", "geb.",
        "geboren am", "fecha de nacimiento", "f. nacimiento", "f. nac.",
    ),
    "collected": (
        "specimen collected", "date collected", "date of collection", "collection date", "collected on", "collected",
        "collection time", "date/time collected", "drawn", "date drawn", "sample date", "collection", "abnahmedatum",
        "entnahmedatum", "abnahme", "entnahme", "blutentnahme", "fecha de toma", "fecha de extracción",
        "fecha de extraccion", "toma de muestra", "extracción", "date of service", "service date",
    ),
    "received": (
        "date received", "received", "received on", "eingang", "probeneingang", "fecha de recepción", "recibido",
        "date reported", "reported", "report date", "reported on", "date of report", "date", "befunddatum", "datum",
        "ausgang", "fecha de informe", "fecha", "fecha de emisión", "printed", "validated", "order date",
    ),
    "laboratory": (
        "performing laboratory", "performing lab", "laboratory", "lab name", "laboratorio", "labor", "performed by",
        "performed at", "testing performed at",
    ),
    "status": ("report status", "result status", "status", "befundstatus", "estado"),
    "other": (
        "sex", "gender", "age", "mrn", "patient id", "id", "account", "specimen id", "accession", "order",
        "requisition", "physician", "ordering physician", "ordering provider", "provider", "phone", "fax",
        "address", "fasting",
        "geschlecht", "alter", "auftrag", "auftragsnummer", "arzt", "einsender", "sexo", "edad", "médico", "medico",
        "solicitante", "petición", "specimen", "client", "doctor", "page", "seite", "página", "lab no", "insurance",
    ),
}  # fmt: skip
_KINDS = {label: kind for kind, labels in _LABELS.items() for label in labels}
_ANY = re.compile(
    r"(?<![\w/])(" + "|".join(re.escape(one) for one in sorted(_KINDS, key=len, reverse=True)) + r")(?![\w/'])\s*(:)?",
    re.IGNORECASE,
)
_LABORATORY = re.compile(
    r"\b(?:labs?|laborator(?:y|ies)|diagnostics?|patholog(?:y|ists?)|clinic|hospital|medical cent(?:er|re)|health|labor"
    r"|laboratorios?|klinikum|krankenhaus|mvz|clínica)\b",
    re.IGNORECASE,
)
_NO_LABORATORY = re.compile(
    r"\b(?:reports?|results?|befund|informe|resultados|summary|page|patient|test)\b|[:@]|\bwww\.", re.IGNORECASE
)
_STATUSES = {
    "preliminary": "preliminary", "partial": "preliminary", "vorläufig": "preliminary", "preliminar": "preliminary",
    "corrected": "corrected", "amended": "amended", "korrigiert": "corrected", "corregido": "corrected",
}  # fmt: skip


class Head(Unspoken, msgspec.Struct, array_like=True):
    """days: the day the specimen was taken, two where it may be either; clock: the time beside it ("08:15").
    day_is: "collected", or "received" where nothing better is said, "" without a day. born: none, one or two days.
    """

    name: str = ""
    born: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    clock: str = ""
    day_is: str = ""
    laboratory: str = ""
    status: str = "final"


def labelled(row: Row) -> list[tuple[str, str]]:
    """What a line says under which label: (kind, text)."""
    found: list[tuple[str, str]] = []
    waiting = ""
    for segment in segments(row):
        text = " ".join(word.text for word in segment)
        marks = [one for one in _ANY.finditer(text) if one[2] or one.end() == len(text) or one.start() == 0]
        marks = [one for one in marks if one[2] or one.start() == 0]
        if not marks:
            if waiting:
                found.append((waiting, text))
            waiting = ""
            continue
        if waiting and marks[0].start() > 0:
            found.append((waiting, text[: marks[0].start()].strip()))
        waiting = ""
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            said = text[mark.end() : after.start() if after else len(text)].strip(" :|")
            kind = _KINDS[mark[1].lower()]
            if said:
                found.append((kind, said))
            else:
                waiting = kind
    return found


def is_head(row: Row) -> bool:
    """Whether a line says something under a label, so that it is no result."""
    return any(kind != "other" or said for kind, said in labelled(row)) and ":" in row.text


def head_of(rows: Sequence[Row]) -> Head:
    """What the lines before the first result say. The first to say something counts."""
    head = Head()
    received: tuple[tuple[str, ...], str] = ((), "")
    for row in rows:
        for kind, said in labelled(row):
            if kind == "name" and not head.name and _is_name(said):
                head.name = said[:120]
            elif kind == "born" and not head.born:
                head.born = days_in(said)
            elif kind == "collected" and not head.days and (days := days_in(said)):
                head.days, head.clock, head.day_is = days, clock_in(said), "collected"
            elif kind == "received" and not received[0] and (days := days_in(said)):
                received = days, clock_in(said)
            elif kind == "laboratory" and ":" in row.text and not head.laboratory and any(map(str.isalpha, said)):
                head.laboratory = said[:120]
            elif kind == "status":
                head.status = _STATUSES.get(said.split()[0].lower().strip(",;."), head.status)
    if not head.days and received[0]:
        head.days, head.clock, head.day_is = *received, "received"
    head.laboratory = head.laboratory or _laboratory(rows[:6])
    return head


def _is_name(said: str) -> bool:
    words = said.replace(",", " ").split()
    return 1 < len(words) <= 7 and not any(map(str.isdigit, said))


def _laboratory(rows: Iterable[Row]) -> str:
    """The first part of the first lines that reads like the name of a laboratory."""
    for row in rows:
        for segment in segments(row):
            said = " ".join(word.text for word in segment)
            if _LABORATORY.search(said) and not _NO_LABORATORY.search(said) and len(said) <= 80:
                return said
    return ""
