"""How does a form look? Label, hint, error and control are drawn here once, so that no template spells them out."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting

# Fields drawn as a group of choices, with a legend instead of a label.
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


_WIDGETS = DjangoTemplates()


class Field(forms.BoundField):
    """A field that knows how it is drawn: beside its label (tick box), as a group, or under its label."""

    @property
    def drawn_as(self) -> str:
        widget = self.field.widget
        if isinstance(widget, _GROUPS):
            return "group"
        return "tick" if isinstance(widget, forms.CheckboxInput) else "line"


class Renderer(TemplatesSetting):
    """The renderer of every form of the site: set FORM_RENDERER to "haversack.web.forms.Renderer".

    Widgets come from Django's own templates, the form and its fields from web/forms/; so does the list of choices,
    since Django's own includes two templates for each of them.
    """

    form_template_name = "web/forms/form.html"
    formset_template_name = "django/forms/formsets/div.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = Field

    def get_template(self, template_name: str) -> Any:
        if template_name == "django/forms/widgets/select.html":
            return super().get_template("web/forms/select.html")
        theirs = template_name.startswith("django/forms/")
        return _WIDGETS.get_template(template_name) if theirs else super().get_template(template_name)


class Form(forms.Form):
    """What every form of ours starts from."""

    required_css_class = ""
    use_required_attribute = False  # the server says in words what is missing; browsers say it in bubbles
    default_renderer = Renderer


class FilterForm(Form):
    """A form whose answers live in the address: sent with GET, wrong answers count as none."""

    all_optional = True  # so no label says so

    def chosen(self) -> dict[str, str]:
        """What was chosen, without what was not; to filter with and to keep in addresses."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value not in (None, "", [])}
