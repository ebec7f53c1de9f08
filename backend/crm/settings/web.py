"""HTTP: addresses, middleware, headers, the built client."""

from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from crm.core.money import CURRENCIES
from crm.settings import environment

DEBUG = environment.boolean("KITH_DEBUG", default=False)
SECRET_KEY = environment.secret_key()
# Former keys, by commas: what was sealed or signed under them is still read.
SECRET_KEY_FALLBACKS = [key.strip() for key in environment.text("KITH_SECRET_KEY_OLD").split(",") if key.strip()]

PORT = environment.integer("PORT", 8000, lowest=1, highest=65535)
# The address that people type and that links in mails carry; also what webhooks are signed against.
PUBLIC_URL = environment.text("KITH_PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
_PARTS = urlsplit(PUBLIC_URL)
if _PARTS.scheme not in {"http", "https"} or not _PARTS.hostname:
    raise ImproperlyConfigured("KITH_PUBLIC_URL must be a full address such as https://crm.example.com.")

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", _PARTS.hostname]
ALLOWED_HOSTS += [name.strip() for name in environment.text("KITH_ALLOWED_HOSTS").split(",") if name.strip()]
CSRF_TRUSTED_ORIGINS = [f"{_PARTS.scheme}://{_PARTS.netloc}"]
IS_HTTPS = _PARTS.scheme == "https"
# How many reverse proxies stand in front: so many entries at the end of X-Forwarded-For are believed.
TRUSTED_PROXIES = environment.integer("KITH_TRUSTED_PROXIES", 0, lowest=0, highest=10)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"
APPEND_SLASH = False

MIDDLEWARE = [
    "crm.core.middleware.RequestIdMiddleware",
    "crm.core.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "crm.core.middleware.KnownHostMiddleware",
    "crm.core.middleware.ClientAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "crm.accounts.middleware.LiveSessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
# Two Kiths on one host (two ports) share the browser's cookie jar: the port keeps their sessions apart.
SESSION_COOKIE_NAME = f"kith_session_{_PARTS.port}" if _PARTS.port else "kith_session"
CSRF_COOKIE_NAME = "csrftoken"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_FAILURE_VIEW = "crm.core.http.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

STATIC_URL = "/static/"
CLIENT_DIST = environment.REPOSITORY / "frontend" / "dist"
DATA_FOLDER = environment.data_folder()
DEFAULT_PHONE_REGION = environment.text("KITH_REGION", "US").upper()
# What amounts are in where nobody says another currency (ISO 4217).
DEFAULT_CURRENCY = environment.text("KITH_CURRENCY", "USD").upper()
DEFAULT_TIME_ZONE = environment.text("KITH_TIME_ZONE", "UTC")
if DEFAULT_TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured("KITH_TIME_ZONE must be a zone of the IANA database, such as Europe/Berlin.")
if DEFAULT_CURRENCY not in CURRENCIES:
    raise ImproperlyConfigured(f"KITH_CURRENCY must be a currency code such as USD or EUR, not {DEFAULT_CURRENCY!r}.")
