"""P8: Teresa lost her password and gets a link; her user id nothing tells but the help line."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .hospital import HELP_LINE, Hospital, link_in
from .looking import Look

OLD, NEW = "seven quiet harbours", "eight quiet harbours"
MAKE = """
patient = Patient.objects.get(fhir_id="teresa")
patient.user = User.objects.create_with_login_id("teresa.almeida", password, name="Teresa Almeida")
patient.save()
"""


def test_teresa_gets_at_a_new_password_and_at_her_user_id_by_telephone_only(
    portal_page: Page, hospital: Hospital, look: Look
) -> None:
    hospital.does(MAKE, password=OLD)
    page = portal_page
    page.goto("/account/login/")
    page.get_by_role("link", name="Forgot user id?").click()
    expect(page.locator("main")).to_contain_text(HELP_LINE)
    assert page.locator("main input").count() == 0
    look(page, "portal-user-id-lost")
    page.get_by_role("link", name="Back to sign in").click()

    page.get_by_role("link", name="Forgot password?").click()
    look(page, "portal-password-lost")
    page.get_by_label("User id").fill("teresa.almeida")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    look(page, "portal-password-sent")
    message = hospital.mail_to("teresa@example.org")
    assert "teresa.almeida" not in message.as_string()

    page.goto(link_in(message))
    look(page, "portal-new-password")
    page.locator("[name=password1]").fill(NEW)
    page.locator("[name=password2]").fill(NEW)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("Your new password is set.", exact=False)).to_be_visible()
    assert "teresa" not in page.content()

    page.get_by_label("User id").fill("teresa.almeida")
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Teresa Almeida").first).to_be_visible()
    assert "changed" in hospital.mail_to("teresa@example.org")["Subject"]

    page.goto("/account/history/")
    expect(page.get_by_text("New password")).to_be_visible()
    look(page, "portal-history")
    page.goto("/account/sessions/")
    look(page, "portal-sessions")
    page.goto("/account/2fa/")
    look(page, "portal-second-step")
