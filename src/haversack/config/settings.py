"""How is the Backpack site put together?

The operator's choices come from the environment (see environment.py); everything else is decided here.
"""

from importlib.util import find_spec

from django.utils.translation import gettext_lazy as _

from .databases import database
from .environment import read_environment

ENVIRONMENT = read_environment()
DATA = ENVIRONMENT.data
SECRET_KEY = ENVIRONMENT.secret_key
SITE_KEY = ENVIRONMENT.site_key
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
DEBUG = False

_OURS = ["haversack.web", "haversack.audit", "haversack.accounts", "haversack.backpack"]
INSTALLED_APPS = [
    *[app for app in _OURS if find_spec(app) and find_spec(f"{app}.apps")],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django_tasks",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "haversack.config.urls"
WSGI_APPLICATION = "haversack.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {
    "default": database(ENVIRONMENT.database_url, DATA / "haversack.sqlite3"),
    "audit": database(ENVIRONMENT.audit_database_url, DATA / "audit.sqlite3"),
}
DATABASE_ROUTERS = [
    name
    for name in ["haversack.audit.routers.AuditRouter"]
    if find_spec("haversack.audit") and find_spec("haversack.audit.routers")
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
