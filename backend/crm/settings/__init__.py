"""Kith's settings, one file for each concern. Everything an administrator may set is an environment variable."""

from crm.settings.apps import *  # noqa: F403
from crm.settings.auth import *  # noqa: F403
from crm.settings.cache import *  # noqa: F403
from crm.settings.consent import *  # noqa: F403
from crm.settings.database import *  # noqa: F403
from crm.settings.jobs import *  # noqa: F403
from crm.settings.logs import *  # noqa: F403
from crm.settings.mail import *  # noqa: F403
from crm.settings.web import *  # noqa: F403
