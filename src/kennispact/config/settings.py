"""Every setting, from the environment. All wrong variables are reported at once.

``KENNISPACT_HOME`` is the folder for everything that changes (database, documents, mail, secret).
``DATABASE_URL`` replaces the embedded SQLite database by PostgreSQL.
"""

import secrets
from datetime import date
from pathlib import Path

from environs import Env

from kennispact.ground.look.headers import content_security_policy
from kennispact.ground.people.rules import sign_in_addresses

ROOT = Path(__file__).resolve().parents[3]
env = Env(eager=False)
KENNISPACT_COVENANT = env.path("KENNISPACT_COVENANT", ROOT / "covenants" / "g40-platform31-2023.toml")
KENNISPACT_EXERCISE = env.bool("KENNISPACT_EXERCISE", False)
# The exercise world has a home of its own: it never mixes with the real one.
HOME = env.path("KENNISPACT_HOME", ROOT / "var") / ("exercise" if KENNISPACT_EXERCISE else "")
KENNISPACT_HTTPS = env.bool("KENNISPACT_HTTPS", False)
KENNISPACT_BASE_URL = env.str("KENNISPACT_BASE_URL", "http://127.0.0.1:8000")
# The statistics office is asked only when its address is given (CBS OData v4).
KENNISPACT_STATISTICS = env.str("KENNISPACT_STATISTICS", "")
KENNISPACT_SCANNER = env.str("KENNISPACT_SCANNER", "")
KENNISPACT_CONTACT = env.str("KENNISPACT_CONTACT", "")
KENNISPACT_UPLOAD_LIMIT = env.int("KENNISPACT_UPLOAD_LIMIT", 25 * 1024 * 1024)
KENNISPACT_SCOPE_DAYS = env.int("KENNISPACT_SCOPE_DAYS", 14)  # for the decision of 5b
# Certificates (PEM) against which signatures in PDF files are trusted; without them that is not checked.
KENNISPACT_SIGNATURE_ROOTS = env.str("KENNISPACT_SIGNATURE_ROOTS", "")
KENNISPACT_SECURITY_EXPIRES_ON = env.date("KENNISPACT_SECURITY_EXPIRES_ON", date(2027, 10, 1))
KENNISPACT_ACCESSIBILITY_URL = env.str("KENNISPACT_ACCESSIBILITY_URL", "")
# A folder with official releases of e-invoice rules (XSLT); under nlcius/ or peppol/ for one profile only.
KENNISPACT_INVOICE_RULES = env.path("KENNISPACT_INVOICE_RULES", None)
# A folder with the official schema of the auditfile (XAF 3.2): no auditfile leaves that it refuses.
KENNISPACT_AUDITFILE_SCHEMAS = env.path("KENNISPACT_AUDITFILE_SCHEMAS", None)
DEBUG = env.bool("KENNISPACT_DEBUG", False)
ALLOWED_HOSTS = env.list("KENNISPACT_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("KENNISPACT_ORIGINS", [])
_database = env.dj_db_url("DATABASE_URL", conn_max_age=600) if env.str("DATABASE_URL", "") else None
_secret = env.str("KENNISPACT_SECRET", "")
_email = env.dj_email_url("KENNISPACT_EMAIL_URL") if env.str("KENNISPACT_EMAIL_URL", "") else None
DEFAULT_FROM_EMAIL = env.str("KENNISPACT_FROM", "Kennispact <kennispact@localhost>")
KENNISPACT_INVOICE_OUTBOX = env.str("KENNISPACT_INVOICE_OUTBOX", str(HOME / "outbox"))
KENNISPACT_PROVIDER_URL = env.str("KENNISPACT_PROVIDER_URL", "")
KENNISPACT_PROVIDER_TOKEN = env.str("KENNISPACT_PROVIDER_TOKEN", "")
KENNISPACT_PROVIDER_ENTITY = env.str("KENNISPACT_PROVIDER_ENTITY", "")
KENNISPACT_PROVIDER_SECRET = env.str("KENNISPACT_PROVIDER_SECRET", "")
OIDC_PROVIDERS = env.json("KENNISPACT_OIDC", [])
env.seal()


def _kept_secret() -> str:
    """Return the secret of this installation, made once and readable by its owner only."""
    path = HOME / "secret"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = _secret or _kept_secret()

INSTALLED_APPS = [
    "kennispact.doors.cli",
    "kennispact.doors.portal",
    "kennispact.review.integrity",
    "kennispact.review.calendar",
    "kennispact.review.compliance",
    "kennispact.pact.drafting",
    "kennispact.pact.settlement",
    "kennispact.pact.auditfile",
    "kennispact.pact.payments",
    "kennispact.pact.delivery",
    "kennispact.pact.invoicing",
    "kennispact.pact.einvoices",
    "kennispact.pact.ledger",
    "kennispact.programme.joint",
    "kennispact.programme.finding",
    "kennispact.programme.questions",
    "kennispact.programme.products",
    "kennispact.pact.supplementary",
    "kennispact.pact.contributions",
    "kennispact.pact.agreements",
    "kennispact.registers.decisions",
    "kennispact.registers.covenant",
    "kennispact.registers.documents",
    "kennispact.registers.network",
    "kennispact.ground.look",
    "kennispact.ground.people",
    "kennispact.ground.post",
    "kennispact.ground.journal",
    "kennispact.ground.acts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kennispact.ground.look.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kennispact.ground.people.middleware.session_limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kennispact.doors.portal.middleware.Doorkeeper",
]
ROOT_URLCONF = "kennispact.config.urls"
WSGI_APPLICATION = "kennispact.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kennispact.doors.portal.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "kennispact.ground.look.templatetags.look"],
        },
    },
]
FORM_RENDERER = "kennispact.ground.look.form_renderer.FormRenderer"

