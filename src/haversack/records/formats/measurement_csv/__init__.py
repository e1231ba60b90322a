"""A person's own table of measurements (CSV): it cannot say what its columns are, so a mapping before it does."""

from haversack.records.formats.measurement_csv.file import begins_as_measurements, mapping_line, read_file
from haversack.records.formats.measurement_csv.mapping import Mapping, MappingUnusable, mapping_from

__all__ = ["Mapping", "MappingUnusable", "begins_as_measurements", "mapping_from", "mapping_line", "read_file"]
