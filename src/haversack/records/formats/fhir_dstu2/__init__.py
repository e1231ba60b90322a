"""FHIR DSTU2 (hl7.org/fhir/DSTU2): its resources as R4 writes them."""

from haversack.records.formats.fhir_dstu2.upgrade import upgraded

__all__ = ["upgraded"]
