"""Coarse jobs (mail, imports, clean-ups). Row-sized work is claimed from its own tables: `core/claims.py`."""

PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
