"""How are the rows of a list written? A page holds fifty of them, so each is written in one go."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.safestring import SafeString

from .charts.svg import number_line_svg, sparkline_svg
from .words import Reading, Tag
from .writing import escaped, icon, tag, verdict, wrapped


def reading_row(one: Reading) -> SafeString:
    """A line with a number: words first, then the number line, then the shape of what came before."""
    css, unit = "val text" if one.wordy else "val", wrapped(_UNIT, one.unit, "</span>")
    return SafeString(
        f'<li><div class="reading"><div><a class="nm" href="{escaped(one.url)}">{escaped(one.name)}</a>'
        f"{_meta(one.plain)}{_meta(one.meta)}</div>"
        f'<div class="{css}"><b>{escaped(one.value)}</b>{unit}{verdict(one.verdict)}</div>'
        f"{number_line_svg(one.line)}{sparkline_svg(one.spark)}</div></li>"
    )


def plain_row(
    name: str,
    *,
    url: str = "",
    meta: str = "",
    more: str = "",
    icon_name: str = "",
    count: int | str = "",
    state: Tag | None = None,
    chevron: Any = False,
    hidden: str = "",
) -> SafeString:
    """A list item: name first, one line of meta, state last; the whole row is the target."""
    before, after = (f'<a class="row" href="{escaped(url)}">', "</a>") if url else ('<div class="row">', "</div>")
    number = "" if count == "" else f'<span class="ct">{escaped(intcomma(count))}</span>'
    return SafeString(
        f'<li>{before}{icon(icon_name) if icon_name else ""}<span class="grow"><span class="nm">{escaped(name)}</span>'
        f"{wrapped(_HIDDEN, hidden, '</span>')}{_meta(meta)}{_meta(more)}</span>"
        f"{tag(state)}{number}{icon('next') if chevron else ''}{after}</li>"
    )


_UNIT, _HIDDEN = ' <span class="u">', '<span class="vh"> '


def _meta(text: Any) -> str:
    return wrapped('<span class="meta">', text, "</span>")
