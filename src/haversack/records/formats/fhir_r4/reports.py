"""Which reports, letters, notes and pictures are there, and what do they hold (FHIR R4 DiagnosticReport ...)?"""

from __future__ import annotations

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.attachments import attachments_of, read_attachments
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    concept,
    date_in,
    identifiers,
    joined,
    notes,
    obj,
    objs,
    pairs,
    text,
    under,
    words,
)
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.procedures import reasons
from haversack.records.formats.fhir_r4.standing import standing_of
from haversack.records.phrases import nameless

# R4 has no comments on a report; R5 has, and this is how R4 carries them (hl7.org/fhir/R5/versions.html, extensions).
_NOTE = "http://hl7.org/fhir/5.0/StructureDefinition/extension-DiagnosticReport.note"


def _later_notes(doc: Doc) -> tuple[str, ...]:
    held = [item.get("valueAnnotation") for item in objs(doc.get("extension")) if item.get("url") == _NOTE]
    return notes({"note": held}) if held else ()


def diagnostic_report(doc: Doc, near: Nearby, category: str) -> Entry:
    """One DiagnosticReport with the results it groups and the forms it was printed in."""
    named = concept(doc.get("code"))
    status = text(doc.get("status"))
    date, precision, end = date_in(doc, "effectiveDateTime", "effectivePeriod", "issued")
    files, read = read_attachments(attachments_of(doc, "presentedForm"))
    people = objs(doc.get("performer")) + objs(doc.get("resultsInterpreter"))
    people = [obj(item.get("actor")) or item for item in people]
    said = joined(
        (text(doc.get("conclusion")), words(doc.get("conclusionCode")) or words(doc.get("codedDiagnosis"))), "; "
    )
    return Entry(
        "DiagnosticReport",
        category,
        named.title or words(doc.get("category")) or nameless("DiagnosticReport", category),
        named.codes,
        date,
        precision,
        end,
        members=tuple(filter(None, (text(item.get("reference")) for item in objs(doc.get("result"))))),
        status=status,
        standing=standing_of(status),
        performers=near.people(people),
        details=pairs(
            ("original-title", named.original),
            ("kind", words(doc.get("category"))),
            ("conclusion", said),
            ("issued", date_in(doc, "issued")[0]),
            ("specimen", near.labels(doc.get("specimen"))),
            ("ordered-by", near.ordered_by(doc.get("basedOn"))),
            ("interpreted-by", near.labels(doc.get("resultsInterpreter"))),
        ),
        notes=notes(doc) + _later_notes(doc),
        links=near.links("visit", doc.get("encounter") or doc.get("context"))
        + near.links("performer", people)
        + near.links("based-on", doc.get("basedOn"))
        + near.links("document", [obj(item.get("link")) for item in objs(doc.get("media")) + objs(doc.get("image"))])
        + near.links("other", doc.get("imagingStudy")),
        attachments=files,
        text=read,
    )


def document(doc: Doc, near: Nearby, category: str) -> Entry:
    """One DocumentReference (or DocumentManifest): a note, a letter, a scan."""
    kind = text(doc.get("resourceType"))
    named = concept(doc.get("type"))
    status, found = text(doc.get("status")), attachments_of(doc, "content")
    context = obj(doc.get("context"))
    date, precision, _ = date_in(doc, "date", "created", "indexed")
    if not date:
        date, precision, _ = date_in(context, "period")
    files, read = read_attachments(found)
    titled = next((file.title for file in files if file.title), "")
    title = (
        named.title
        or text(doc.get("description"))
        or concept(titled).title
        or words(doc.get("category"))
        or nameless("DocumentReference")
    )
    return Entry(
        kind,
        category,
        title,
        named.codes,
        date,
        precision,
        status=status,
        standing=standing_of(status) if text(doc.get("docStatus")) != "entered-in-error" else "entered-in-error",
        performers=near.people(doc.get("author")),
        details=pairs(
            ("original-title", named.original),
            ("description", text(doc.get("description")) if text(doc.get("description")) != title else ""),
            ("kind", words(doc.get("category"))),
            ("document-status", text(doc.get("docStatus"))),
            ("service-start", date_in(context, "period")[0]),
            ("service-end", date_in(context, "period")[2]),
            ("setting", words(context.get("practiceSetting"))),
            ("facility", words(context.get("facilityType"))),
            ("organization", near.labels(doc.get("custodian"))),
            ("authenticated-by", near.labels(doc.get("authenticator"))),
            ("format", joined(text(obj(item.get("format")).get("display")) for item in objs(doc.get("content")))),
            ("identifier", identifiers(doc.get("identifier"))),
        ),
        notes=notes(doc),
        links=near.links("visit", context.get("encounter"))
        + near.links("performer", doc.get("author"))
        + near.links("organization", doc.get("custodian"))
        + near.links("document", under(doc.get("relatesTo"), "target"))
        + near.links("other", context.get("related")),
        attachments=files,
        text=read,
    )


def media(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Media: a photo, a scan, a recording."""
    status = text(doc.get("status"))
    named = concept(doc.get("view") or doc.get("modality") or doc.get("type"))
    date, precision, end = date_in(doc, "createdDateTime", "createdPeriod", "issued")
    files, read = read_attachments(attachments_of(doc, "content"))
    titled = next((file.title for file in files if file.title), "")
    return Entry(
        "Media",
        category,
        concept(titled).title or named.title or nameless("Media"),
        named.codes,
        date,
        precision,
        end,
        status=status,
        standing=standing_of(status),
        performers=near.people(doc.get("operator")),
        details=pairs(
            ("kind", words(doc.get("type"))),
            ("body-site", words(doc.get("bodySite"))),
            ("device", near.labels(doc.get("device")) or text(doc.get("deviceName"))),
            ("reason", reasons(doc, near)),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter")) + near.links("based-on", doc.get("basedOn")),
        attachments=files,
        text=read,
    )


def imaging_study(doc: Doc, near: Nearby, category: str) -> Entry:
    """One ImagingStudy, named by its procedure, else by what was taken of which part of the body."""
    status, series = text(doc.get("status")), objs(doc.get("series"))
    named = concept(doc.get("procedureCode"))
    taken = joined(concept(item.get("modality")).title for item in series) or words(doc.get("modality"))
    where = joined(concept(item.get("bodySite")).title for item in series)
    date, precision, end = date_in(doc, "started")
    made = f"{taken}: {where.lower()}" if taken and where else taken
    return Entry(
        "ImagingStudy",
        category,
        named.title or text(doc.get("description")) or made or nameless("ImagingStudy"),
        named.codes,
        date,
        precision,
        end,
        status=status,
        standing=standing_of(status),
        performers=near.people(objs(doc.get("interpreter")) + objs(doc.get("referrer"))),
        details=pairs(
            ("original-title", named.original),
            ("kind", taken),
            ("body-site", where),
            ("description", text(doc.get("description")) if named.title else ""),
            ("pictures", text(doc.get("numberOfInstances"))),
            ("location", near.labels(doc.get("location"))),
            ("reason", reasons(doc, near)),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter"))
        + near.links("based-on", doc.get("basedOn"))
        + near.links("other", doc.get("procedureReference")),
    )
