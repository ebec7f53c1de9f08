"""Taking back what was done to links of a contact: the opposite, on the very link, when nothing has come after it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crm.contacts.link_events import (
    CompanyLinkEvent,
    ContactCompanyChanged,
    ContactCompanyLinked,
    ContactCompanyUnlinked,
)
from crm.contacts.services.link_rows import FIELDS, Links, StoredLink
from crm.core.rows import Ref
from crm.journal.errors import UndoConflict


def undo_links(links: Links, events: Sequence[CompanyLinkEvent], companies: Mapping[int, Ref]) -> None:
    """Writes the opposite of `events`, newest first, of one locked contact; `companies` are those of them, locked.

    Raises `UndoConflict` when a link has been changed since, or its company is in the trash or gone.
    """
    for event in events:
        company = companies.get(event.company_id)
        if company is None:
            raise UndoConflict(f"{event.company_name} is in the trash, or exists no more.")
        match event:
            case ContactCompanyLinked():
                links.remove(_as_told(links, event, {field: _stored(field, getattr(event, field)) for field in FIELDS}))
            case ContactCompanyChanged():
                _change_back(links, event)
            case ContactCompanyUnlinked():
                _check_place(links, event, is_current=event.ended_on is None, is_primary=event.is_primary)
                links.add(
                    company,
                    role=event.role,
                    started_on=_stored("started_on", event.started_on),
                    ended_on=_stored("ended_on", event.ended_on),
                    is_primary=event.is_primary,
                    link_id=event.link_id,
                )


def _change_back(links: Links, event: ContactCompanyChanged) -> None:
    link = _as_told(links, event, {field: _stored(field, change.after) for field, change in event.fields.items()})
    before = {field: _stored(field, change.before) for field, change in event.fields.items()}
    after = link.values() | before
    _check_place(
        links,
        event,
        is_current=after["ended_on"] is None and not link.is_current,
        is_primary=after["is_primary"] and not link.is_primary,
    )
    links.change(link, **before)


def _as_told(links: Links, event: CompanyLinkEvent, values: Mapping[str, Any]) -> StoredLink:
    """The link, which is as `values` say. Raises `UndoConflict`."""
    link = links.rows.get(event.link_id)
    if link is None:
        raise UndoConflict(f"The link to {event.company_name} has been removed since.")
    if any(getattr(link, field) != value for field, value in values.items()):
        raise UndoConflict(f"The link to {event.company_name} has been changed since.")
    return link


def _check_place(links: Links, event: CompanyLinkEvent, *, is_current: bool, is_primary: bool) -> None:
    """Raises `UndoConflict` when another link stands where this one would go back to."""
    if is_current and links.current_at(event.company_id) is not None:
        raise UndoConflict(f"{event.company_name} has been added again since.")
    if is_primary and links.primary is not None:
        raise UndoConflict(f"{links.primary.company.name} has become the primary company since.")


def _stored(field: str, kept: Any) -> Any:
    """A value of a link as the table holds it, from how the journal does."""
    return date.fromisoformat(kept) if field in {"started_on", "ended_on"} and kept else kept
