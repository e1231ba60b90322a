"""What does a person say of each line that was recognised in a laboratory report?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haversack.records.formats.lab_report.cells import digits_of
from haversack.records.formats.lab_report.head import Head
from haversack.records.formats.lab_report.report import Line
from haversack.web.forms import Form
from haversack.wording.dates import said

_FLAGS = (
    ("", _("none")), ("H", _("High")), ("L", _("Low")), ("HH", _("Critically high")), ("LL", _("Critically low")),
    ("A", _("Abnormal")), ("AA", _("Critically abnormal")), ("N", _("Normal")),
)  # fmt: skip
_NUMBER_LIKE = "0123456789.,"


class DayInput(forms.DateInput):
    """A day, as the browser asks for one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _words(**more: Any) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false", **more})


class LineForm(Form):
    """One line. Only what is ticked has to be usable."""

    all_optional = True

    test = forms.CharField(label=_("Test"), max_length=200, required=False, widget=_words())
    value = forms.CharField(label=_("Result"), max_length=200, required=False, widget=_words())
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False, widget=_words())
    range = forms.CharField(label=_("Range"), max_length=200, required=False, widget=_words())
    flag = forms.ChoiceField(label=_("Mark"), choices=_FLAGS, required=False)
    date = forms.DateField(label=_("Another day"), required=False, widget=DayInput())

    def __init__(self, *, place: int, line: Line, taken: bool, looked: bool = False, data: Any = None) -> None:
        known = {name: getattr(line, name) for name in ("test", "value", "unit", "range", "flag", "date")}
        super().__init__(data, prefix=f"l{place}", initial=known)
        self.place, self.line, self.taken = place, line, taken
        self.is_ticked = not taken and (
            str(place) in data.getlist("take") if data is not None else not (line.doubt or looked)
        )

    def clean_value(self) -> str:
        value = " ".join(self.cleaned_data["value"].split())
        sign = value[: len(value) - len(value.lstrip("<>=≤≥ "))]
        number = value[len(sign) :]
        if "," in number and not set(number) - set(_NUMBER_LIKE):
            plain = digits_of(number, "")
            if plain is None and self.is_ticked:
                raise forms.ValidationError(_("Write the number with a point before its decimals, and nothing else."))
            number = plain or number
        sign = sign.strip().replace("≤", "<=").replace("≥", ">=")
        return f"{sign} {number}".strip()

    def clean(self) -> dict[str, Any]:
        for name in ("test", "value") if self.is_ticked else ():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed, or leave the line out."))
        return self.cleaned_data


class DayForm(Form):
    """When the sample was taken. Where the report may mean either of two days, the person says which."""

    def __init__(self, head: Head, data: Any = None, *, asks_person: bool = False, is_needed: bool = False) -> None:
        super().__init__(data)
        if len(head.days) > 1:
            choices = [(one, said(one)) for one in head.days]
            self.fields["day"] = forms.ChoiceField(
                label=_("Which day is meant?"), choices=choices, widget=forms.RadioSelect, required=is_needed,
                error_messages={"required": _("Say which day is meant.")},
            )  # fmt: skip
        else:
            self.fields["day"] = forms.DateField(
                label=_("Day of the sample"), widget=DayInput(), required=False,
                initial=head.days[0] if head.days and head.day_is == "collected" else None,
            )  # fmt: skip
        if asks_person:
            self.fields["same"] = forms.BooleanField(
                label=_("It is the same person"), required=is_needed,
                error_messages={"required": _("Say so, if the report is about the same person. Else take nothing in.")},
            )  # fmt: skip

    def day(self) -> str:
        """ISO 8601, "" where nobody knows."""
        found = self.cleaned_data.get("day") if self.is_bound and self.is_valid() else ""
        return str(found) if found else ""


def line_forms(
    lines: Sequence[tuple[int, Line]], taken: Sequence[int], *, looked: bool = False, data: Any = None
) -> list[LineForm]:
    """A form for each line of a page. looked: somebody has decided on the page, so that nothing is ticked unasked."""
    return [LineForm(place=place, line=line, taken=place in taken, looked=looked, data=data) for place, line in lines]
