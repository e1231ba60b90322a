"""What came of an order (OBR): a report, its results, what it was made from?"""

from __future__ import annotations

from collections import Counter

from haversack.records.categories import LAB_SECTIONS
from haversack.records.formats.hl7v2.datatypes import Doc, concept, filled, order_number
from haversack.records.formats.hl7v2.files import attachment, plain_text
from haversack.records.formats.hl7v2.groups import Order, Result
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Parts, Segment
from haversack.records.formats.hl7v2.observations import WRONG, comments, observation
from haversack.records.formats.hl7v2.orders import order_key, ordered, specimens_of
from haversack.records.formats.hl7v2.systems import table
from haversack.records.formats.hl7v2.values import FILES, NARRATIVE

# HL7 table 0123 to FHIR's DiagnosticReportStatus.
_STATUSES = {
    "F": "final", "P": "preliminary", "R": "preliminary", "A": "partial", "C": "corrected", "M": "corrected",
    "O": "registered", "I": "registered", "S": "registered", "X": "cancelled", "N": "unknown",
}  # fmt: skip
# HL7 table 0074, the sections that look at a person rather than at a sample.
_IMAGING = frozenset({"RAD", "RX", "CT", "NMR", "NMS", "NRS", "OUS", "RUS", "VUS", "CUS", "XRC", "MRI"})
_PROCEDURES = frozenset({"CTH", "EC", "EN", "ICU", "NRS", "OT", "OTH", "PF", "PHY", "PT", "RC", "RT", "AU"})
_COMMENTS = "http://hl7.org/fhir/5.0/StructureDefinition/extension-DiagnosticReport.note"


class Reports:
    """The reports of one patient in a message, so that a report can point to the result that it follows from."""

    def __init__(self, making: Making, encounter: Doc | None, *, is_laboratory: bool) -> None:
        self._making = making
        self._encounter = encounter
        self._is_laboratory = is_laboratory  # unless the order says which other section it was
        self._orders: Counter[tuple[str, ...]] = Counter()
        self._parents: dict[tuple[str, str], Doc] = {}

    def take(self, order: Order) -> None:
        """Add what one order came to."""
        obr, making = order.report, self._making
        if obr is None or not (order.results or obr.text(25)):
            return
        key = order_key(order, making)
        self._orders[key] += 1
        key = (*key, str(self._orders[key])) if self._orders[key] > 1 else key
        specimens = specimens_of(order, making, key)
        section, request = self._section(obr), ordered(order, making)
        shared = filled(
            {
                "section": section,
                "request": request,
                "encounter": self._encounter,
                "specimen": specimens[0] if len(specimens) == 1 else None,
                "issued": making.clock.instant(obr.first(22)),
                **_period(obr, making),
            }
        )
        told, files, results = _apart(obr, _still_meant(order.results))
        place = len(making.made)
        references = self._results(results, key, shared)
        self._join(obr, references)
        forms = [form for one in files if (form := attachment(one.segment, making))]
        if told:
            forms.insert(0, plain_text("\n".join(one.segment.whole(5) for one in told), obr.text(4, 2)))
        code = concept(obr.first(4), making.sender)
        notes = comments([*order.comments, *(note for one in (*told, *files) for note in one.comments)])
        making.add(
            "DiagnosticReport",
            making.id_of("DiagnosticReport", *key),
            {
                **request,
                "extension": [{"url": _COMMENTS, "valueAnnotation": {"text": text}} for text in notes],
                "identifier": [
                    number
                    for at, sort in ((2, "PLAC"), (3, "FILL"))
                    if (number := order_number(obr.first(at), making.sender, sort))
                ],
                "status": self._status(obr, order),
                "category": self._category(obr, is_laboratory=section == "laboratory" and not told),
                "code": code or {"text": obr.text(4, 2) or "Report"},
                "subject": making.subject,
                "encounter": self._encounter,
                **(_period(obr, making) or _period_of(results, making)),
                "issued": shared.get("issued"),
                "performer": _performers(order, making),
                "resultsInterpreter": _interpreters(obr, making),
                "specimen": specimens,
                "result": [{"reference": reference} for reference in references],
                "conclusion": "\n".join(one.segment.whole(5) for one in told if _suffix(one.segment) == "IMP"),
                "presentedForm": forms,
            },
            obr,
            before=place,  # so that nobody meets a result of a report that is not there yet
        )

    def _results(self, results: list[Result], key: tuple[str, ...], shared: Doc) -> list[str]:
        """The Observations of a report; each is told from the others by its code, sub-id and place among equals."""
        seen: Counter[tuple[str, ...]] = Counter()
        references = []
        for one in _joined(results):
            own = (one.segment.text(3) or one.segment.text(3, 2), one.segment.text(4))
            seen[own] += 1
            place = (*key, *own, str(seen[own]))
            if reference := observation(one, self._making, key=place, shared=shared):
                references.append(reference)
                made = next(m.doc for m in reversed(self._making.made) if m.doc["id"] == reference.split("/")[1])
                self._parents.setdefault(own, made)
        return references

    def _join(self, obr: Segment, references: list[str]) -> None:
        """A report that follows from a result (OBR-26), as susceptibilities from a culture: they are its members."""
        parent = obr.first(26)
        if not parent:
            return
        wanted = (parent.at(1) or parent.at(1, 2), parent.at(2))
        found = self._parents.get(wanted)
        if found is not None:
            held = found.setdefault("hasMember", [])
            held += [one for reference in references if (one := {"reference": reference}) not in held]

    def _section(self, obr: Segment) -> str:
        section = obr.text(24).upper()
        if section in _IMAGING:
            return "imaging"
        if section in _PROCEDURES:
            return "procedure"
        return "laboratory" if self._is_laboratory or section in LAB_SECTIONS else ""

    @staticmethod
    def _category(obr: Segment, *, is_laboratory: bool) -> list[Doc]:
        given = obr.text(24).upper()
        code = given or ("LAB" if is_laboratory else "")
        return [{"coding": [table("0074", code)]}] if code else []

    @staticmethod
    def _status(obr: Segment, order: Order) -> str:
        if told := _STATUSES.get(obr.text(25).upper()):
            return told
        letters = {one.segment.text(11).upper() for one in order.results}
        return "final" if letters <= {"F", "C", ""} and letters else "unknown"


