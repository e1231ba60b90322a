"""Which order is this, and what was examined for it (OBR, ORC, SPM)?"""

from __future__ import annotations

from haversack.records.formats.hl7v2.datatypes import Doc, concept, filled
from haversack.records.formats.hl7v2.groups import Order
from haversack.records.formats.hl7v2.making import Making

ORDER = "order"  # the id of an order inside what came of it


def order_key(order: Order, making: Making) -> tuple[str, ...]:
    """What makes this the same order again: the laboratory's number, the asker's, else what was asked for and when."""
    obr, control = order.report, order.control
    for at in (3, 2):
        for segment in (obr, control):
            if segment is not None and (number := segment.text(at)):
                asked = (obr.text(4) or obr.text(4, 2)) if obr is not None else ""
                return (str(at), number, asked)
    if obr is None:
        return ()
    return ("4", obr.text(4) or obr.text(4, 2), obr.text(7) or making.message.control_id)


def ordered(order: Order, making: Making) -> Doc:
    """Who ordered it (OBR-16, else ORC-12), as a ServiceRequest inside what came of it; {} where nobody is named."""
    for at, segment in ((16, order.report), (12, order.control)):
        people = making.people(segment.each(at), segment) if segment is not None else []
        if people:
            request = {
                "resourceType": "ServiceRequest",
                "id": ORDER,
                "status": "completed",
                "intent": "order",
                "subject": making.subject,
                "requester": people[0],
            }
            return {"contained": [request], "basedOn": [{"reference": f"#{ORDER}"}]}
    return {}


def specimens_of(order: Order, making: Making, key: tuple[str, ...]) -> list[Doc]:
    """References to what was examined (SPM; OBR-15 in versions that had none)."""
    found = []
    for place, segment in enumerate(order.specimens):
        doc = {
            "identifier": [{"value": number}] if (number := segment.text(2, 2) or segment.text(2)) else [],
            "type": concept(segment.first(4), making.sender),
            "subject": making.subject,
            "receivedTime": making.clock.time(segment.first(18)),
            "collection": filled(
                {
                    "collectedDateTime": making.clock.time(segment.first(17)),
                    "method": concept(segment.first(7), making.sender),
                    "bodySite": concept(segment.first(8), making.sender),
                }
            ),
        }
        own = making.id_of("Specimen", *key, segment.text(2, 2) or segment.text(2), str(place))
        found.append({"reference": making.add("Specimen", own, doc, segment)})
    obr = order.report
    if not found and obr is not None and (kind := concept(obr.first(15).inner(1), making.sender)):
        doc = {"type": kind, "subject": making.subject, "receivedTime": making.clock.time(obr.first(14))}
        found.append({"reference": making.add("Specimen", making.id_of("Specimen", *key), doc, obr)})
    return found
