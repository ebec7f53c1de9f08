"""What the worker does for conversations."""

from crm.conversations.receiving.fetching import FETCHING
from crm.conversations.receiving.payloads import READING
from crm.conversations.receiving.reports import MATCHING
from crm.conversations.sending.sending_work import SENDING
from crm.conversations.services.threads import WAKING
from crm.core.work import register_work

register_work(READING)
register_work(FETCHING)
register_work(MATCHING)
register_work(WAKING)
register_work(SENDING)
