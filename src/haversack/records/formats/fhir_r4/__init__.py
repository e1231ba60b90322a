"""FHIR R4 in JSON (hl7.org/fhir/R4): bytes in, entries and problems out."""

from haversack.records.formats.fhir_r4.describe import Named, describe, name_of
from haversack.records.formats.fhir_r4.read import read_resource

__all__ = ["Named", "describe", "name_of", "read_resource"]
