"""Does every page of a patient's record answer, in its hospital's words, and only to those who may see it?"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from .pages import admit

pytestmark = pytest.mark.usefixtures("portal_site")
SECTIONS = ("allergies", "conditions", "results", "medications", "reports", "preventive", "letters", "visits")


@pytest.fixture
def ngozi(client: Client):
    patient, user = admit()
    client.force_login(user)
    return patient


def get(client: Client, patient, path: str = "") -> str:
    answer = client.get(f"/r/{patient.uuid}/{path}")
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def title(page: str) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", page).group(1)


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_says_its_rule_and_shows_its_line(client: Client, ngozi, section):
    page = get(client, ngozi, f"{section}/")
    assert 'id="count"' in page
    assert "Ngozi Okafor" in page
    assert "6 May 1971" in page
    assert "not your complete legal record" in page
