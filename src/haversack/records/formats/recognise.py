"""In which format is a file, seen by how it begins, and who reads it?

One line a format beside FHIR R4 in JSON (bundle.py), which is what is left. Each reads in the same way: bytes in; out
come pieces that put the file together again, the resources that were made from them, and problems.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from haversack.records.formats import (
    apple_health,
    blue_button_text,
    ccda,
    fhir_xml,
    fitbit,
    health_card,
    health_connect,
    hl7v2,
    lab_report,
    measurement_csv,
)
from haversack.records.pieces import Reading


class Format(NamedTuple):
    """begins: whether a file with these first bytes (2 MB, or all of it) is of this format. read: the whole of it, from
    a stream that stands behind those bytes, strictly or not (bundle.read_file).
    """

    name: str
    begins: Callable[[bytes], bool]
    read: Callable[[BinaryIO, bytes, bool], Reading]


FORMATS: tuple[Format, ...] = (
    Format("hl7v2", hl7v2.begins_as_messages, hl7v2.read_file),
    Format("apple-health-again", apple_health.begins_as_repetition, apple_health.read_repetition),
    Format("c-cda", ccda.begins_as_cda, ccda.read_file),
    Format("apple-health", apple_health.begins_as_health, apple_health.read_file),
    Format("health-card", health_card.begins_as_card, health_card.read_file),
    Format("picture", health_card.begins_as_picture, health_card.read_picture),
    Format("health-connect", health_connect.begins_as_health_connect, health_connect.read_file),
    Format("fitbit", fitbit.begins_as_fitbit, fitbit.read_file),
    Format("measurements", measurement_csv.begins_as_measurements, measurement_csv.read_file),
    Format("pdf", lab_report.begins_as_pdf, lab_report.read_pdf),
    Format("xml", fhir_xml.begins_as_xml, fhir_xml.read_file),
    Format("blue-button", blue_button_text.begins_as_blue_button, blue_button_text.read_file),
    Format("lab-report", lab_report.begins_as_lab_text, lab_report.read_text),
)


def format_of(beginning: bytes) -> Format | None:
    """The format of a file that begins so; None for FHIR in JSON, and for what nothing reads."""
    return next((one for one in FORMATS if one.begins(beginning)), None)
