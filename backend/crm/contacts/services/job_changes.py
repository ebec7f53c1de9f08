"""The company field of a contact: what it means for the links when somebody writes another company into it."""

from collections.abc import Collection

from crm.contacts.link_events import CompanyLinkEvent
from crm.contacts.services.link_rows import Links, StoredLink, read_links_of, write_links
from crm.core import clock
from crm.core.access import Actor
from crm.core.rows import Ref
from crm.core.sequences import take_ids


def change_company(actor: Actor, contact_id: int, company: Ref | None) -> list[CompanyLinkEvent]:
    """As `change_companies` for one contact."""
    return change_companies(actor, [contact_id], company)[contact_id]


def change_companies(
    actor: Actor, contact_ids: Collection[int], company: Ref | None
) -> dict[int, list[CompanyLinkEvent]]:
    """Makes `company` (locked) the primary one of locked contacts; None leaves them without. What tells of the links.

    It is a job change: the link so far ends today, where the actor is, and the new one begins today. One that was made
    today and says nothing but the company was a slip: it is replaced. The contact's own change is told by the caller.
    """
    found = read_links_of(contact_ids, is_within_edit=True)
    if company is not None:
        for links, link_id in zip(found.values(), take_ids("contacts_contactcompany", len(found)), strict=True):
            links.free_ids.append(link_id)
    for links in found.values():
        _change(actor, links, company)
    write_links(found.values())
    return {contact_id: links.events for contact_id, links in found.items()}


def _change(actor: Actor, links: Links, company: Ref | None) -> None:
    today = clock.today(actor.time_zone)
    started_on = None
    if (former := links.primary) is not None:
        if company is not None and former.company.id == company.id:
            return
        if _is_slip(actor, former):
            started_on = former.started_on
            links.remove(former)
        else:
            started_on = today
            links.change(former, is_primary=False, ended_on=max(today, former.started_on or today))
    if company is not None:
        present = links.current_at(company.id)
        if present is not None:
            links.change(present, is_primary=True)
        else:
            links.add(company, started_on=started_on, is_primary=True)


def _is_slip(actor: Actor, link: StoredLink) -> bool:
    today = clock.today(actor.time_zone)
    was_made_today = clock.day_of(link.created_at, actor.time_zone) == today
    return was_made_today and not link.role and link.started_on in {None, today}