def _period(obr: Segment, making: Making) -> Doc:
    start, end = making.clock.time(obr.first(7)), making.clock.time(obr.first(8))
    if start and end and end != start:
        return {"effectivePeriod": {"start": start, "end": end}}
    return {"effectiveDateTime": start} if start else {}


def _period_of(results: list[Result], making: Making) -> Doc:
    """When all results of a report were taken, where the report does not say and they agree."""
    times = {making.clock.time(one.segment.first(14)) for one in results}
    return {"effectiveDateTime": times.pop()} if len(times) == 1 and "" not in times else {}


def _performers(order: Order, making: Making) -> list[Doc]:
    """The laboratories that the results name, each once."""
    found: list[Doc] = []
    for one in order.results:
        laboratory = making.organization(one.segment.first(23), one.segment)
        if laboratory is not None and laboratory not in found:
            found.append(laboratory)
    return found


def _interpreters(obr: Segment, making: Making) -> list[Doc]:
    """Who read it (OBR-32, an NDL, whose first component is the name)."""
    named: list[Parts] = [one.inner(1) for one in obr.each(32)]
    return making.people(named, obr)


def _suffix(obx: Segment) -> str:
    """The part of a report that a text belongs to, in v2.2's way: "71020&IMP"."""
    return obx.first(3).at(1, 2)


def _apart(obr: Segment, results: list[Result]) -> tuple[list[Result], list[Result], list[Result]]:
    """(narrative, files, results): a report that is one text, line by line, is no list of results.

    What a laboratory sends as a line of text is a result, and so is a single line from whoever does not say what they
    are.
    """
    files = [one for one in results if one.segment.text(2).upper() in FILES]
    rest = [one for one in results if one.segment.text(2).upper() not in FILES]
    section = obr.text(24).upper()
    is_text = all(one.segment.text(2).upper() in NARRATIVE for one in rest)
    if not rest or not is_text or section in LAB_SECTIONS:
        return [], files, rest
    if section or any(_suffix(one.segment) for one in rest):
        return rest, files, []
    about = {one.segment.text(3) or one.segment.text(3, 2) for one in rest}
    is_long = len(rest) > 1 or len(rest[0].segment.whole(5).splitlines()) > 1
    return (rest, files, []) if is_long and len(about) == 1 else ([], files, rest)


def _still_meant(results: list[Result]) -> list[Result]:
    """Without what was sent as wrong where the right one stands beside it in the same report."""

    def about(one: Result) -> tuple[str, str]:
        return one.segment.written(3), one.segment.text(4)

    right = {about(one) for one in results if one.segment.text(11) not in WRONG}
    return [one for one in results if one.segment.text(11) not in WRONG or about(one) not in right]


def _joined(results: list[Result]) -> list[Result]:
    """Lines of text under one code and sub-id, one behind the other, as one result."""
    found: list[list[Result]] = []
    for one in results:
        segment, last = one.segment, found[-1][0].segment if found else None
        if (
            last is not None
            and segment.text(2).upper() in NARRATIVE
            and all(segment.written(at) == last.written(at) for at in (2, 3, 4, 11))
        ):
            found[-1].append(one)
        else:
            found.append([one])
    for first, *more in found:
        if more:
            first.segment.append_text(5, [one.segment for one in more])
            first.comments += [note for one in more for note in one.comments]
    return [lines[0] for lines in found]
