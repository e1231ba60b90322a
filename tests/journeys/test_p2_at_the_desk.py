"""P2: Amparo, who has no e-mail, shows her passport at the desk, gets a letter, and enrols with its code at home."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .hospital import Hospital
from .looking import Look

PASSWORD = "seven quiet harbours"
PREPARE = """
from haversack.portal.actions.staff import add_staff
class Operator:
    pseudonym = "operator"
add_staff(by=Operator(), email="june@riverside.example", role="clerk", password=password)
amparo = Patient.objects.create(
    fhir_id="amparo", mrn="M310009", given="Amparo", family="Quiroga", folded="quiroga amparo", born="1944-03-05"
)
answer = amparo.uuid
"""


def test_amparo_enrols_with_a_letter_from_the_desk(
    new_page: Callable[..., Page], hospital: Hospital, look: Look
) -> None:
    amparo = hospital.does(PREPARE, password=PASSWORD)
    june = new_page(base_url=hospital.address)
    june.goto("/account/login/")
    june.get_by_label("User id").fill("june@riverside.example")
    june.get_by_label("Password", exact=True).fill(PASSWORD)
    june.get_by_role("button", name="Sign in", exact=True).click()
    june.wait_for_url("**/desk/**")
    june.goto(f"/desk/patients/{amparo}/enrol/")
    look(june, "portal-desk-check-id")
    june.get_by_label("Photo ID that you looked at").select_option("passport")
    june.locator("main form button").first.click()
    code = re.search(r"\b(?:[A-Z2-9]{5}-){3}[A-Z2-9]{5}\b", june.locator("main").inner_text())
    assert code, june.locator("main").inner_text()
    look(june, "portal-desk-letter")

    page = new_page(base_url=hospital.address)
    page.goto("/account/login/")
    page.get_by_role("link", name="Enter the code").click()
    look(page, "portal-letter")
    page.get_by_label("Code").fill(code[0].lower().replace("-", " "))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("User id").fill("amparo.quiroga")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_text("Amparo Quiroga").first).to_be_visible()
    assert f"/r/{amparo}/" in page.url
