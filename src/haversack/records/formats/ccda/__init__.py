"""C-CDA documents (R1.1, R2.1, and the C32/CCD before them): bytes in, FHIR R4 resources and problems out."""

from haversack.records.formats.ccda.file import begins_as_cda, read_file

__all__ = ["begins_as_cda", "read_file"]
