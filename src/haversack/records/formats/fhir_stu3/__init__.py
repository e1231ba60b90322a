"""FHIR STU3 (hl7.org/fhir/STU3): its resources as R4 writes them."""

from haversack.records.formats.fhir_stu3.upgrade import upgraded

__all__ = ["upgraded"]
