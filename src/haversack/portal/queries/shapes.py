"""Which results of the same test came before each result of a page, to show its shape?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from haversack.records.digits import decode
from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.describe import describe

from ..models import SearchToken
from ..rules.facts import WITHDRAWN
from .bodies import Shown, bodies
from .reader import Reader
from .visible import visible

MOST = 8  # points of a shape


def shapes(reader: Reader, page: Sequence[Shown]) -> dict[int, list[Entry]]:
    """By row, the results of its test in order of time, itself the last; for the newest of each test on the page."""
    first: dict[tuple[str, str], Shown] = {}
    of = _tests(one.row.pk for one in page if one.row.type == "Observation" and one.row.low is not None)
    for one in page:
        if test := of.get(one.row.pk):
            first.setdefault(test, one)
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for test, entry in _before(reader, first):
        found[test].append(entry)
    return {one.row.pk: found[test] for test, one in first.items() if len(found[test]) > 1}


def _tests(rows: object) -> dict[int, tuple[str, str]]:
    """The first code of each of these results."""
    tokens = SearchToken.objects.filter(record__in=list(rows), param="code").order_by("-pk")  # type: ignore[call-overload]
    return {row: (system, code) for row, system, code in tokens.values_list("record", "system", "code")}


def _before(reader: Reader, first: dict[tuple[str, str], Shown]) -> list[tuple[tuple[str, str], Entry]]:
    newest = {test: one.row.low for test, one in first.items()}
    tokens = SearchToken.objects.filter(
        patient=reader.patient, type="Observation", param="code", code__in=[code for _, code in first]
    )
    ranked = (
        tokens.filter(record__in=visible(reader).exclude(status=WITHDRAWN).exclude(low=None))
        .annotate(place=Window(RowNumber(), partition_by=[F("system"), F("code")], order_by=F("record__low").desc()))
        .filter(place__lte=MOST)
        .values_list("record", "system", "code")
    )
    test_of = {row: (system, code) for row, system, code in ranked if (system, code) in first}
    rows = list(visible(reader).filter(pk__in=list(test_of)).order_by("low", "id"))
    return [
        (test_of[row.pk], entry)
        for row, body in bodies(reader, rows)
        if row.low <= newest[test_of[row.pk]]  # type: ignore[operator]
        and (entry := describe(decode(body), _nameless)) is not None
    ]


def _nameless(reference: str) -> None:
    """A shape needs nobody's name."""
