"""What happens to the links between contacts and companies, as both their timelines tell it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crm.core.erasure import ERASED
from crm.core.text import day_text
from crm.journal.catalogue import Change, Event, Kind

LINKING = Kind("company", "Companies")
LINK_LABELS = {
    "role": "Role",
    "started_on": "Start",
    "ended_on": "End",
    "is_primary": "Primary company",
    "company": "Company",
}


# Fields that hold a day.
DAYS = frozenset({"started_on", "ended_on"})


def _in_words(change: Change) -> Change:
    """A day's change as people read it."""
    return Change(change.before, change.after, _day_text(change.before), _day_text(change.after))


def _day_text(kept: Any) -> str | None:
    return day_text(date.fromisoformat(kept)) if kept else None


class CompanyLinkEvent(Event, kw_only=True, frozen=True):
    """Base of what is told of one link: it stands in the contact's timeline and in the company's.

    `version` is the contact's since then, and `primary` what became of its primary company. Where a `contact.updated`
    of the same change says both (`is_within_edit`), this stands in the company's timeline alone, and holds nothing
    of the person but the day.
    """

    name = "contact.company"
    kind = LINKING
    wording = "changed a link"
    subject = "contact"
    labels = LINK_LABELS
    is_registered = False

    link_id: int
    company_id: int
    company_name: str
    is_within_edit: bool = False
    version: int | None = None
    primary: Change | None = None

    @property
    def contact(self) -> int | None:
        return None if self.is_within_edit else self.subject_id

    @property
    def company(self) -> int | None:
        return self.company_id

    def changes(self) -> dict[str, Change]:
        return {"company": self.primary} if self.primary else {}


class ContactCompanyLinked(CompanyLinkEvent, kw_only=True, frozen=True):
    """A contact was linked to a company. Without an end, the person belongs there now."""

    name = "contact.company_linked"
    wording = "added the company {company_name}{as_role}"
    is_registered = True

    role: str = ""
    # Days in ISO 8601, as text: where a person is erased, texts are what is written over.
    started_on: str | None = None
    ended_on: str | None = None
    is_primary: bool = False

    @property
    def as_role(self) -> str:
        """` as CTO`, or nothing."""
        return f" as {self.role}" if self.role and self.role != ERASED else ""

    def text_at_company(self, person: str) -> str:
        return f"added {person}{self.as_role}"


class ContactCompanyUnlinked(CompanyLinkEvent, kw_only=True, frozen=True):
    """A link of a contact to a company was removed, as one that should not have been: a job that ends is not removed.

    Holds the link as it was.
    """

    name = "contact.company_unlinked"
    wording = "removed the company {company_name}"
    is_registered = True

    role: str = ""
    # Days in ISO 8601, as text: where a person is erased, texts are what is written over.
    started_on: str | None = None
    ended_on: str | None = None
    is_primary: bool = False

    def text_at_company(self, person: str) -> str:
        return f"removed {person}"


class ContactCompanyChanged(CompanyLinkEvent, kw_only=True, frozen=True):
    """A link of a contact to a company was changed: role, start, end (the person left), or its being primary."""

    name = "contact.company_changed"
    wording = "{verb} the link to {company_name}"
    is_registered = True

    fields: dict[str, Change]

    @property
    def verb(self) -> str:
        """What was done: a link that got an end was ended."""
        end = self.fields.get("ended_on")
        return "ended" if end is not None and end.before is None else "changed"

    def text_at_company(self, person: str) -> str:
        return f"{self.verb} the link of {person}"

    def changes(self) -> dict[str, Change]:
        shown = {field: _in_words(change) if field in DAYS else change for field, change in self.fields.items()}
        return shown | CompanyLinkEvent.changes(self)


class ContactCompanyArchived(Event, kw_only=True, frozen=True):
    """A company of a contact was archived: the contact's link to it is hidden until it comes back."""

    name = "contact.company_archived"
    kind = LINKING
    wording = "archived {company_name}, which hides the link to it"
    subject = "contact"
    goes_along = True

    company_id: int
    company_name: str


class ContactCompanyRestored(Event, kw_only=True, frozen=True):
    """A company of a contact was restored, and the contact's link to it with it."""

    name = "contact.company_restored"
    kind = LINKING
    wording = "restored {company_name}; the link to it is back"
    subject = "contact"
    goes_along = True

    company_id: int
    company_name: str


# Those that may tell of another primary company.
LINK_EVENTS: tuple[type[CompanyLinkEvent], ...] = (
    ContactCompanyLinked,
    ContactCompanyUnlinked,
    ContactCompanyChanged,
)


def as_told(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a link as events hold them."""
    return {field: _kept(value) for field, value in values.items()}


def field_changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Change]:
    """The fields of a link that differ, as `ContactCompanyChanged` tells them."""
    return {
        field: Change(
            before=_kept(before[field]), after=_kept(value), before_text=_text(before[field]), after_text=_text(value)
        )
        for field, value in after.items()
        if before[field] != value
    }


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _text(value: Any) -> str | None:
    return ("Yes" if value else "No") if isinstance(value, bool) else None
