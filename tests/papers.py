"""How does a laboratory's PDF come about that nobody ever got? Set with invented words, as laboratories set theirs."""

from __future__ import annotations

from collections.abc import Sequence

import typst

HEADINGS = ("Test", "Result", "Flag", "Units", "Reference Range")
HEAD = (("Patient", "Ada Ferris"), ("DOB", "01/01/1970"), ("Collected", "2026-03-14 08:15"))
RESULTS = (
    ("CHEMISTRY",),
    ("Glucose", "104", "H", "mg/dL", "70 - 99"),
    ("Sodium", "139", "", "mmol/L", "136 - 145"),
    ("Potassium", "3.2", "L", "mmol/L", "3.5 - 5.1"),
    ("HEMATOLOGY",),
    ("Hemoglobin", "13.2", "", "g/dL", "11.5 - 15.5"),
    ("HIV 1/2 antibody", "Non-reactive", "", "", "Non-reactive"),
)


def lab_pdf(
    *,
    laboratory: str = "Heron Bay Medical Laboratory",
    head: Sequence[tuple[str, str]] = (
        ("Patient", "Ada Ferris"),
        ("DOB", "01/01/1970"),
        ("Collected", "2026-03-14 08:15"),
    ),
    headings: Sequence[str] = HEADINGS,
    results: Sequence[Sequence[str]] = RESULTS,
    after: str = "",
    align: str = "left",
) -> bytes:
    """A report: its head, a table of results (a row of one cell heads those below it), words behind it."""
    told = [f"[*{_bare(label)}:* {_bare(said)}]" for label, said in head]
    cells = [f"[*{_bare(one)}*]" for one in headings]
    for row in results:
        if len(row) == 1:
            cells.append(f"table.cell(colspan: {len(headings)})[{_bare(row[0])}]")
        else:
            cells += [f"[{_bare(one)}]" for one in row]
    columns = ", ".join(["2fr", *["1fr"] * (len(headings) - 2), "1.3fr"])
    source = f"""#set page(paper: "us-letter", margin: 2cm)
#set text(size: 10pt)
= {_bare(laboratory)}
#grid(columns: (1fr, 1fr), row-gutter: 6pt, {", ".join(told)})
#v(10pt)
#table(columns: ({columns}), stroke: none, inset: 5pt,
align: (x, y) => if x == 0 {{ left }} else {{ {align} }},
table.header({", ".join(cells[: len(headings)])}),
{", ".join(cells[len(headings) :])})
{_bare(after)}
"""
    return typst.compile(source.encode(), format="pdf")


def _bare(words: str) -> str:
    """Words, and nothing that the typesetter would take for a sign."""
    return "".join(f"\\{one}" if one in "\\#*_`$<>@[]/~-+=" else one for one in words)
