"""How is a file's trouble said in the reader's language: what could not be read, and where in the file?

Readers write both in English, with numbers and versions put in, and an import keeps them so. Here the sentence is found
again that they were made from.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from haversack.records import archives, bundle, lines, salvage, spans, strangers, zips
from haversack.records.cards.refused import Wrong
from haversack.records.formats.apple_health import words as apple_health
from haversack.records.formats.blue_button_text import words as blue_button_text
from haversack.records.formats.ccda import words as ccda
from haversack.records.formats.fhir_r4 import read
from haversack.records.formats.fhir_xml import words as fhir_xml
from haversack.records.formats.fitbit import words as fitbit
from haversack.records.formats.health_card import words as health_card
from haversack.records.formats.health_connect import words as health_connect
from haversack.records.formats.hl7v2 import words as hl7v2
from haversack.records.formats.lab_report import words as lab_report
from haversack.records.formats.measurement_csv import words as measurement_csv
from haversack.smart.links import manifest, refused

from ..actions import csv_mapping, export_return, import_links, routing

_WRITERS = (
    apple_health, archives, blue_button_text, bundle, ccda, csv_mapping, export_return, fhir_xml, fitbit, health_card,
    health_connect, hl7v2, import_links, lab_report, lines, manifest, measurement_csv, read, routing, salvage, spans,
    strangers, zips,
)  # fmt: skip
# Every sentence of theirs; {0} and {1} stand for what is put in.
SENTENCES = tuple(
    dict.fromkeys(
        [
            *(
                value.replace("{}", "{0}")
                for module in _WRITERS
                for name, value in vars(module).items()
                if name.isupper() and isinstance(value, str) and value.rstrip().endswith(".")
            ),
            *strangers.BEGINNINGS.values(),
            *(one.value for one in Wrong),
            *(one.value for one in refused.Wrong),
        ]
    )
)
PLACES = (
    "whole file", "entry {0} of {1}", "entry {0}", "item {0} of {1}", "line {0}", "byte {0}",
    "message {0}", "segment {0}", "field {0}", "section {0}", "heading",
)  # fmt: skip


def what(told: str) -> str:
    """A trouble in the reader's language; a sentence nobody knows any more stays in English."""
    found = _found(told, SENTENCES)
    if found is not None:
        return _(found[0]).format(*found[1])
    for ending in (one for one in SENTENCES if one.startswith(" ")):  # put after another sentence
        match = _pattern("{0}" + ending.replace("{0}", "{1}")).fullmatch(told)
        if match is not None:
            return what(match[1]) + _(ending).format(*match.groups()[1:])
    return told


def where(told: str) -> str:
    """A place in a file: "entry 3 of 40, entry 1 of 2"."""
    parts = []
    for part in told.split(", "):
        found = _found(part, PLACES)
        parts.append(_(found[0]).format(*found[1]) if found else part)
    return ", ".join(parts)


def _found(told: str, known: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    if told in known:
        return told, ()
    for one in known:
        if "{" in one and (match := _pattern(one).fullmatch(told)):
            return one, match.groups()
    return None


@lru_cache(maxsize=256)
def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in re.split(r"\{\d\}", sentence)))
