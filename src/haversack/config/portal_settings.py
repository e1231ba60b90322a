"""How is a hospital's portal put together, where it differs from a backpack?

It is a site of its own: own data folder (`portal/` below the one that is named), own database, keyring and users.
"""

from copy import deepcopy
from pathlib import Path

from haversack import portal
from haversack.fhirserver.toolkit import *  # noqa: F403
from haversack.fhirserver.toolkit import OAUTH_APPS

from . import settings as of_a_backpack
from . import sweeps
from .databases import database
from .settings import *  # noqa: F403
from .settings import DATA, ENVIRONMENT

OF_A_BACKPACK_ALONE = ("haversack.connections", "haversack.notices")
INSTALLED_APPS = [
    "haversack.portal" if app == "haversack.backpack" else app
    for app in of_a_backpack.INSTALLED_APPS
    if app not in OF_A_BACKPACK_ALONE
] + OAUTH_APPS
FHIR_STORE = "haversack.portal.queries.fhir_store.Store"
FHIR_PEOPLE = "haversack.portal.queries.fhir_people.People"
FHIR_BRANDS = "haversack.portal.queries.fhir_brands.brands"
FHIR_REGISTRATION = ENVIRONMENT.app_sign_up
FHIR_LASTS = ENVIRONMENT.apps_stay
ROOT_URLCONF = "haversack.config.portal_urls"
TEMPLATES = deepcopy(of_a_backpack.TEMPLATES)
TEMPLATES[0]["DIRS"] = [
    Path(portal.__file__).parent / "templates" / "portal" / "frame"
]  # the hospital's frames stand before ours
TEMPLATES[0]["OPTIONS"]["context_processors"].append("haversack.portal.views.site.of_the_hospital")  # type: ignore[index]
DATABASES = {
    "default": database(ENVIRONMENT.portal_database_url, DATA / "portal.sqlite3"),
    "audit": database(ENVIRONMENT.portal_audit_database_url, DATA / "audit.sqlite3"),
}
SWEEPS = sweeps.OF_EVERY_SITE | sweeps.OF_A_PORTAL
WHEN_STOPPED = []

# Patients and staff sign in with a user id; a patient's account has no e-mail address (accounts/models.py says why).
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_id"
ACCOUNT_LOGIN_METHODS = {"username"}
SESSION_IDLE_SECONDS = 20 * 60  # others may walk up to an open page
ACCOUNT_SESSION_REMEMBER = False  # type: ignore[assignment]  # nobody stays signed in: others may sit at the same device
ACCOUNT_FORMS = {"login": "haversack.accounts.forms.UserIdLoginForm"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
SIGN_UP_OPEN = False  # nobody adds themselves: patients enrol (P1, P2)
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-haversack_portal_session", "__Host-haversack_portal_csrf")
    if ENVIRONMENT.https
    else ("haversack_portal_session", "haversack_portal_csrf")
)
