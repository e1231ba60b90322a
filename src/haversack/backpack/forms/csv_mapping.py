"""What does a person say of the columns of a table that was sent?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haversack.records.formats.measurement_csv import Mapping, Proposal, Table, column, decimals, orders, propose
from haversack.records.measures import MEASURES
from haversack.web.forms import Form
from haversack.wording.dates import said

from ..presenters.csv_mapping import MEASURE_WORDS, read_as

_SAMPLES = 3
ORDER_WORDS = {"dmy": _("Day, month, year"), "mdy": _("Month, day, year"), "ymd": _("Year, month, day")}
DECIMAL_WORDS = {".": _("A point, as in 70.5"), ",": _("A comma, as in 70,5")}


class TableForm(Form):
    """A choice for each column, and how days and numbers are written. Nothing that changes what a day or a number means
    is filled in unless the table, or the last one with these headings, leaves no other choice.
    """

    header = forms.BooleanField(label=_("The first line holds the names of the columns"), required=False)
    date_order = forms.ChoiceField(
        label=_("How days are written"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how days are written: they can be read in more than one order.")},
    )
    decimal = forms.ChoiceField(
        label=_("How fractions are written"),
        widget=forms.RadioSelect,
        choices=list(DECIMAL_WORDS.items()),
        error_messages={"required": _("Say how fractions are written: a point or a comma.")},
    )

    def __init__(self, table: Table, data: Any = None, *, remembered: Mapping | None = None) -> None:
        super().__init__(data)
        self.table = table._replace(has_heading=bool(data.get("header"))) if data is not None else table
        self._keys = _keys(self.table)
        proposals = _as_said(remembered, self._keys) if remembered else propose(self.table)
        for place, proposal in enumerate(proposals):
            self.fields[f"c{place}"] = self._column(place, proposal)
        days = next((column(self.table, place) for place, one in enumerate(proposals) if one.kind == "date"), [])
        self.fields["date_order"].choices = [  # type: ignore[attr-defined]
            (order, _with_example(words, order, days)) for order, words in ORDER_WORDS.items()
        ]
        self._propose(proposals, days, remembered)

    @property
    def columns(self) -> Iterator[forms.BoundField]:
        """The fields of the columns, in the order of the table."""
        return (self[f"c{place}"] for place in range(len(self._keys)))

    @property
    def how(self) -> list[forms.BoundField]:
        """The fields of how things are written."""
        return [self["date_order"], self["decimal"], self["header"]]

    def proposed(self) -> TableForm:
        """The form as if it had been sent as it stands."""
        return TableForm(self.table, {name: self.get_initial_for_field(one, name) for name, one in self.fields.items()})

    def mapping(self) -> Mapping:
        """What was said. Only where the form is valid."""
        said = {key: self.cleaned_data[f"c{place}"] for place, key in enumerate(self._keys)}
        kinds = {key: one.split(" ", 1) for key, one in said.items() if one}
        return Mapping(
            columns={key: kind[0] for key, kind in kinds.items()},
            units={key: kind[1] for key, kind in kinds.items() if len(kind) > 1},
            date_order=self.cleaned_data["date_order"],
            decimal=self.cleaned_data["decimal"],
            delimiter=self.table.delimiter,
            encoding=self.table.encoding,
            header=self.table.has_heading,
        )

    def clean(self) -> dict[str, Any]:
        chosen = {name: one for name in self.fields if name[1:].isdigit() and (one := self.cleaned_data.get(name))}
        kinds = [one.split(" ", 1)[0] for one in chosen.values()]
        for name, one in chosen.items():
            if one.endswith("?"):
                self.add_error(name, gettext("Choose the unit as well."))
            elif kinds.count(one.split(" ", 1)[0]) > 1:
                self.add_error(name, gettext("Two columns say this. Leave one of them out."))
        if "date" not in kinds:
            self.add_error(None, gettext("Say which column holds the day."))
        if not set(kinds) - {"date", "time"} and not self.errors:
            self.add_error(None, gettext("Say of at least one column what it measures."))
        if ("systolic" in kinds) != ("diastolic" in kinds):
            self.add_error(None, gettext("A blood pressure needs both of its columns, the upper and the lower value."))
        return self.cleaned_data

    def _column(self, place: int, proposal: Proposal) -> forms.ChoiceField:
        cells = column(self.table, place)[:_SAMPLES]
        samples = ", ".join(one if len(one) <= 24 else f"{one[:24]}…" for one in cells)
        heading = self.table.headings[place][:80]
        return forms.ChoiceField(
            label=heading or gettext("Column %(number)d") % {"number": place + 1},
            help_text=escape(samples) or gettext("Nothing stands in it."),
            choices=_choices(proposal),
            required=False,
            initial=_value(proposal),
        )

    def _propose(self, proposals: list[Proposal], days: list[str], remembered: Mapping | None) -> None:
        self.initial["header"] = self.table.has_heading
        measures = [place for place, one in enumerate(proposals) if one.kind in MEASURES]
        signs = decimals(cell for place in measures for cell in column(self.table, place))
        possible = orders(days) if days else []
        if remembered:
            signs = [remembered.decimal] if remembered.decimal in signs or signs == ["."] else signs
            possible = [remembered.date_order] if remembered.date_order in possible else possible
        self.initial["decimal"] = signs[0] if len(signs) == 1 else ""
        self.initial["date_order"] = possible[0] if len(possible) == 1 else ""


def _keys(table: Table) -> list[str]:
    """By what a mapping calls each column: its heading where no other has it, else its number."""
    if not table.has_heading:
        return [str(place + 1) for place in range(len(table.rows[0]))]
    names = table.headings
    return [
        one if one and names.count(one) == 1 and not one.startswith("#") else f"#{place + 1}"
        for place, one in enumerate(names)
    ]


def _as_said(mapping: Mapping, keys: list[str]) -> list[Proposal]:
    return [
        Proposal(kind, mapping.unit_of(key) if kind in MEASURES else "")
        if (kind := mapping.columns.get(key, ""))
        else Proposal("")
        for key in keys
    ]


def _value(proposal: Proposal) -> str:
    if proposal.kind in MEASURES:
        return f"{proposal.kind} {proposal.unit}" if proposal.unit else f"{proposal.kind} ?"
    return proposal.kind


def _choices(proposal: Proposal) -> list[tuple[str | Promise, Any]]:
    """Nothing, when, and every measure in each of its units; without one only where that is what is proposed."""
    groups: dict[str, list[tuple[str, str]]] = {"vital-signs": [], "activity": []}
    for name, measure in MEASURES.items():
        words = MEASURE_WORDS[name]
        if proposal == Proposal(name):
            groups[measure.category].append((f"{name} ?", gettext("%(measure)s: which unit?") % {"measure": words}))
        is_one = len(measure.units) == 1
        groups[measure.category] += [
            (f"{name} {unit}", str(words) if is_one else f"{words}, {unit}") for unit in measure.units
        ]
    return [
        ("", gettext("Leave out")),
        (gettext("When"), [("date", gettext("Day")), ("time", gettext("Time of day"))]),
        (gettext("Measured"), groups["vital-signs"]),
        (gettext("Of a whole day"), groups["activity"]),
    ]


def _with_example(words: Promise | str, order: str, days: list[str]) -> str:
    """ "Day, month, year: 05/03/2024 is 5 March 2024", by the first day that can be read so."""
    for day in days:
        if read := read_as(day, order):
            return gettext("%(order)s: %(written)s is %(day)s") % {"order": words, "written": day, "day": said(read)}
    return str(words)
