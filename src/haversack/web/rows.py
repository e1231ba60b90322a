"""How are the rows of a list written? A page holds fifty of them, so each is written in one go."""

from collections.abc import Iterable
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.safestring import SafeString

from . import writing
from .charts.svg import number_line_svg, sparkline_svg
from .shell import Place
from .words import Reading, Tag
from .writing import escaped, verdict, wrapped


def reading(one: Reading) -> SafeString:
    """A line with a number: words first, then the number line, then the shape of what came before."""
    css, unit = "val text" if one.wordy else "val", wrapped(_UNIT, one.unit, "</span>")
    return SafeString(
        f'<li><div class="reading"><div><a class="nm" href="{escaped(one.url)}">{escaped(one.name)}</a>'
        f"{_meta(one.plain)}{_meta(one.meta)}</div>"
        f'<div class="{css}"><b>{escaped(one.value)}</b>{unit}{verdict(one.verdict)}</div>'
        f"{number_line_svg(one.line)}{sparkline_svg(one.spark)}</div></li>"
    )


def row(
    name: str,
    *,
    url: str = "",
    meta: str = "",
    more: str = "",
    icon: str = "",
    count: int | str = "",
    tag: Tag | None = None,
    chevron: Any = False,
    hidden: str = "",
) -> SafeString:
    """A list item: name first, one line of meta, state last; the whole row is the target."""
    before, after = (f'<a class="row" href="{escaped(url)}">', "</a>") if url else ('<div class="row">', "</div>")
    number = "" if count == "" else f'<span class="ct">{escaped(intcomma(count))}</span>'
    return SafeString(
        f'<li>{before}{writing.icon(icon) if icon else ""}<span class="grow"><span class="nm">{escaped(name)}</span>'
        f"{wrapped(_HIDDEN, hidden, '</span>')}{_meta(meta)}{_meta(more)}</span>"
        f"{writing.tag(tag)}{number}{writing.icon('next') if chevron else ''}{after}</li>"
    )


def place(one: Place) -> SafeString:
    """A way to a place of the site, in the rail or the bar, and what waits there."""
    here = ' aria-current="page"' if one.current else ""
    words = wrapped(_HIDDEN, one.badge_words, "</span>")
    badge = f'<span class="n">{escaped(one.badge_text)}{words}</span>' if one.badge else ""
    drawn = writing.icon(one.icon)
    return SafeString(f'<a href="{escaped(one.url)}"{here}>{drawn}<span>{escaped(one.label)}</span>{badge}</a>')


def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """What one can choose from in a list of choices, as a widget of Django's groups it."""
    found = []
    for name, members, _place in groups:
        inside = "".join([_option(one) for one in members])
        found.append(f'<optgroup label="{escaped(name)}">{inside}</optgroup>' if name else inside)
    return SafeString("".join(found))


def _option(one: dict[str, Any]) -> str:
    said = [name for name, value in one["attrs"].items() if value is True]
    chosen = "".join([f" {escaped(name)}" for name in said])
    return f'<option value="{escaped(str(one["value"]))}"{chosen}>{escaped(one["label"])}</option>'


_UNIT, _HIDDEN = ' <span class="u">', '<span class="vh"> '


def _meta(text: Any) -> str:
    return wrapped('<span class="meta">', text, "</span>")
