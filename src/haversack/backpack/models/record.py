"""What came, one row a resource: sealed twice (what it says, and its bytes), found by keyed columns.

Invariant 5: plain columns are person, source, date with its precision, and state. `category`, `code`, `mark`,
`identity`,
`content` and `fact` are HMACs under the person's key.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .person import Person


class State(models.IntegerChoices):
    """Where a record stands. Withdrawn stubs and older versions are kept, and shown by no list."""

    PENDING = 0
    ACCEPTED = 1
    SUPERSEDED = 2


class Kind(models.IntegerChoices):
    """Shown in a category; kept without being shown; bytes that nobody could read; or bytes of another format than
    FHIR, which other records were made from.
    """

    DISPLAYED = 0
    UNDISPLAYED = 1
    UNREADABLE = 2
    ORIGINAL = 3


class Record(models.Model):
    """One resource as it came.

    date: YYYYMMDDhhmmss as a number in UTC, unknown parts zero, 0 unknown (rules/order.py); as written it stands
    in the face.
    category: the shelf it stands on ("labs", or "labs:not" for what is not a fact); code: what its trend is joined by;
    mark: set where home shows it (a current medicine, an active condition, a result out of the lab's range).
    fact, rank, lead: records of several sources with equal `fact` and `rank` make one line, shown by the one that
    leads. Before a fact's HMAC stands its day, plain as in `date`: so its index is written in order (rules/order.py).
    replaces: the record of which this is a newer version. decision: the decision that accepted it, for undo.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, db_constraint=False)
    source_id = models.BigIntegerField()
    arrival_id = models.BigIntegerField()
    state = models.SmallIntegerField(choices=State)
    kind = models.SmallIntegerField(choices=Kind)
    lead = models.SmallIntegerField(default=1)  # 1 or 0; a boolean would be compared in a way no index serves
    is_withdrawn = models.BooleanField(default=False)
    rank = models.SmallIntegerField(default=0)
    date = models.BigIntegerField(default=0)
    precision = models.SmallIntegerField(default=0)
    category = models.BinaryField(max_length=8)
    code = models.BinaryField(max_length=8, null=True)
    mark = models.BinaryField(max_length=8, null=True)
    identity = models.BinaryField(max_length=16)
    content = models.BinaryField(max_length=16)
    fact = models.BinaryField(max_length=20, null=True)
    replaces = models.BigIntegerField(null=True)
    decision_id = models.BigIntegerField(null=True)
    face = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "state", "lead", "category", "date", "id", "source_id", "arrival_id"],
                name="record_shelf",
            ),
            models.Index(fields=["person", "identity"], name="record_identity"),
            models.Index(fields=["person", "fact"], name="record_fact", condition=Q(fact__isnull=False)),
            # With the state, so that the results of a test are counted, and those of a page found, in the index alone.
            # It is always ACCEPTED: nobody asks for the trend of what waits, and an import need not sort it in.
            models.Index(
                fields=["person", "code", "state", "lead", "date"],
                name="record_code",
                condition=Q(code__isnull=False, state=State.ACCEPTED),
            ),
            models.Index(
                fields=["person", "mark", "state", "lead", "date"],
                name="record_mark",
                condition=Q(mark__isnull=False, state=State.ACCEPTED),
            ),
        ]

    def __str__(self) -> str:
        return f"record {self.pk}"


class Count(models.Model):
    """How many lines stand on each shelf; moves in the same transaction as the lines."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="counts")
    state = models.SmallIntegerField(choices=State)
    category = models.BinaryField(max_length=8)
    number = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "state", "category"], name="one_count_each")]

    def __str__(self) -> str:
        return f"{self.number} lines"
