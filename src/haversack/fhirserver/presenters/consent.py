"""What does the page say on which somebody decides about an app: who asks, for what, for how long, and what follows?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from haversack.smart import lifetimes, registration, scopes

from ..models import App
from ..rules.offering import Choice, choices
from ..store import Support
from .kinds import GROUPS, KINDS, group_of, kind_of


@dataclass(frozen=True, slots=True)
class Tick:
    """One box: its value in the form, what it says, and whether it is ticked."""

    key: str
    name: str
    about: str
    on: bool


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    ticks: Sequence[Tick]


def groups(asked: scopes.Scopes, supports: Sequence[Support], ticked: Collection[str] | None) -> list[Group]:
    """What can be ticked, in the groups that people think in; ticked: None for everything that was asked for."""
    categories = {each.type: [category for category, _name in each.categories] for each in supports}
    names = {(each.type, str(category)): name for each in supports for category, name in each.categories}
    found: dict[str, list[Tick]] = {}
    for choice in choices(asked.at("patient"), categories):
        tick = _tick(choice, names, ticked is None or choice.key in ticked)
        found.setdefault(group_of(choice.type), []).append(tick)
    return [Group(str(GROUPS[key]), sorted(found[key], key=_place)) for key in GROUPS if key in found]


def _place(tick: Tick) -> int:
    """What people look for first stands first; a type that nobody gave words stands last."""
    resource_type = tick.key.partition(" ")[0]
    return list(KINDS).index(resource_type) if resource_type in KINDS else len(KINDS)


def _tick(choice: Choice, names: dict[tuple[str, str], str], on: bool) -> Tick:
    kind = kind_of(choice.type)
    if choice.category is None:
        return Tick(choice.key, str(kind.name), str(kind.about), on)
    name = str(names.get((choice.type, str(choice.category)), choice.category.code))
    in_its_group = kind.name == GROUPS[group_of(choice.type)]
    return Tick(choice.key, name if in_its_group else f"{kind.name}: {name}", "", on)


def how_long(app: App) -> str:
    """In words, for how long an app that may come back may do so."""
    lasts = lifetimes.shorter(settings.FHIR_LASTS, app.lasts or settings.FHIR_LASTS)
    return {
        "hour": _("for one hour"),
        "day": _("for one day"),
        "week": _("for one week"),
        "quarter": _("until it has not come for three months"),
        "year": _("for 13 months"),
    }[lasts.name]


def what_it_says(app: App) -> list[tuple[str, str]]:
    """What the app says about itself, in its own words; what it was silent about is said as well."""
    questions = {
        "funding": _("How it earns its money"),
        "sharing": _("Whom it passes your data on to"),
        "storage": _("Where it keeps your data"),
        "deletion": _("How you have your data deleted there"),
    }
    silent = _("The app did not say.")
    return [(questions[word], str(app.facts.get(word) or silent)) for word in registration.FACTS]


def links(app: App) -> list[tuple[str, Any]]:
    """(words, address) of what the app publishes about itself."""
    named = [(_("Website"), app.website), (_("Privacy policy"), app.policy), (_("Terms of use"), app.terms)]
    return [(words, address) for words, address in named if address]
