"""What did a person say of the columns of a table, for the next one with the same headings?"""

from __future__ import annotations

from django.db import models

from .person import Person


class TableMapping(models.Model):
    """sealed: a mapping of records/formats/measurement_csv, as JSON; key: its headings, keyed under the person's key,
    since they can say what somebody measures.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="table_mappings")
    key = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_table_mapping_each")]

    def __str__(self) -> str:
        return f"table mapping {self.pk}"
