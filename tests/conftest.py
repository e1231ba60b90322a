"""What does every test stand on?"""

import os
from pathlib import Path

import pytest
from django.utils import translation

from .proofs import WRITTEN, Notebook, proof

__all__ = ["proof"]

TESTS = Path(__file__).parent
# A browser's driver leaves an event loop behind in the thread; Django would take every test after it for asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
ON_BOTH_DATABASES = ("integration", "verification", "faults")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Notebook(WRITTEN), "notebook")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that live where databases are used may use both (rows and audit) without each saying so."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        if folder in ON_BOTH_DATABASES and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.django_db(databases="__all__"))


OF_A_PORTAL = (
    "ROOT_URLCONF", "TEMPLATES", "SWEEPS", "WHEN_STOPPED", "SIGN_UP_OPEN",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD", "ACCOUNT_LOGIN_METHODS", "ACCOUNT_FORMS", "ACCOUNT_SIGNUP_FIELDS",
    "ACCOUNT_SESSION_REMEMBER", "SESSION_IDLE_SECONDS", "ACCOUNT_EMAIL_VERIFICATION", "ACCOUNT_EMAIL_NOTIFICATIONS",
    "MFA_ALLOW_UNVERIFIED_EMAIL",
)  # fmt: skip


@pytest.fixture
def portal_site(settings):
    """This test is about a hospital's portal: its addresses, and signing in with a user id."""
    from haversack.config import portal_settings

    for name in OF_A_PORTAL:
        setattr(settings, name, getattr(portal_settings, name))
    return settings


@pytest.fixture(autouse=True)
def _language_of_before():
    """A page that was asked for in Spanish leaves Spanish on in this thread."""
    yield
    translation.deactivate()
