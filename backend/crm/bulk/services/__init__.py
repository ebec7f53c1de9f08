"""Asking for jobs, breaking them off, taking them back."""

from crm.bulk.services.cancelling import cancel_bulk_job
from crm.bulk.services.files import open_bulk_file
from crm.bulk.services.starting import create_bulk_job, start_job
from crm.bulk.services.undoing import undo_bulk_job, undo_set

__all__ = ["cancel_bulk_job", "create_bulk_job", "open_bulk_file", "start_job", "undo_bulk_job", "undo_set"]
