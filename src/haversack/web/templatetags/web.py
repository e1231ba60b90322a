"""Which tags draw the components? `{% load web %}`; docs/reference/components.md shows them in use."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import browsers, rows, writing
from ..charts.number_line import NumberLine
from ..charts.sparkline import Sparkline
from ..charts.svg import number_line_svg, sparkline_svg, trend_svg
from ..charts.table import result_rows
from ..charts.trend import Trend
from ..paging import Paging
from ..shell import Person
from ..words import Freshness, Step, Tag, Work

register = template.Library()

for written in (writing.icon, writing.verdict, rows.row, rows.reading, rows.place, rows.options):
    register.simple_tag(written)
register.simple_tag(trend_svg, name="trend_drawing")
register.simple_tag(result_rows, name="trend_rows")
_NOTICE_ICONS = {"": "info", "warn": "warning", "ok": "check", "urgent": "phone", "pend": "clock"}


def _block(name: str, content: str, **values: Any) -> str:
    return render_to_string(f"web/parts/{name}.html", {"content": SafeString(content.strip()), **values})


@register.simple_block_tag(end_name="endhead")
def head(
    content: str, title: str, *, lead: str = "", back: str = "", back_text: str = "", fresh: Freshness | None = None
) -> str:
    """The head of a page: way back, the one H1, a line under it, how fresh; between the tags stand its actions."""
    return _block("head", content, title=title, lead=lead, back=back, back_text=back_text, fresh=fresh)


@register.simple_block_tag(end_name="endcard")
def card(
    content: str,
    title: str = "",
    *,
    id: str = "",  # noqa: A002
    link: str = "",
    link_text: str = "",
    note: str = "",
    footer: str = "",
    kind: str = "",
    label: str = "",
    count: int | str = "",
    icon: str = "",
    tag: Tag | None = None,
) -> str:
    """Facts about one thing. `kind="pend"` for what waits; without a title give it a `label` for screen readers."""
    return _block(
        "card", content, title=title, id=id, link=link, link_text=link_text, note=note, footer=footer,
        kind=kind, label=label, count=count, icon=icon, tag=tag,
    )  # fmt: skip


@register.simple_block_tag(end_name="endnotice")
def notice(
    content: str, kind: str = "", *, title: str = "", icon: str = "", url: str = "", button: str = "", go: bool = False
) -> str:
    """Something to know now: "" informs, warn warns, ok reports success, urgent is an emergency, pend waits."""
    return _block(
        "notice", content, kind=kind, title=title, icon=icon or _NOTICE_ICONS[kind], url=url, button=button, go=go
    )


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: str, *, icon: str = "box") -> str:
    """What stands where there is nothing yet: names the scope, says what fills it, offers the way."""
    return _block("empty", content, title=title, icon=icon)


@register.simple_block_tag(end_name="endfold")
def fold(content: str, title: str, *, open: bool = False) -> str:  # noqa: A002
    """Something behind a disclosure, for those who look for it. Printed open."""
    return _block("fold", content, title=title, open=open)


@register.inclusion_tag("web/parts/button.html")
def button(
    text: str, url: str = "", *, kind: str = "", icon: str = "", name: str = "", value: str = "", about: str = "",
    why_not: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A link that looks like a button where `url` is given, else a submit button. One filled ("go") per decision.

    `about` ends the label for screen readers; `why_not` disables it and says why beside it.
    """
    return {
        "text": text, "url": url, "kind": kind, "icon": icon, "name": name, "value": value, "about": about,
        "why_not": why_not,
    }  # fmt: skip


@register.simple_tag
def tag(text: str | Tag, kind: str = "", icon: str = "") -> SafeString:
    """A state, in sentence case, never a verb; at most one a line."""
    return writing.tag(text if isinstance(text, Tag) else Tag(text, kind, icon))


@register.inclusion_tag("web/parts/facts.html")
def facts(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A summary list of (what, value); a list as value stands on lines of its own; empty values are left out."""
    rows = [(term, value if isinstance(value, list | tuple) else [value]) for term, value in pairs if value]
    return {"rows": rows}


@register.simple_tag
def number_line(line: NumberLine | None) -> SafeString:
    """The range its source gave, and where the value stands in it; nothing where there is no range."""
    return number_line_svg(line)


@register.simple_tag
def sparkline(spark: Sparkline | None) -> SafeString:
    """How the value got where it is; nothing where there is one value."""
    return sparkline_svg(spark)


@register.inclusion_tag("web/parts/count.html")
def count(paging: Paging, order: str = "") -> dict[str, Any]:
    """The count line, before the list: "Showing 1 to 10 of 43, newest first"."""
    return {"paging": paging, "order": order}


@register.inclusion_tag("web/parts/pager.html")
def pager(paging: Paging) -> dict[str, Any]:
    """Links to the other pages of a list; nothing where there is one page and no note."""
    return {"paging": paging}


@register.inclusion_tag("web/parts/steps.html")
def steps(steps: Iterable[Step]) -> dict[str, Any]:
    """Where a process stands. Only for a process."""
    return {"steps": steps}


@register.inclusion_tag("web/parts/work.html", takes_context=True)
def work(context: template.Context, work: Work) -> dict[str, Any]:
    """Long work under way."""
    return {"work": work, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/upload.html")
def upload() -> dict[str, Any]:
    """How far a file is on its way, inside a form with `data-upload`; seen only where scripts run."""
    return {}


@register.inclusion_tag("web/parts/filters.html")
def filters(form: Any, button: str) -> dict[str, Any]:
    """A filter form: GET, the address holds the answers."""
    return {"form": form, "button": button}


@register.inclusion_tag("web/parts/emergency.html")
def emergency() -> dict[str, Any]:
    """The emergency line; on every page of a record that went wrong."""
    return {"number": getattr(settings, "EMERGENCY_NUMBER", "911")}


@register.inclusion_tag("web/parts/trend.html")
def trend(trend: Trend) -> dict[str, Any]:
    """A chart over time and, always, its table. One a page: the table has the id `trend-table`."""
    return {"trend": trend}


@register.inclusion_tag("web/parts/trend_picture.html")
def trend_picture(trend: Trend) -> dict[str, Any]:
    """The chart alone, for a page that puts something beside the table; nothing where there is nothing to draw."""
    return {"trend": trend}


@register.inclusion_tag("web/parts/trend_table.html")
def trend_table(trend: Trend) -> dict[str, Any]:
    """The table that belongs to `trend_picture`."""
    return {"trend": trend}


@register.inclusion_tag("web/parts/nametag.html")
def nametag(person: Person) -> dict[str, Any]:
    """Colour, initial and name, always; never colour alone."""
    return {"person": person}


@register.inclusion_tag("web/parts/people.html")
def people(people: Iterable[Person], add_url: str = "") -> dict[str, Any]:
    """Whose record: one card a person."""
    return {"people": people, "add_url": add_url}


@register.filter
def browser(user_agent: str) -> str:
    """ "Firefox on Windows"; what the browser calls itself where that is all we know."""
    name, system = browsers.browser(user_agent)
    if name and system:
        return _("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or system or user_agent[:60] or _("Unknown device")
