"""How is the geometry of a small chart written as SVG? A list draws fifty of them, so they are written in one go.

Colour comes from classes and geometry from attributes (strict CSP); screen readers skip them, the words said it
already.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .number_line import NumberLine
from .sparkline import Sparkline

_LINE = (
    '<svg class="nl" viewBox="0 0 {} 36" width="{}" height="36" aria-hidden="true">'
    '<rect class="rl" x="10" y="10.5" width="{}" height="3" rx="1.5"/>'
    '<rect class="bd" x="{}" y="7" width="{}" height="10" rx="2"/>{}{}{}</svg>'
)
_SPARK = (
    '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}<path class="ln" d="{}"/>'
    '<circle class="pt{}" cx="{}" cy="{}" r="4.5"/></svg>'
)


def number_line_svg(line: NumberLine | None) -> SafeString:
    """The range as a band with its ends in the source's own digits, and the mark."""
    if line is None:
        return SafeString("")
    ticks = format_html_join("", '<path class="tk" d="M{} 17v4"/>', ((f"{x:g}",) for x in line.ticks))
    labels = format_html_join(
        "",
        '<text x="{}" y="33" text-anchor="{}">{}</text>',
        ((f"{label.x:g}", label.anchor, label.text) for label in line.labels),
    )
    if line.mark == "in":
        mark = format_html('<circle class="pt" cx="{}" cy="12" r="6.5"/>', f"{line.x:g}")
    else:
        mark = format_html('<path class="pt {}" d="M{} 4l7.5 8-7.5 8-7.5-8z"/>', line.mark, f"{line.x:g}")
    rail = f"{line.rail_width:g}"
    return format_html(
        _LINE, line.width, line.width, rail, f"{line.band_x:g}", f"{line.band_width:g}", ticks, labels, mark
    )


def sparkline_svg(spark: Sparkline | None) -> SafeString:
    """The shape of what came before, with the newest point marked."""
    if spark is None:
        return SafeString("")
    band = SafeString("")
    if spark.band_y is not None:
        band = format_html(
            '<rect class="bd" x="0" y="{}" width="{}" height="{}" rx="2"/>',
            f"{spark.band_y:g}",
            spark.width,
            f"{spark.band_height:g}",
        )
    mark = "" if spark.mark == "in" else f" {spark.mark}"
    size = (spark.width, spark.height)
    return format_html(_SPARK, *size, *size, band, spark.path, mark, f"{spark.x:g}", f"{spark.y:g}")
