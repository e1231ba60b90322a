"""How is the Backpack site put together?

The operator's choices come from the environment (see environment.py); everything else is decided here, once.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import sweeps
from .databases import database
from .environment import read_environment
from .mail import mail

ENVIRONMENT = read_environment()
DATA = ENVIRONMENT.data
SECRET_KEY = ENVIRONMENT.secret_key
SITE_KEY = ENVIRONMENT.site_key.encode() or None
ALLOWED_PORTALS = list(ENVIRONMENT.allowed_portals)
ADULTS_ONLY = ENVIRONMENT.adults_only
DIRECTORIES = list(ENVIRONMENT.directories)
DIRECTORY_REGIONS = list(ENVIRONMENT.regions)
CARD_KEYS_ONLINE = ENVIRONMENT.card_keys == "online"
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
DEBUG = False

INSTALLED_APPS = [
    "haversack.web",  # ours first: their templates stand before a library's
    "haversack.audit",
    "haversack.accounts",
    "haversack.notices",
    "haversack.backpack",
    "haversack.connections",
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
    "csp.middleware.CSPMiddleware",
    "haversack.config.static.StaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "haversack.web.steady.SteadyPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "haversack.accounts.middleware.SessionWatch",
    "haversack.accounts.middleware.UserLanguage",
    "haversack.accounts.middleware.PrivatePages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "haversack.accounts.context.site",
            ],
        },
    }
]

# What is kept, and where
DATABASES = {
    "default": database(ENVIRONMENT.database_url, DATA / "haversack.sqlite3"),
    "audit": database(ENVIRONMENT.audit_database_url, DATA / "audit.sqlite3"),
}
DATABASE_ROUTERS = ["haversack.audit.router.AuditRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
QUEUE_FILE = DATA / "queue.sqlite3"
TASKS = {"default": {"BACKEND": "haversack.config.queue.HueyBackend", "OPTIONS": {"file": QUEUE_FILE}}}
SWEEPS: dict[str, int] = sweeps.OF_EVERY_SITE | sweeps.OF_A_BACKPACK
KEEP_FAULT = "haversack.config.faults.keep_fault"  # for packages below, whose threads nobody else watches
WHEN_STOPPED: list[str] = [
    "haversack.backpack.actions.leases.release_held"
]  # work in hand goes back for the next start
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "haversack.config.uploads.SealedUploadHandler",  # what is larger than FILE_UPLOAD_MAX_MEMORY_SIZE
]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # in one form; whoever has more sends a zip
LARGEST_UPLOAD = ENVIRONMENT.largest_upload
LOGGING_CONFIG = None  # haversack.config.logs sets logging up: Django's own prints what an error says

# Who signs in, and how
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
FORM_RENDERER = "haversack.web.forms.Renderer"  # how every form looks
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/account/login/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Who tried to sign in how often is counted here. With the usual 300 places strangers could push counts out.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}
SIGN_UP_OPEN = ENVIRONMENT.sign_up == "open"
CARD_ISSUER = ENVIRONMENT.card_issuer
SENDS_MAIL = bool(ENVIRONMENT.email_url)
SITE_ADDRESS = ENVIRONMENT.address
ACCOUNT_ADAPTER = "haversack.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD: str | None = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_CHANGE_EMAIL = True
# With mail, an address must be shown to be one's own; sign-up then never tells whether an address is known here.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SENDS_MAIL else "none"
ACCOUNT_EMAIL_NOTIFICATIONS = SENDS_MAIL
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = None  # the person is asked
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.https else "http"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # every other session ends, this one stays
MFA_ADAPTER = "haversack.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = not SENDS_MAIL
MFA_TOTP_ISSUER = "Haversack"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
USERSESSIONS_TRACK_ACTIVITY = True  # shown in the list; SessionWatch keeps it
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = ACCOUNT_SESSION_COOKIE_AGE = 14 * 24 * 3600  # for those who asked to stay signed in
SESSION_IDLE_SECONDS = 60 * 60  # for those who did not
SESSION_MOST_SECONDS = 90 * 24 * 3600  # for everybody, however much it is used
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "haversack_session", "haversack_csrf"

EMAIL_BACKEND, _mail, DEFAULT_FROM_EMAIL = mail(ENVIRONMENT.email_url)
globals().update(_mail)

# What a browser may do with our pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "img-src": [SELF, "data:"],  # data: for the picture that sets up a second factor
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if ENVIRONMENT.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-haversack_session", "__Host-haversack_csrf"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "haversack.config.static.HashedNames"},
}
WHITENOISE_USE_FINDERS = True  # files are served from where they are; nothing to collect
WHITENOISE_MAX_AGE = 24 * 3600
