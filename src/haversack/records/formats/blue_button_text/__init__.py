"""The Blue Button text file that My HealtheVet and MyMedicare.gov let people download: sections of "Name: value"."""

from haversack.records.formats.blue_button_text.file import begins_as_blue_button, read_file

__all__ = ["begins_as_blue_button", "read_file"]
