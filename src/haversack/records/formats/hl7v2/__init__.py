"""HL7 v2 messages (ORU, VXU, ADT, MDM; v2.3 to v2.8): bytes in, FHIR R4 resources and problems out."""

from haversack.records.formats.hl7v2.file import read_file
from haversack.records.formats.hl7v2.framing import begins_as_messages
from haversack.records.formats.hl7v2.read import AboutPatient, MessageRead, read_messages
from haversack.records.formats.hl7v2.times import Clock

__all__ = ["AboutPatient", "Clock", "MessageRead", "begins_as_messages", "read_file", "read_messages"]
