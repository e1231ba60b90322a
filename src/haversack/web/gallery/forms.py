"""Which forms does the gallery show? One of every kind of field, and the same with mistakes."""

from django import forms

from ..forms import FilterForm, Form


class SampleForm(Form):
    name = forms.CharField(label="Full name", help_text="As it stands in the hospital’s papers.")
    born = forms.DateField(label="Date of birth", help_text="For example 14 May 1968.", widget=forms.DateInput)
    how = forms.ChoiceField(
        label="How they relate to you",
        choices=[("self", "My own record"), ("child", "My child"), ("parent", "My parent"), ("other", "Somebody else")],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("es", "Español")], required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Files from a hospital", help_text="FHIR as JSON, NDJSON or a zip of them.")
    agreed = forms.BooleanField(label="I may see this person’s record", help_text="Everyone with access sees you.")


class SampleFilter(FilterForm):
    year = forms.ChoiceField(label="Year", choices=[("", "All years"), ("2026", "2026")], required=False)
    source = forms.ChoiceField(
        label="Source", choices=[("", "All sources"), ("1", "Riverside General Hospital")], required=False
    )


def mistaken() -> SampleForm:
    """The form as it comes back with mistakes."""
    form = SampleForm({"again-name": "", "again-born": "yesterday", "again-how": "cousin"}, prefix="again")
    form.add_error(None, "The person was not added. Three answers below need another look.")
    return form
