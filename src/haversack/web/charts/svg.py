"""How is the geometry of a chart written as SVG? A list draws fifty of them, so they are written in one go.

Colour comes from classes and geometry from attributes (strict CSP); screen readers skip the small ones, the words said
it already.
"""

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from ..writing import NOTHING, escaped
from .calendar import Tick
from .number_line import NumberLine
from .sparkline import Sparkline
from .trend import Drawing, Mark, Trend

_DATES = {"year": "Y", "month": "M Y", "day": "j M"}


def number_line_svg(line: NumberLine | None) -> SafeString:
    """The range as a band with its ends in the source's own digits, and the mark."""
    if line is None:
        return NOTHING
    ticks = "".join([f'<path class="tk" d="M{x:g} 17v4"/>' for x in line.ticks])
    labels = "".join(
        [f'<text x="{one.x:g}" y="33" text-anchor="{one.anchor}">{escaped(one.text)}</text>' for one in line.labels]
    )
    if line.mark == "in":
        mark = f'<circle class="pt" cx="{line.x:g}" cy="12" r="6.5"/>'
    else:
        mark = f'<path class="pt {escaped(line.mark)}" d="M{line.x:g} 4l7.5 8-7.5 8-7.5-8z"/>'
    return SafeString(
        f'<svg class="nl" viewBox="0 0 {line.width} 36" width="{line.width}" height="36" aria-hidden="true">'
        f'<rect class="rl" x="10" y="10.5" width="{line.rail_width:g}" height="3" rx="1.5"/>'
        f'<rect class="bd" x="{line.band_x:g}" y="7" width="{line.band_width:g}" height="10" rx="2"/>'
        f"{ticks}{labels}{mark}</svg>"
    )


def sparkline_svg(spark: Sparkline | None) -> SafeString:
    """The shape of what came before, with the newest point marked."""
    if spark is None:
        return NOTHING
    band = ""
    if spark.band_y is not None:
        band = (
            f'<rect class="bd" x="0" y="{spark.band_y:g}" width="{spark.width}" height="{spark.band_height:g}" rx="2"/>'
        )
    css = "pt" if spark.mark == "in" else f"pt {escaped(spark.mark)}"
    size = f'viewBox="0 0 {spark.width} {spark.height}" width="{spark.width}" height="{spark.height}"'
    return SafeString(
        f'<svg class="spark" {size} aria-hidden="true">{band}<path class="ln" d="{spark.path}"/>'
        f'<circle class="{css}" cx="{spark.x:g}" cy="{spark.y:g}" r="4.5"/></svg>'
    )


def trend_svg(trend: Trend, drawing: Drawing, css: str) -> SafeString:
    """A chart as one of its drawings, with its title and description for those who do not see it."""
    title, about = escaped(trend.title), escaped(trend.desc)
    names = f'<title id="trend-{css}-t">{title}</title><desc id="trend-{css}-d">{about}</desc>'
    bands = "".join(
        [
            f'<rect class="bd" x="{x}" y="{y}" width="{width}" height="{height}"/>'
            for x, y, width, height in drawing.bands
        ]
    )
    lines = "".join([f'<path class="ln {letter}" d="{path}"/>' for letter, path in drawing.lines])
    return SafeString(
        f'<svg class="{css}" viewBox="0 0 {drawing.width} {drawing.height}" role="img" '
        f'aria-labelledby="trend-{css}-t trend-{css}-d">{names}{bands}{_rows(drawing)}{_ticks(drawing)}{lines}'
        f"{''.join([_mark(mark) for mark in drawing.marks])}</svg>"
    )


def _rows(drawing: Drawing) -> str:
    left, right, beside = drawing.left, drawing.right, round(drawing.left - 8, 1)
    return "".join(
        [
            f'<path class="gr" d="M{left} {y}H{right}"/>'
            f'<text x="{beside}" y="{round(y + 4.5, 1)}" text-anchor="end">{escaped(text)}</text>'
            for y, text in drawing.rows
        ]
    )


def _ticks(drawing: Drawing) -> str:
    foot = round(drawing.height - 10.0, 1)
    return "".join(
        [
            f'<path class="tk" d="M{x} {drawing.bottom}v6"/>'
            f'<text x="{x}" y="{foot}" text-anchor="{anchor}">{_date(tick)}</text>'
            for x, tick, anchor in drawing.ticks
        ]
    )


def _date(tick: Tick) -> str:
    return escaped(date_format(tick.day, _DATES[tick.precision]))


def _mark(mark: Mark) -> str:
    if mark.mark != "in":
        css = f"pt {mark.letter} {escaped(mark.mark)}"
        return f'<path class="{css}" d="M{mark.x} {round(mark.y - 7.5, 1)}l7 7.5-7 7.5-7-7.5z"/>'
    if mark.square:
        corner = f'x="{round(mark.x - 4.5, 1)}" y="{round(mark.y - 4.5, 1)}"'
        return f'<rect class="pt b" {corner} width="9" height="9"/>'
    return f'<circle class="pt {mark.letter}" cx="{mark.x}" cy="{mark.y}" r="5.5"/>'
