"""How is the table that belongs to a chart written? Every result is a row of it, so the rows are written in one go."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..writing import escaped, icon
from .trend import Point, Trend

_LONG = 16  # characters of a range that may be broken over two lines


def result_rows(trend: Trend) -> SafeString:
    """Every result with its date, its range and its source, newest first; a script draws the live chart from them."""
    words = escaped(_("Result:")), escaped(_("Range given:")), escaped(_("Source:"))
    none_given = f'<span class="q">{escaped(_("None given"))}</span>'
    return SafeString("".join([_row(point, source, words, none_given) for point, source in trend.newest_first]))


def _row(point: Point, source: str, words: tuple[str, str, str], none_given: str) -> str:
    numbers = "".join(
        [
            f' data-{name}="{number}"'
            for name, number in (("value", point.value), ("low", point.low), ("high", point.high))
            if number is not None
        ]
    )
    when, result, given = escaped(point.when_text), escaped(point.value_text), point.range_text
    date = f'<a href="{escaped(point.url)}">{when}</a>' if point.url else when
    part = f'<span class="q">{escaped(point.part)}</span> ' if point.part else ""
    whole = ' class="nb"' if len(given) < _LONG else ""
    return (
        f'<tr data-at="{point.when.isoformat()}" data-series="{point.series}" data-part="{escaped(point.part)}"'
        f'{numbers} data-mark="{escaped(point.mark)}">'
        f'<th scope="row" class="nb">{date}</th>'
        f'<td class="r" data-th="{words[0]}">{part}<b>{result}</b></td>'
        f'<td{whole} data-th="{words[1]}">{escaped(given) if given else none_given}{_verdict(point)}</td>'
        f'<td class="s" data-th="{words[2]}">{escaped(source)}</td></tr>'
    )


def _verdict(point: Point) -> str:
    if not point.verdict:
        return ""
    css = "vd critical" if point.mark == "critical" else "vd"
    drawn = icon(point.verdict_icon) if point.verdict_icon else ""
    return f' <span class="{css}">{drawn}{escaped(point.verdict)}</span>'
