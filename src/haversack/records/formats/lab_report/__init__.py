"""Laboratory reports as people get them: a PDF or a text with a table of results. Nothing of it counts unconfirmed."""

from haversack.records.formats.lab_report.file import (
    PaperReading,
    begins_as_lab_text,
    begins_as_pdf,
    read_pdf,
    read_text,
)

__all__ = ["PaperReading", "begins_as_lab_text", "begins_as_pdf", "read_pdf", "read_text"]
