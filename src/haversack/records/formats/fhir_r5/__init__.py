"""FHIR R5 (hl7.org/fhir/R5): its resources as R4 writes them. R4B is R4 in all that a person's record holds."""

from haversack.records.formats.fhir_r5.downgrade import downgraded

__all__ = ["downgraded"]
