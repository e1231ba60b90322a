"""A person's own table of measurements (CSV): it cannot say what its columns are, so a mapping before it does."""

from haversack.records.formats.measurement_csv.behind import behind
from haversack.records.formats.measurement_csv.file import begins_as_measurements, mapping_line, read_file
from haversack.records.formats.measurement_csv.looking import LOOKED_AT, Table, look
from haversack.records.formats.measurement_csv.mapping import Mapping, MappingUnusable, mapping_from
from haversack.records.formats.measurement_csv.proposing import Proposal, column, decimals, orders, propose

__all__ = [
    "LOOKED_AT", "Mapping", "MappingUnusable", "Proposal", "Table", "begins_as_measurements", "behind", "column",
    "decimals", "look", "mapping_from", "mapping_line", "orders", "propose", "read_file",
]  # fmt: skip
