"""Which rows meet a search criterion? FHIR R4 search, as conditions on the rows and on what they were indexed by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from haversack.fhirserver.store import Criterion, Only, Ref, Span, Token

from ..models import SearchDate, SearchToken
from ..rules.search_index import fold
from ..rules.search_params import PRINCIPAL, SEARCHABLE, STATUS

NOTHING = Q(pk__in=())


def met(criterion: Criterion, type_: str, patient: int | None) -> Q:
    """The condition on rows of this type. patient: whose record is searched; None for nobody's.

    Not for `patient`, which asks about all rows at once (`is_about`).
    """
    if criterion.kind == "id":
        return Q(fhir_id__in=criterion.any_of)
    if criterion.name == "_lastUpdated":
        return _any([_moment(span) for span in criterion.any_of if isinstance(span, Span)])
    param = SEARCHABLE[type_].params[criterion.name]
    if param.paths[0] == STATUS:
        return _status(criterion)
    if param.paths[0] == PRINCIPAL:
        return _principal(criterion)
    if criterion.kind == "date":
        return _dated(criterion, SearchDate.objects.filter(patient=patient, type=type_, param=criterion.name))
    return _indexed(criterion, SearchToken.objects.filter(patient=patient, type=type_, param=criterion.name))


def within(only: Only, type_: str, patient: int | None) -> Q:
    """Rows that carry one of the categories which the scopes allow."""
    if only is None:
        return Q()
    codes = [Token(category.system, category.code) for category in only]
    kinds = SearchToken.objects.filter(_any([coded(code) for code in codes]), patient=patient, type=type_)
    return Q(pk__in=kinds.filter(param="category").values("record"))


def is_about(criteria: Sequence[Criterion], fhir_id: str) -> bool:
    """Whether everything that was asked of the parameter `patient` is met by the one whose record is open."""
    return all(_is_patient(one, fhir_id) for one in criteria if one.name == "patient")


def plain(criterion: Criterion, type_: str) -> Criterion:
    """States are codes whose system the type itself says: whatever system is named, the code decides."""
    param = SEARCHABLE[type_].params.get(criterion.name)
    if param is None or param.paths[0] != STATUS or criterion.modifier == "missing":
        return criterion
    return replace(criterion, any_of=tuple(Token(None, one.code) for one in criterion.any_of if isinstance(one, Token)))


def _is_patient(criterion: Criterion, fhir_id: str) -> bool:
    if criterion.modifier == "missing":
        return criterion.any_of == ("false",)
    asked = [ref for ref in criterion.any_of if isinstance(ref, Ref)]
    return any(ref.type in ("", "Patient") and ref.id == fhir_id for ref in asked)


def _status(criterion: Criterion) -> Q:
    if criterion.modifier == "missing":
        return Q(status="") if criterion.any_of == ("true",) else ~Q(status="")
    found = Q(status__in=[token.code for token in criterion.any_of if isinstance(token, Token)])
    return ~found if criterion.modifier == "not" else found


def _principal(criterion: Criterion) -> Q:
    if criterion.modifier == "missing":
        none = Q(low=None, high=None)
        return none if criterion.any_of == ("true",) else ~none
    return _any([_span(span) for span in criterion.any_of if isinstance(span, Span)])


def _dated(criterion: Criterion, dates: QuerySet[SearchDate]) -> Q:
    if criterion.modifier != "missing":
        return Q(pk__in=dates.filter(_principal(criterion)).values("record"))
    there = Q(pk__in=dates.values("record"))
    return ~there if criterion.any_of == ("true",) else there


def _indexed(criterion: Criterion, tokens: QuerySet[SearchToken]) -> Q:
    if criterion.modifier == "missing":
        there = Q(pk__in=tokens.values("record"))
        return ~there if criterion.any_of == ("true",) else there
    wanted = _any([_value(value, criterion.modifier) for value in criterion.any_of])
    found = Q(pk__in=tokens.filter(wanted).values("record"))
    return ~found if criterion.modifier == "not" else found


def _value(value: object, modifier: str) -> Q:
    if isinstance(value, Token):
        return coded(value)
    if isinstance(value, Ref):
        return Q(code=value.id, system=value.type) if value.type else Q(code=value.id)
    words = str(value)
    if modifier == "exact":
        return Q(system=words)
    return Q(code__contains=fold(words)) if modifier == "contains" else Q(code__startswith=fold(words))


def coded(token: Token) -> Q:
    """Values of this code, whatever the system where none is named."""
    code = Q(code=token.code) if token.code else Q()
    return code if token.system is None else code & Q(system=token.system)


def _span(span: Span) -> Q:
    """How the time of a row, from `low` before `high`, open where that is null, must lie to what was asked for."""
    start, end = span.start, span.end
    given = ~Q(low=None, high=None)
    inside = Q(low__gte=start, high__lte=end)
    past, before = Q(high__gt=end) | Q(high=None), Q(low__lt=start) | Q(low=None)
    return (
        given
        & {
            "eq": inside,
            "ne": past | before,
            "gt": past,
            "lt": before,
            "ge": past | inside,
            "le": before | inside,
            "sa": Q(low__gte=end),
            "eb": Q(high__lte=start),
            "ap": (Q(low__lt=end) | Q(low=None)) & (Q(high__gt=start) | Q(high=None)),
        }[span.prefix]
    )


def _moment(span: Span) -> Q:
    """The same for the moment at which it became visible."""
    start, end = span.start, span.end
    inside = Q(shown_at__gte=start, shown_at__lt=end)
    return {
        "eq": inside, "ap": inside, "ne": ~inside,
        "gt": _after(end), "sa": _after(end), "ge": _after(start),
        "lt": Q(shown_at__lt=start), "eb": Q(shown_at__lt=start), "le": Q(shown_at__lt=end),
    }[span.prefix]  # fmt: skip


def _after(moment: datetime) -> Q:
    return Q(shown_at__gte=moment)


def _any(conditions: list[Q]) -> Q:
    return reduce(or_, conditions, NOTHING)
