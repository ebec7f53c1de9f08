"""What the worker does for conversations."""

from crm.conversations.services.threads import WAKING
from crm.core.work import register_work

register_work(WAKING)
