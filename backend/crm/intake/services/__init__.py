"""Setting up forms, and deciding what becomes of submissions."""

from crm.intake.services.deciding import decide_submission, discard_submission, replay_submission, replay_submissions
from crm.intake.services.forms import (
    archive_form,
    create_form,
    drop_form_secret,
    restore_form,
    rotate_form_secret,
    update_form,
)

__all__ = [
    "archive_form",
    "create_form",
    "decide_submission",
    "discard_submission",
    "drop_form_secret",
    "replay_submission",
    "replay_submissions",
    "restore_form",
    "rotate_form_secret",
    "update_form",
]
