"""PostgreSQL alone, reached by `DATABASE_URL`; the launcher sets it when the server is the embedded one."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from crm.settings import environment


def parse_database_url(url: str) -> dict[str, Any]:
    """Django's database entry for `postgresql://user:password@host:port/name?option=value`.

    A Unix socket is given as `?host=/folder` or percent-encoded in the place of the host.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql:// (Kith runs on PostgreSQL 15 or newer).")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL must name a database, as in postgresql://user@host:5432/kith.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


_URL = environment.text("DATABASE_URL")
if not _URL:
    raise ImproperlyConfigured(
        "DATABASE_URL is not set. `make run` starts Kith with its own PostgreSQL and sets it; "
        "for a single command use `make manage cmd='…'`."
    )

DATABASES = {"default": parse_database_url(_URL)}
# One pool for each process; as many connections as there are request threads, and a few for `/live` checks.
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": environment.integer("KITH_POOL_MIN", 2, lowest=0, highest=100),
    "max_size": environment.integer("KITH_POOL_MAX", 16, lowest=1, highest=500),
    "timeout": 10,
}
# Only what asks for it is prepared (core/prepared.py); the number is after how many uses psycopg would do so by itself.
# A pooler that shares connections between transactions and knows no prepared statements needs 0 here.
if environment.boolean("KITH_PREPARED_STATEMENTS", default=True):
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 1_000_000_000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
