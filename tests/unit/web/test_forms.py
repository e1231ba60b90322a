"""Does a form draw label, hint, error and control by itself, so that a screen reader reads them together?"""

from django import forms

from haversack.web.forms import FilterForm, Form


class Visit(Form):
    place = forms.CharField(label="Where", help_text="The name on the letter.")
    note = forms.CharField(label="Note", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "At home"), ("b", "By phone")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="I am sure", help_text="Think twice.")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


class Filter(FilterForm):
    year = forms.ChoiceField(choices=[("", "All"), ("2024", "2024")], required=False)


def test_a_field_stands_under_its_label_with_its_hint():
    text = str(Visit())
    assert '<label for="id_place">Where</label>' in text
    assert 'id="id_place_helptext">The name on the letter.' in text
    assert 'aria-describedby="id_place_helptext"' in text
    assert text.count("(optional)") == 1


def test_a_mistake_is_said_beside_the_field_and_tied_to_it():
    text = str(Visit({"place": "", "kind": "x", "sure": ""}))
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="id_place_helptext id_place_error"' in text
    assert text.count('class="err"') == 3


def test_what_is_wrong_with_the_whole_form_comes_first():
    form = Visit({"place": "x", "kind": "a", "sure": "on"})
    form.add_error(None, "Somebody else was quicker.")
    assert str(form).index("Somebody else was quicker.") < str(form).index("Where")
    assert 'role="alert"' in str(form)


def test_choices_are_a_group_with_a_legend():
    text = str(Visit())
    assert "<legend>Kind</legend>" in text
    assert text.count('type="radio"') == 2


def test_a_tick_box_stands_before_its_words():
    text = str(Visit())
    assert text.index('name="sure"') < text.index("I am sure")


def test_words_in_a_form_never_become_markup():
    assert "<b>" not in str(Visit({"place": "<b>", "kind": "<b>", "sure": "on"})).replace("<b>&lt;", "")


def test_a_filter_that_cannot_be_read_counts_as_none():
    assert Filter({"year": "2024"}).chosen() == {"year": "2024"}
    assert Filter({"year": "soon"}).chosen() == {}
    assert Filter({}).chosen() == {}
    assert "(optional)" not in str(Filter())
