"""Reading forms and what was posted to them."""

from crm.intake.selectors.forms import get_form, list_forms
from crm.intake.selectors.submissions import get_submission, list_submissions

__all__ = ["get_form", "get_submission", "list_forms", "list_submissions"]
