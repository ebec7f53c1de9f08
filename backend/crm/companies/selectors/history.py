"""What the journal tells of a company."""

from collections.abc import Mapping

from crm.accounts.selectors import names_of
from crm.companies.events import CompanyUpdated
from crm.journal.edits import FieldHistory, history_since


def fields_changed_since(*, company_id: int, version: int) -> Mapping[str, FieldHistory]:
    """For each field of the company that was changed after `version`: its history since. By name of the field."""
    return history_since(
        subject="company", subject_id=company_id, version=version, events=[CompanyUpdated], name_people=names_of
    )
