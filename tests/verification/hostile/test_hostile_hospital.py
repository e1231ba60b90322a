"""Markup, scripts and what turns words round, in a hospital's records and in what patients type: does any of it act?"""

from __future__ import annotations

import pytest

from haversack.portal.models import Record

from ...paper import words_of
from .hospital import addresses, browser_of, hostile_hospital
from .judging import faults
from .pages import drawn
from .records import FIELDS
from .texts import TEXTS


@pytest.mark.proof
@pytest.mark.usefixtures("portal_site")
def test_what_stands_in_a_patient_s_record_does_nothing_on_any_page(proof, settings):
    settings.CARD_ISSUER = "https://portal.example"
    pairs = drawn(proof.size(sample=60, full=len(FIELDS) * len(TEXTS)), proof.seed)
    reader = hostile_hospital(pairs)
    browser = browser_of(reader)
    wrong, seen = [], []
    for address in addresses(reader):
        answer = browser.get(address)
        page = answer.content.decode()
        seen.append(page)
        found = [f"status {answer.status_code}"] if answer.status_code >= 500 else faults(page)
        wrong += [f"{address}: {fault}" for fault in found]
    copy = browser.post(f"/r/{reader.uuid}/download/page/")
    wrong += [f"copy: {one}" for one in faults(b"".join(copy.streaming_content).decode(), own_style=True)]
    paper = words_of(b"".join(browser.post(f"/r/{reader.uuid}/download/pdf/").streaming_content))
    wrong += ["the PDF lacks whose it is"] if "zqperson" not in paper else []
    wrong += [f"the PDF has {ord(sign):x}" for sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068" if sign in paper]
    assert wrong == []
    shown = Record.objects.filter(patient=reader.patient).count()
    assert shown > len(pairs) * 0.7  # or little would have been tried
    assert sum("zq" in page for page in seen) > shown
    proof.counted("hostile texts in a hospital's records, by field", tried=len(pairs), wrong=len(wrong))
