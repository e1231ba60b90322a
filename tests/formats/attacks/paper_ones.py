"""Which PDFs, texts of laboratories and Blue Button files would somebody make who means harm?"""

from __future__ import annotations

from collections.abc import Callable

HEAD = "Heron Bay Laboratory\nCollected: 2026-03-14\n\nTest      Result    Units     Reference Range\n"
ROW = "Sodium    139       mmol/L    136 - 145\n"
BLUE = "---------- MY HEALTHEVET PERSONAL INFORMATION REPORT ----------\nProduced by the VA Blue Button (v12.10)\n"
ALLERGIES = "---------- VA ALLERGIES ----------\n"

PAPERS: dict[str, str | bytes | Callable[[], bytes]] = {
    "a PDF of its first bytes": b"%PDF-1.7",
    "a PDF of 30 MB": lambda: b"%PDF-1.7\n" + b"x" * (30 << 20),
    "a PDF that names itself a million times": lambda: b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]>>endobj\n" * 300_000,
    "a text of 6,000 results": HEAD + ROW * 6_000,
    "a text of 1 MB in one line": lambda: (HEAD + "Sodium " * 150_000).encode()[: 1 << 20],
    "a line of 400 columns": HEAD + " ".join(["1"] * 400) + "\n" + ROW,
    "500 tables": (HEAD + ROW) * 500,
    "10,000 pages": HEAD + ROW + "\f" * 10_000 + ROW,
    "a name of 100,000 letters": HEAD + "x" * 100_000 + "   139   mmol/L   136 - 145\n" + ROW,
    "a number of 10,000 digits": HEAD + f"Sodium    {'9' * 10_000}       mmol/L\n" + ROW,
    "a comment of 5,000 lines": HEAD + ROW + "Comment: x\n" + "and on\n" * 5_000,
    "dots without end": "Sodium " + "." * 900_000 + " 139",
    "labels without end": "Patient: " * 20_000 + "\n" + HEAD + ROW,
    "control characters": HEAD + "So\x01dium\x1b[2J    139       mmol/L    136 - 145\n",
    "a script": HEAD + "<script>x</script>    139       mmol/L    136 - 145\n" + ROW,
    "letters that turn round": HEAD + "So\u202edium    139       mmol/L    136 - 145\n",
    "a day that is none": HEAD.replace("2026-03-14", "2026-02-31") + ROW,
    "what is no UTF-8": (HEAD + ROW).encode() + b"\xff\xfe\x80",
}
BLUES: dict[str, str | bytes | Callable[[], bytes]] = {
    "a heading alone": BLUE,
    "20,000 sections": BLUE + ALLERGIES * 20_000,
    "20,000 entries": BLUE + ALLERGIES + "Allergy Name: x\nDate: 13 Mar 2010\n" * 20_000,
    "rules without end": BLUE + "--------------------------------\n" * 30_000,
    "a value of 5 MB": lambda: (BLUE + ALLERGIES + "Allergy Name: " + "x" * 5_000_000).encode(),
    "a value over 50,000 lines": BLUE + ALLERGIES + "Allergy Name: x\nComments: y\n" + "and on\n" * 50_000,
    "colons without end": BLUE + ALLERGIES + "a:" * 500_000,
    "names without end": BLUE + ALLERGIES + "  Ab: " * 100_000,
    "18 MB": lambda: (BLUE + ALLERGIES).encode() + b"Allergy Name: x\n" * (18 << 16),
    "two people": BLUE + "Name: FERRIS, ADA   Date of Birth: 01 Jan 1970\n" + BLUE + "Name: SOTO, BEA\n",
    "a script": BLUE + ALLERGIES + "Allergy Name: <script>x</script>\n",
    "a day that is none": BLUE + ALLERGIES + "Allergy Name: x\nDate: 99/99/9999\n",
    "what is no UTF-8": (BLUE + ALLERGIES).encode() + b"Allergy Name: \xff\xfe\x80\n",
}
ATTACKS: dict[str, bytes | Callable[[], bytes]] = {
    f"{kind}, {name}": said.encode() if isinstance(said, str) else said
    for kind, papers in (("laboratory report", PAPERS), ("Blue Button", BLUES))
    for name, said in papers.items()
}
