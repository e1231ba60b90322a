"""Does a C-CDA document go through the same door, once, and leave byte for byte?"""

from __future__ import annotations

from pathlib import Path

import pytest

from haversack.backpack.actions.identity import AnotherPerson
from haversack.backpack.models import Record

pytestmark = pytest.mark.django_db

ODDITIES = Path(__file__).parents[2] / "formats" / "ccda" / "oddities"
DOCUMENT = (ODDITIES / "allergy_with_reaction_and_severity.xml").read_bytes()


def test_the_same_document_again_adds_nothing(ada, take):
    first = take(ada, DOCUMENT, source=None, accept=True, name="summary.xml")
    rows = Record.objects.count()
    again = take(ada, DOCUMENT, source=None, accept=True, name="again.xml")
    assert first.outcomes["accepted"] == 2  # the allergy, and the document itself
    assert first.received == first.outcomes["accepted"] + first.outcomes["undisplayed"]
    assert again.outcomes["unchanged"] == first.received
    assert Record.objects.count() == rows


def test_a_document_about_somebody_else_is_refused(ada, take):
    take(ada, DOCUMENT, source=None, accept=True, name="summary.xml")
    other = DOCUMENT.replace(b"19840312", b"19510101").replace(b"Amara", b"Tunde")
    with pytest.raises(AnotherPerson):
        take(ada, other, source=None, accept=True, name="other.xml")
