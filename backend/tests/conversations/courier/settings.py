"""Kith's settings with the courier beside the rooms."""

from crm.settings import *  # noqa: F403
from crm.settings import INSTALLED_APPS as ROOMS

INSTALLED_APPS = [*ROOMS, "tests.conversations.courier"]
