"""What is known of one entry, thing by thing, as its own page says it?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haversack.records.entry import Attachment, Entry
from haversack.web.words import Verdict

from .bills import BILLS, HIDDEN, SUMS
from .dates import said, span
from .detail_words import detail_word
from .source_words import detail_text, source_word
from .systems import code_words
from .values import in_words, range_words, stands, with_unit

_ROLES: dict[str, str | Promise] = {
    "visit": gettext_lazy("Visit"),
    "report": gettext_lazy("Report"),
    "document": gettext_lazy("Document"),
    "location": gettext_lazy("Place"),
    "organization": gettext_lazy("Organisation"),
    "claim": gettext_lazy("Insurance claim"),
    "coverage": gettext_lazy("Insurance"),
    "replaces": gettext_lazy("Takes the place of"),
    "medication": gettext_lazy("Medicine"),
    "based-on": gettext_lazy("Ordered by"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a result with several."""

    name: str
    value: str
    verdict: Verdict | None
    words: str


def facts(entry: Entry) -> list[tuple[str, object]]:
    """(what, value) pairs in the order a person asks: when, who, then all the source said."""
    when = span(entry.date, entry.end) if entry.end else said(entry.date, with_time=True)
    return [
        (_("When"), when or _("The source gave no date")),
        (_("Lab’s range"), range_words(entry.range)),
        (_("Done by"), list(entry.performers)),
        *(
            (detail_word(key), detail_said(key, text))
            for key, text in entry.details
            if key not in HIDDEN
            and not (key in SUMS and entry.type in BILLS)
            and (key != "reference-range" or text != range_words(entry.range))
        ),
        (_("Method"), entry.method),
        (_("Status at the source"), source_word(entry.status)),
        (_("Why there is no result"), entry.absent),
        (_("Code"), [code_words(one) for one in entry.codes]),
    ]


def detail_said(key: str, text: str) -> str:
    """What stands beside the name of a detail, a date among them."""
    return said(text) if _is_date(text) else detail_text(key, text)


def parts(entry: Entry) -> list[Part]:
    """The numbers of a result that has several."""
    return [
        Part(
            one.title,
            with_unit(one.value) or _("No result given"),
            stands(one.value, one.range, one.flag),
            in_words(one),
        )
        for one in entry.components
    ]


def role_words(role: str) -> str:
    """What something is to the entry that leads to it."""
    return str(_ROLES[role]) if role in _ROLES else _("See also")


def text_parts(told: str) -> list[tuple[str, str]]:
    """A long text as (heading, words) pairs: a line above a line of hyphens is a heading, as readers of documents write
    the titles of sections. "" where nothing heads it.
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    lines = told.splitlines()
    for number, line in enumerate(lines):
        under = lines[number + 1] if number + 1 < len(lines) else ""
        if line and under and not under.strip("-"):
            found.append((line, []))
        elif line.strip("-") or not line:
            found[-1][1].append(line)
    parts = [(heading, "\n".join(said).strip()) for heading, said in found]
    return [part for part in parts if any(part)]


def attachment_name(one: Attachment) -> str:
    """Its own title, or what it is."""
    return one.title or {"application/pdf": _("PDF document"), "text/plain": _("Text")}.get(
        one.content_type.split(";")[0], _("File")
    )


def attachment_words(one: Attachment) -> str:
    """ "PDF, 84 KB"."""
    kind = one.content_type.split(";")[0].rsplit("/", 1)[-1].upper()
    kind = _("Text") if kind == "PLAIN" else kind
    if one.size < 0:
        return kind
    size = f"{one.size / 1_000_000:.1f} MB" if one.size > 900_000 else f"{max(1, one.size // 1000)} KB"
    return f"{kind}, {size}"


def _is_date(text: str) -> bool:
    return len(text) >= 7 and text[:4].isdigit() and text[4] == "-" and text[5:7].isdigit() and " " not in text
