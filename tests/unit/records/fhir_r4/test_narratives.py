"""Which lines does a narrative become, and does nothing of its mark-up get through?"""

from __future__ import annotations

import time

import pytest

from haversack.records.formats.fhir_r4.narratives import LONGEST, lines_in


@pytest.mark.parametrize(
    ("marked", "lines"),
    [
        ("<div>One <b>two</b>\n  three</div>", ["One two three"]),
        ("<p>One</p><p>Two<br/>Three</p>", ["One", "Two", "Three"]),
        ("<ul><li>One<ul><li>Inside</li></ul></li></ul>", ["One", "Inside"]),
        (
            "<table><tr><th>Name</th><th>Dose</th><th>When</th></tr><tr><td>A</td><td/><td>now</td></tr></table>",
            ["Name | Dose | When", "A | – | now"],
        ),
        ("<table><tr><td>A</td><td></td><td> </td></tr><tr><td></td></tr></table>", ["A"]),
        ("<table><tr><td><p>One</p><p>Two</p></td><td>B</td></tr></table>", ["One; Two | B"]),
        ("<table><tr><td>never closed<tr><td>next</table>after", ["never closed", "next", "after"]),
        ("<div>5 &lt; 6 &amp; &#233;</div>", ["5 < 6 & é"]),
        ("<div>seen<script>alert(1)</script><style>p{}</style></div>", ["seen"]),
        ("<p onclick='x()'>said</p><!-- not said -->", ["said"]),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", ["<script>alert(1)</script>"]),  # words, which pages escape
        ("", []),
    ],
)
def test_lines_of_a_narrative(marked, lines):
    assert lines_in(marked) == lines


@pytest.mark.parametrize("part", ["<td>", "<p>", "</tr>", "<", "<td>a</td>", "&amp;"])
def test_a_narrative_made_to_be_slow_is_read_in_time(part):
    begun = time.monotonic()
    assert sum(map(len, lines_in(part * (1_000_000 // len(part))))) <= 2 * LONGEST + 1
    assert time.monotonic() - begun < 5
