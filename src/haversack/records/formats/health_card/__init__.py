"""SMART Health Cards (file, text, code, picture of a code): bytes in, FHIR R4 resources and problems out."""

from haversack.records.formats.health_card.file import (
    CardReading,
    begins_as_card,
    begins_as_picture,
    read_file,
    read_picture,
)
from haversack.records.formats.health_card.making import ids_in, made_of

__all__ = ["CardReading", "begins_as_card", "begins_as_picture", "ids_in", "made_of", "read_file", "read_picture"]
