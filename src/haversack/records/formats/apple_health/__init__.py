"""The export of Apple Health (export.xml): bytes of any size in, FHIR R4 resources and problems out."""

from haversack.records.formats.apple_health.file import begins_as_health, read_file
from haversack.records.formats.apple_health.repetition import begins_as_repetition, read_repetition

__all__ = ["begins_as_health", "begins_as_repetition", "read_file", "read_repetition"]
