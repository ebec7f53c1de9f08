"""One line an event on standard error, with the request's id and no personal data."""

from crm.settings import environment

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "crm.core.logs.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "crm.core.logs.LineFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        }
    },
    "handlers": {
        "terminal": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]},
    },
    "root": {"handlers": ["terminal"], "level": environment.text("KITH_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        # Refusals (4xx) are answers, not faults.
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
