"""P13: Lucía lets Ikenna see part of her record, and ends it; he sees nothing from that moment."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .hospital import Hospital, link_in
from .looking import Look

PASSWORD = "seven quiet harbours"
AT_THE_DESK = """
from haversack.portal.actions.proxies import SignedForm, record_proxy, send_proxy_link
from haversack.portal.rules.access import Kind
from haversack.portal.rules.sections import Section
from haversack.portal.rules.staff import Role, Worker
june = Worker("june", Role.CLERK)
patient = Patient.objects.get(fhir_id="lucia")
patient.user = User.objects.create_with_login_id("lucia.almeida", password, name="Lucía Almeida")
patient.save()
form = SignedForm(Kind.CONSENT, "Ikenna Okoro", "husband", "ikenna@example.org", now.date() - timedelta(days=1),
                  frozenset({Section.RESULTS, Section.ALLERGIES}), now.date() + timedelta(days=365))
proxy = record_proxy(by=june, patient=patient.uuid, form=form, now=now)
send_proxy_link(by=june, proxy=proxy, site=site, language="en", now=now)
answer = patient.uuid
"""


def test_lucia_lets_ikenna_in_and_ends_it(new_page: Callable[..., Page], hospital: Hospital, look: Look) -> None:
    record = hospital.does(AT_THE_DESK, password=PASSWORD, site=hospital.address)

    ikenna = new_page(base_url=hospital.address)
    ikenna.goto(link_in(hospital.mail_to("ikenna@example.org")))
    look(ikenna, "portal-choose-proxy")
    ikenna.get_by_label("User id").fill("ikenna.okoro")
    ikenna.locator("[name=password1]").fill(PASSWORD)
    ikenna.locator("[name=password2]").fill(PASSWORD)
    ikenna.get_by_role("button", name="Make my account").click()
    expect(ikenna.get_by_text("in their place", exact=False).first).to_be_visible()
    assert f"/r/{record}/" in ikenna.url
    expect(ikenna.get_by_role("link", name="Allergies").first).to_be_visible()
    assert ikenna.get_by_role("link", name="Letters").count() == 0

    lucia = new_page(base_url=hospital.address)
    lucia.goto("/account/login/")
    lucia.get_by_label("User id").fill("lucia.almeida")
    lucia.get_by_label("Password", exact=True).fill(PASSWORD)
    lucia.get_by_role("button", name="Sign in", exact=True).click()
    lucia.goto(f"/r/{record}/access/")
    expect(lucia.get_by_text("Ikenna Okoro").first).to_be_visible()
    look(lucia, "portal-access")
    lucia.get_by_role("link", name="End access").click()
    look(lucia, "portal-access-end")
    lucia.get_by_role("button", name="End access").click()
    expect(lucia.get_by_text("The access has ended.")).to_be_visible()
    look(lucia, "portal-access-ended")

    ikenna.goto(f"/r/{record}/")
    expect(ikenna.get_by_role("heading", name="Sign in")).to_be_visible()
    ikenna.get_by_label("User id").fill("ikenna.okoro")
    ikenna.get_by_label("Password", exact=True).fill(PASSWORD)
    ikenna.get_by_role("button", name="Sign in", exact=True).click()
    expect(ikenna.get_by_text("This access has ended.")).to_be_visible()
    look(ikenna, "portal-access-over")
    new_page.complaints[:] = [each for each in new_page.complaints if "status of 4" not in each]  # type: ignore[attr-defined]
