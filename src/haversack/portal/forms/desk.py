"""What does somebody at the desk type: whom they look for, which paper they looked at, what they answer?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haversack.web.forms import Form

from ..actions.proxies import SignedForm
from ..presenters.desk.patients import ID_WORDS, KIND_WORDS
from ..presenters.sections import WORDS
from ..rules.access import Kind
from ..rules.amendments import GROUNDS, LONGEST
from ..rules.changes import LONGEST as LONGEST_ANSWER
from ..rules.changes import Answer
from ..rules.profile import Field
from ..rules.rights import AccessClass
from ..rules.sections import Section

_DAY = forms.DateInput({"type": "date", "autocomplete": "off"})


ACCESS_WORDS: dict[AccessClass, str | Promise] = {
    AccessClass.SELF: gettext_lazy("The patient"),
    AccessClass.EMANCIPATED: gettext_lazy("The patient, an emancipated minor"),
    AccessClass.TEEN: gettext_lazy("The patient, a teenager"),
    AccessClass.ADULT_PROXY: gettext_lazy("Somebody whom the patient let in"),
    AccessClass.PARENT_OF_CHILD: gettext_lazy("A parent of a child"),
    AccessClass.PARENT_OF_TEEN: gettext_lazy("A parent of a teenager"),
    AccessClass.DIMINISHED_CAPACITY: gettext_lazy("A representative"),
}


class LookUpForm(Form):
    """Whom the desk looks for. Sent by POST: names and birth dates do not belong in an address."""

    all_optional = True
    words = forms.CharField(
        label=gettext_lazy("Name or record number"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    born = forms.DateField(label=gettext_lazy("Born"), required=False, widget=_DAY)


class IdForm(Form):
    """Which photo ID was looked at. Nothing of it is written down."""

    id_kind = forms.ChoiceField(label=gettext_lazy("Photo ID that you looked at"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kind = self.fields["id_kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Choose one")), *((one.value, str(words)) for one, words in ID_WORDS.items())]


class EmancipationForm(Form):
    on = forms.DateField(label=gettext_lazy("From this day on"), widget=_DAY)
    document = forms.CharField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("Which court, and the date of its order"),
        max_length=300,
    )


class ProxyForm(Form):
    """What stands on a signed form by which somebody is let in."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of form"), choices=[(k.value, KIND_WORDS[k]) for k in Kind])
    name = forms.CharField(label=gettext_lazy("Name of who is let in"), max_length=200)
    relation = forms.CharField(label=gettext_lazy("What they are to the patient"), max_length=100, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy("For a link to make an account. Without it, print a letter."),
        max_length=254,
        required=False,
    )
    signed_on = forms.DateField(label=gettext_lazy("Date on the form"), widget=_DAY)
    last_day = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=_DAY)
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("What they may see"),
        help_text=gettext_lazy("None chosen: everything that this kind of form covers"),
        choices=[(section.value, words.name) for section, words in WORDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def signed(self) -> SignedForm:
        """The form as the action takes it."""
        said = self.cleaned_data
        chosen = frozenset(map(Section, said["sections"])) or None
        return SignedForm(
            kind=Kind(said["kind"]),
            name=said["name"],
            relation=said["relation"],
            email=said["email"],
            signed_on=said["signed_on"],
            sections=chosen,
            last_day=said["last_day"],
        )


class ChangeAnswerForm(Form):
    """A decision for each field that was asked for. `shown`: the digest of what was on file on the screen."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    message = forms.CharField(
        label=gettext_lazy("Message to the patient"),
        max_length=LONGEST_ANSWER * 4,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, fields: list[Field], **more: Any) -> None:
        super().__init__(*args, **more)
        self._asked = fields
        for one in fields:
            self.fields[f"{one.value}-answer"] = forms.ChoiceField(
                label=_("Decision"),
                choices=[("accept", _("Accept")), ("decline", _("Decline"))],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"{one.value}-why"] = forms.CharField(
                label=_("Why not"), required=False, max_length=LONGEST_ANSWER
            )

    def answers(self) -> dict[Field, Answer]:
        """The decisions that were made; a field without one is left out, which the action refuses in words."""
        said = self.cleaned_data
        return {
            one: Answer(said[f"{one.value}-answer"] == "accept", said[f"{one.value}-why"])
            for one in self._asked
            if said.get(f"{one.value}-answer")
        }


_DECISIONS = [
    ("accept", gettext_lazy("It is an error, and was put right")),
    ("deny", gettext_lazy("It is not put right")),
    ("extend", gettext_lazy("It takes 30 days more")),
]


class AmendmentAnswerForm(Form):
    """What is decided about a reported error."""

    decision = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=gettext_lazy("If it is not put right: on which ground"),
        choices=[("", gettext_lazy("Choose a ground")), *((ground.value, words) for ground, words in GROUNDS.items())],
        required=False,
    )
    answer = forms.CharField(
        label=gettext_lazy("What the patient is told"), max_length=LONGEST, widget=forms.Textarea({"rows": 5})
    )

    def __init__(self, *args: Any, may_extend: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        decision = self.fields["decision"]
        assert isinstance(decision, forms.ChoiceField)
        decision.choices = _DECISIONS if may_extend else _DECISIONS[:-1]


class SeenForm(Form):
    """Through whose eyes, and at which moment; nothing chosen: the patient's, now."""

    all_optional = True
    access = forms.ChoiceField(label=gettext_lazy("Who looks"), required=False)
    moment = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        access = self.fields["access"]
        assert isinstance(access, forms.ChoiceField)
        access.choices = [(one.value, str(words)) for one, words in ACCESS_WORDS.items()]
