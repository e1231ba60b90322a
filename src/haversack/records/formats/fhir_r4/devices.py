"""Which implants and aids does a person have or use (FHIR R4 Device, DeviceUseStatement)?"""

from __future__ import annotations

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    concept,
    date_in,
    joined,
    notes,
    obj,
    objs,
    pairs,
    text,
    words,
)
from haversack.records.formats.fhir_r4.nearby import Nearby, name_of
from haversack.records.formats.fhir_r4.procedures import reasons
from haversack.records.formats.fhir_r4.standing import none_known, standing_of
from haversack.records.phrases import nameless


def device(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Device of a person: an implant or an aid, with what is needed when it is recalled."""
    named, called = concept(doc.get("type")), name_of(doc)
    carrier, status = obj(doc.get("udiCarrier")), text(doc.get("status"))
    date, precision, _ = date_in(doc, "manufactureDate")
    title, standing = (called.title if called else "") or nameless("Device"), standing_of(status)
    if standing == "fact" and (phrase := none_known(named)):
        title, standing = phrase, "negated"
    return Entry(
        "Device",
        category,
        title,
        named.codes,
        date,
        precision,
        date_in(doc, "expirationDate")[0],
        status=status,
        standing=standing,
        current=standing == "fact" and status == "active",
        details=pairs(
            ("original-title", named.original),
            ("name", joined(text(item.get("name")) for item in objs(doc.get("deviceName")))),
            ("manufacturer", text(doc.get("manufacturer"))),
            ("model", text(doc.get("modelNumber"))),
            ("serial-number", text(doc.get("serialNumber"))),
            ("lot", text(doc.get("lotNumber"))),
            ("udi", text(carrier.get("carrierHRF")) or text(carrier.get("deviceIdentifier"))),
            ("distinct-identifier", text(doc.get("distinctIdentifier"))),
            ("expires", text(doc.get("expirationDate"))),
            ("location", near.labels(doc.get("location"))),
        ),
        notes=notes(doc),
    )


def device_use(doc: Doc, near: Nearby, category: str) -> Entry:
    """One DeviceUseStatement, named by its device."""
    reference = obj(doc.get("device"))
    found = near.named(text(reference.get("reference")))
    title = (
        (found.title if found else "")
        or concept(text(reference.get("display"))).title
        or nameless("DeviceUseStatement")
    )
    codes, status = (found.codes if found else ()), text(doc.get("status"))
    date, precision, end = date_in(doc, "timingDateTime", "timingPeriod", "recordedOn")
    standing = standing_of(status)
    if standing == "fact" and (
        phrase := none_known(concept({"text": title, "coding": [{"system": c.system, "code": c.code} for c in codes]}))
    ):
        title, standing = phrase, "negated"
    return Entry(
        "DeviceUseStatement",
        category,
        title,
        codes,
        date,
        precision,
        end,
        status=status,
        standing=standing,
        current=standing == "fact" and status == "active" and not end,
        performers=near.people(doc.get("source")),
        details=pairs(("reason", reasons(doc, near)), ("body-site", words(doc.get("bodySite")))),
        notes=notes(doc),
        links=near.links("other", doc.get("device")),
    )
