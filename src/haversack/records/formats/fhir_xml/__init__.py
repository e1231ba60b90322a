"""FHIR in XML, of any version: bytes in, the same resources in JSON and problems out."""

from haversack.records.formats.fhir_xml.file import begins_as_xml, read_file

__all__ = ["begins_as_xml", "read_file"]
