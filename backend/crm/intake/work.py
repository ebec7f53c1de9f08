"""What the worker does for forms."""

from crm.core.work import register_work
from crm.intake.reading import READING

register_work(READING)
