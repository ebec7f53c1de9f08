"""Waking the worker for rows that are their own queue entries."""

import pgtrigger

from crm.core.work import WORK_CHANNEL


def wakes_worker() -> pgtrigger.Trigger:
    """A trigger that tells the worker of new rows: one message for a statement, however many they are."""
    return pgtrigger.Trigger(
        name="wake_worker",
        operation=pgtrigger.Insert,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        func=f"NOTIFY {WORK_CHANNEL}; RETURN NULL;",
    )