# ---- data --------------------------------------------------------------------------------------

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": HOME / "kennispact.sqlite3",
    "CONN_MAX_AGE": 600,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
        " PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;",
    },
}
DATABASES = {"default": {**_database, "CONN_HEALTH_CHECKS": True} if _database else _SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kennispact_cache"}
}
DOCUMENTS = HOME / "documents"

# ---- language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
LOCALE_PATHS = [ROOT / "src" / "kennispact" / "ground" / "kit" / "locale"]
FORMAT_MODULE_PATH = ["kennispact.ground.look.formats"]

# ---- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "kennispact.ground.people.adapters.AccountAdapter"
_FORMS = "kennispact.ground.people.forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignIn",
    "request_login_code": f"{_FORMS}.AskCode",
    "confirm_login_code": f"{_FORMS}.ConfirmCode",
    "reauthenticate": f"{_FORMS}.ConfirmPassword",
    "change_password": f"{_FORMS}.ChangePassword",
    "set_password": f"{_FORMS}.SetPassword",
    "reset_password": f"{_FORMS}.AskPasswordLink",
    "reset_password_from_key": f"{_FORMS}.ResetPassword",
}
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever invites answers for the address; a code proves it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
SOCIALACCOUNT_ADAPTER = "kennispact.ground.people.adapters.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": OIDC_PROVIDERS}}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_UID_MAX_LENGTH = 500  # issuer and subject together
MFA_ADAPTER = "kennispact.ground.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": f"{_FORMS}.SecondStep",
    "reauthenticate": f"{_FORMS}.ConfirmSecondStep",
    "activate_totp": f"{_FORMS}.AddApp",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Kennispact"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not KENNISPACT_HTTPS

# ---- safety ------------------------------------------------------------------------------------

_prefix = "__Host-" if KENNISPACT_HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = KENNISPACT_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_ENGINE = "kennispact.ground.people.sessions"
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSION_IDLE_SECONDS = 60 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if KENNISPACT_HTTPS else 0  # whose address the limits count
SECURE_SSL_REDIRECT = KENNISPACT_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if KENNISPACT_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if KENNISPACT_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = KENNISPACT_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = content_security_policy(sign_in_addresses(OIDC_PROVIDERS))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# ---- files, mail, log --------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60
if _email:
    EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = (
        _email["EMAIL_BACKEND"],
        _email["EMAIL_HOST"],
        _email["EMAIL_PORT"],
    )
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
EMAIL_TIMEOUT = 10
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
