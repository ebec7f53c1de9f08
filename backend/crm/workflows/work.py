"""What the worker does for workflows."""

from crm.core.work import register_work
from crm.workflows.engine.dates import SCANNING
from crm.workflows.engine.running import RUNNING

register_work(RUNNING)
register_work(SCANNING)
