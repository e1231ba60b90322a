"""Exports of Fitbit and Google (Takeout): the files of a zip, gathered into one; FHIR R4 and problems out."""

from haversack.records.formats.fitbit.file import begins_as_fitbit, read_file

__all__ = ["begins_as_fitbit", "read_file"]
