"""All settings, from THONSO_* environment variables only (docs/configuration.md). Production refuses weak or missing secrets."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from thonso.config import databases, env, static_files

ROOT = Path(__file__).resolve().parents[2]
MODE = env.text("THONSO_MODE", "production")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured(f"THONSO_MODE={MODE!r}: use demo, test or production.")
DEMO = MODE == "demo"
TEST = MODE == "test"
DATA = Path(env.text("THONSO_DATA", str(ROOT / "var" / MODE))).resolve()
CATALOGUE = ROOT / "catalogue"


def _kept_secret(name: str) -> str:
    """Demo and test make a secret once and keep it in the data folder; production must bring its own."""
    if MODE == "production":
        return env.secret(f"THONSO_{name}", at_least=43)
    if TEST:
        return f"only-for-tests-{name}-0123456789abcdefghijklmnopqrstuvwxyz"
    path = DATA / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text().strip()


SECRET_KEY = _kept_secret("SECRET_KEY")
# Field encryption and blind indexes: `crypto` reads this file, which lives outside the database and outside its backups.
KEY_RING_FILE = Path(env.text("THONSO_KEY_RING_FILE", str(DATA / "secrets" / "keyring.json")))

DEBUG = False
PUBLIC_URL = env.text(
    "THONSO_PUBLIC_URL", f"http://localhost:{env.number('THONSO_PORT', 8000)}" if MODE != "production" else None
)
HTTPS = PUBLIC_URL.startswith("https://")
if MODE == "production" and not HTTPS:
    raise ImproperlyConfigured("THONSO_PUBLIC_URL must begin with https:// outside the demo.")
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "localhost", *env.words("THONSO_EXTRA_HOSTS")]
if MODE != "production":
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "testserver"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Where the source of the running version is: AGPL section 13 wants it offered to everybody who uses the server.
SOURCE_URL = env.text("THONSO_SOURCE_URL", "")
COMMUNE_CODE = env.text("THONSO_COMMUNE", "02683" if MODE != "production" else "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "thonso.core.base",
    "thonso.core.crypto",
    "thonso.core.journal",
    "thonso.core.units",
    "thonso.core.access",
    "thonso.core.people",
    "thonso.core.files",
    "thonso.core.numbers",
    "thonso.core.workdays",
    "thonso.core.papers",
    "thonso.core.signatures",
    "thonso.core.identity",
    "thonso.core.notices",
    "thonso.core.search",
    "thonso.core.web",
    "thonso.roster",
    "thonso.procedures",
    "thonso.dossiers",
    "thonso.documents",
    "thonso.counter",
    "thonso.tv",
    "thonso.kiosk",
    "thonso.voices",
    "thonso.insight",
    "thonso.portal",
    "thonso.outreach",
    "thonso.neighbours",
    "thonso.offline",
    "thonso.operations",
    "thonso.sample",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "thonso.core.web.middleware.EdgeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "thonso.kiosk.middleware.KioskMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "thonso.core.access.middleware.GateMiddleware",
    "thonso.voices.middleware.AloudMiddleware",
    "thonso.core.web.middleware.ErrorMiddleware",
]
ROOT_URLCONF = "thonso.config.urls"
WSGI_APPLICATION = "thonso.config.wsgi.application"
AUTH_USER_MODEL = "access.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "thonso.core.web.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "thonso.core.web.context.shell",
            ],
        },
    }
]


DATABASES = {"default": databases.parse(env.text("THONSO_DATABASE_URL", "sqlite:"), DATA)}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["thonso.core.web.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ADD_HEADERS_FUNCTION = static_files.add_headers
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_TEMP_DIR = None
CLAMD = env.text("THONSO_CLAMD", "")  # tcp://host:port or unix:///path; while it is set and down, uploads wait
UNFETCHED_DAYS = env.number("THONSO_UNFETCHED_DAYS", 14)
DRAFT_DAYS = env.number("THONSO_DRAFT_DAYS", 90)
if DRAFT_DAYS < 7:
    raise ImproperlyConfigured("THONSO_DRAFT_DAYS: a form that somebody began is kept for 7 days at least.")
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CSRF_FAILURE_VIEW = "thonso.core.web.errors.csrf_failure"
METRICS_TOKEN = env.text("THONSO_METRICS_TOKEN", "")
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = HTTPS and env.flag("THONSO_REDIRECT_TO_HTTPS", True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("THONSO_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF, "blob:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# A time-stamp authority (RFC 3161) for signatures; real roots whom this installation believes lie in SIGNATURE_TRUST.
TSA_URL = env.text("THONSO_TSA_URL", "")
SIGNATURE_TRUST = env.text("THONSO_SIGNATURE_TRUST", "")  # empty: `trust/` in the data folder
SIGNATURE_FETCH_REVOCATION = env.flag("THONSO_SIGNATURE_FETCH_REVOCATION")
# The driver of the tokens plugged into this server, and the file with the secret of the organisation's seal.
PKCS11_MODULE = env.text("THONSO_PKCS11_MODULE", "")
SEAL_SECRET_FILE = env.text("THONSO_SEAL_SECRET_FILE", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.text("THONSO_LOG_LEVEL", "WARNING")},
}
if TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Sign-in and second factors: set where they are explained.
from thonso.config.signin import *  # noqa: E402, F403
