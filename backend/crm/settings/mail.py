"""Outgoing account mail: an SMTP server by `KITH_SMTP_URL`, else files in the data folder."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from crm.settings import environment

_URL = environment.text("KITH_SMTP_URL")
# Told to the client, so that nobody waits for a mail that can't come.
MAIL_IS_DELIVERED = bool(_URL)
EMAIL_TIMEOUT = 20
if _URL:
    _PARTS = urlsplit(_URL)
    if _PARTS.scheme not in {"smtp", "smtps"} or not _PARTS.hostname:
        raise ImproperlyConfigured("KITH_SMTP_URL must look like smtp://user:password@host:587?tls=1.")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _PARTS.hostname
    EMAIL_PORT = _PARTS.port or (465 if _PARTS.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_PARTS.username or "")
    EMAIL_HOST_PASSWORD = unquote(_PARTS.password or "")
    EMAIL_USE_SSL = _PARTS.scheme == "smtps"
    _OPTIONS = dict(parse_qsl(_PARTS.query, keep_blank_values=True))
    _TLS = _OPTIONS.pop("tls", "0")
    if _OPTIONS or _TLS not in {"0", "1"}:
        # A misspelt word must not send the password in clear.
        raise ImproperlyConfigured("KITH_SMTP_URL takes one option: tls=1 or tls=0.")
    EMAIL_USE_TLS = _TLS == "1" and not EMAIL_USE_SSL
else:
    EMAIL_BACKEND = "crm.core.outbox.OutboxBackend"
    EMAIL_FILE_PATH = str(environment.data_folder() / "outbox")
DEFAULT_FROM_EMAIL = environment.text("KITH_MAIL_FROM", "Kith <kith@localhost>")
