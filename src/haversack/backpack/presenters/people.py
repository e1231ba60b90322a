"""How is a person called on a page: name, age, and what they are to the reader?"""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haversack.records.ages import age_on
from haversack.web.shell import Person

from ..queries.opened import Opened

RELATIONS = {
    "self": gettext_lazy("your own record"),
    "mother": gettext_lazy("your mother"),
    "father": gettext_lazy("your father"),
    "daughter": gettext_lazy("your daughter"),
    "son": gettext_lazy("your son"),
    "child": gettext_lazy("your child"),
    "partner": gettext_lazy("your partner"),
    "sister": gettext_lazy("your sister"),
    "brother": gettext_lazy("your brother"),
    "grandmother": gettext_lazy("your grandmother"),
    "grandfather": gettext_lazy("your grandfather"),
    "grandson": gettext_lazy("your grandson"),
    "granddaughter": gettext_lazy("your granddaughter"),
    "other": gettext_lazy("in your care"),
}


def age(born: str, today: date) -> int | None:
    """Whole years on `today`; None without an exact enough birth date. A birth year alone is too little to say."""
    try:
        year, month, day = (int(part) for part in born.split("-"))
        years = age_on(date(year, month, day), today)
    except ValueError:
        return None
    return years if 0 <= years < 130 else None


def about(opened: Opened, today: date) -> str:
    """ "58, your own record"; whatever of it is known."""
    years = age(opened.facts.born, today)
    relation = str(RELATIONS.get(opened.relation, ""))
    if years is None:
        return relation
    if years == 0:
        return _("under 1, %(relation)s") % {"relation": relation} if relation else _("under 1 year old")
    return f"{years}, {relation}" if relation else ngettext("%d year old", "%d years old", years) % years


def name_tag(opened: Opened, today: date, *, current: bool = False) -> Person:
    """The person as the frame of a page shows them."""
    name = opened.facts.name
    return Person(
        name=name,
        about=about(opened, today),
        hue=opened.hue,
        url=reverse("backpack:home", args=[opened.uuid]),
        short=name.split()[0] if name.split() else name,
        current=current,
    )
