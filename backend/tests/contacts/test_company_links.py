"""Links between contacts and companies: primary and others, role, start and end, job changes, both timelines, undo."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from crm.companies.models import Company
from crm.contacts import services
from crm.contacts.errors import ContactIsArchived
from crm.contacts.selectors import list_company_timeline, list_contact_companies, list_timeline
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.core.text import day_text
from tests import cast
from tests.contacts.jobs import LAST_YEAR, SOON, TODAY, add, change, company_named, kept, link_of, links, remove, told
from tests.contacts.people import edit, events_of, make, read


def test_one_primary_and_any_number_of_others(uma: Actor) -> None:
    grace = make(uma)
    first = add(uma, grace.id, "Acme", role=" CTO ", started_on=LAST_YEAR)
    assert first.contact.company is not None
    assert (first.contact.company.name, first.contact.version) == ("Acme", 2)
    add(uma, grace.id, "Beta", is_primary=False)
    third = add(uma, grace.id, "Gamma", role="Adviser", is_primary=True)
    assert [link.company.name for link in third.links] == ["Gamma", "Acme", "Beta"]
    add(uma, grace.id, "Delta", started_on=LAST_YEAR, ended_on=TODAY)
    assert links(uma, grace.id) == [
        ("Gamma", "Adviser", None, None, True),
        ("Acme", "CTO", LAST_YEAR, None, False),
        ("Beta", "", None, None, False),
        ("Delta", "", LAST_YEAR, TODAY, False),
    ]
    assert kept(grace.id) == ("Gamma", ["Acme", "Beta", "Gamma"])


def test_by_its_id(uma: Actor) -> None:
    grace, other = make(uma), make(uma, company="Acme")
    assert other.company is not None
    changed = services.add_contact_company(actor=uma, contact_id=grace.id, company_id=other.company.id)
    assert changed.contact.company == other.company


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "company"), ({"company": "A", "company_id": 1}, "company"), ({"company": "  "}, "company"),
        ({"company": "x" * 201}, "company"), ({"company_id": 987654}, "company_id"),
        ({"company_id": 2**70}, "company_id"),
        ({"company": "A", "role": "x" * 101}, "role"), ({"company": "A", "role": "\x00"}, "role"),
        ({"company": "A", "started_on": TODAY, "ended_on": LAST_YEAR}, "ended_on"),
        ({"company": "A", "ended_on": SOON}, "ended_on"),
        ({"company": "A", "ended_on": TODAY, "is_primary": True}, "is_primary"),
        ({"company": "Acme"}, "company"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_by_its_field(uma: Actor, given: dict[str, Any], field: str) -> None:
    grace = make(uma, company="Acme")
    with pytest.raises(InvalidInput) as refused:
        services.add_contact_company(actor=uma, contact_id=grace.id, **given)
    assert refused.value.fields is not None
    assert list(refused.value.fields) == [field]
    assert read(uma, grace) == grace
    assert Company.objects.count() == 1


def test_a_company_in_the_trash_is_not_linked_to(uma: Actor) -> None:
    make(uma, company="Acme")
    company_id = company_named("Acme")
    services.archive_company(actor=uma, company_id=company_id)
    with pytest.raises(InvalidInput, match="another look"):
        services.add_contact_company(actor=uma, contact_id=make(uma).id, company_id=company_id)


def test_both_timelines_tell_of_a_link(uma: Actor) -> None:
    grace = make(uma, last_name="Hopper")
    add(uma, grace.id, "Acme", role="CTO")
    link_id = link_of(uma, grace.id, "Acme")
    change(uma, grace.id, link_id, role="CEO")
    change(uma, grace.id, link_id, ended_on=TODAY)
    remove(uma, grace.id, link_id)
    page = list_timeline(actor=uma, contact_id=grace.id, kind="company")
    entries = [entry for group in page.items for entry in group.entries]
    assert [entry.text for entry in entries] == [
        "removed the company Acme", "ended the link to Acme", "changed the link to Acme",
        "added the company Acme as CTO",
    ]  # fmt: skip
    assert [(change.label, change.before, change.after) for change in entries[1].changes] == [
        ("End", None, day_text(TODAY)), ("Primary company", "Yes", "No"), ("Company", "Acme", None),
    ]  # fmt: skip
    assert told(uma, "Acme") == [
        "removed Grace Hopper", "ended the link of Grace Hopper", "changed the link of Grace Hopper",
        "added Grace Hopper as CTO", "created this company",
    ]  # fmt: skip
    company = list_company_timeline(actor=uma, company_id=company_named("Acme"))
    assert [entry.contact and entry.contact.id for entry in company.items[0].entries] == [grace.id] * 4
    services.archive_contact(actor=uma, contact_id=grace.id)
    services.delete_contact(actor=cast.as_actor(cast.ada()), contact_id=grace.id)
    assert told(uma, "Acme")[0] == "removed somebody who is gone"


def test_companies_named_by_a_form_stand_in_their_timeline_too(uma: Actor, aged: Any) -> None:
    grace = make(uma, last_name="Hopper", company="Acme")
    aged()
    edit(uma, grace, company="Beta")
    assert told(uma, "Acme") == ["ended the link of Grace Hopper", "added Grace Hopper", "created this company"]
    assert told(uma, "Beta") == ["added Grace Hopper", "created this company"]
    # In the person's own timeline the edit says it all, once.
    assert events_of(grace.id) == ["contact.created", "contact.company_linked", "contact.updated"]


def test_another_company_in_the_form_is_a_job_change(uma: Actor, aged: Any) -> None:
    grace = make(uma)
    add(uma, grace.id, "Acme", role="CTO", started_on=LAST_YEAR)
    add(uma, grace.id, "Board", role="Member")
    aged()
    changed = edit(uma, read(uma, grace), company="Beta")
    assert changed.contact.company is not None
    assert changed.contact.company.name == "Beta"
    assert links(uma, grace.id) == [
        ("Beta", "", TODAY, None, True),
        ("Board", "Member", None, None, False),
        ("Acme", "CTO", LAST_YEAR, TODAY, False),
    ]
    assert kept(grace.id) == ("Beta", ["Beta", "Board"])


def test_a_slip_of_today_is_replaced_and_no_job(uma: Actor) -> None:
    grace = make(uma, company="Amce")
    edit(uma, grace, company="Acme")
    assert links(uma, grace.id) == [("Acme", "", None, None, True)]


def test_what_was_said_of_a_job_today_is_kept(uma: Actor) -> None:
    grace = make(uma)
    add(uma, grace.id, "Acme", role="CTO", started_on=LAST_YEAR)
    edit(uma, read(uma, grace), company="Beta")
    assert links(uma, grace.id) == [("Beta", "", TODAY, None, True), ("Acme", "CTO", LAST_YEAR, TODAY, False)]


def test_a_company_that_is_there_already_becomes_the_primary_one(uma: Actor, aged: Any) -> None:
    grace = make(uma, company="Acme")
    add(uma, grace.id, "Beta", role="Adviser")
    aged()
    edit(uma, read(uma, grace), company="beta")
    assert links(uma, grace.id) == [("Beta", "Adviser", None, None, True), ("Acme", "", None, TODAY, False)]


def test_a_company_taken_out_of_the_form(uma: Actor, aged: Any) -> None:
    grace = make(uma, company="Acme")
    add(uma, grace.id, "Beta")
    aged()
    assert edit(uma, read(uma, grace), company=None).contact.company is None
    assert links(uma, grace.id) == [("Beta", "", None, None, False), ("Acme", "", None, TODAY, False)]
    assert kept(grace.id) == (None, ["Beta"])


def test_today_is_the_day_of_who_edits(uma: Actor, aged: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    user = cast.uma()
    user.time_zone = "Pacific/Auckland"
    auckland = cast.as_actor(user)
    grace = make(uma, company="Acme")
    aged()
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 1, 20, 0, tzinfo=UTC))
    edit(auckland, grace, company="Beta")
    assert links(uma, grace.id)[1][3] == date(2027, 3, 2)


def test_the_primary_one_follows_when_it_ends_or_goes(uma: Actor) -> None:
    grace = make(uma, company="Acme")
    add(uma, grace.id, "Beta")
    add(uma, grace.id, "Gamma")
    ended = change(uma, grace.id, link_of(uma, grace.id, "Acme"), ended_on=TODAY)
    assert ended.contact.company is not None
    assert ended.contact.company.name == "Beta"
    removed = remove(uma, grace.id, link_of(uma, grace.id, "Beta"))
    assert removed.contact.company is not None
    assert removed.contact.company.name == "Gamma"
    assert remove(uma, grace.id, link_of(uma, grace.id, "Gamma")).contact.company is None
    again = change(uma, grace.id, link_of(uma, grace.id, "Acme"), ended_on=None, is_primary=True)
    assert again.contact.company is not None
    assert again.contact.company.name == "Acme"


def test_another_primary_one_leaves_the_first_as_it_is(uma: Actor) -> None:
    grace = make(uma, company="Acme")
    add(uma, grace.id, "Beta", role="Adviser")
    changed = change(uma, grace.id, link_of(uma, grace.id, "Beta"), is_primary=True)
    assert [(link.company.name, link.is_primary) for link in changed.links] == [("Beta", True), ("Acme", False)]
    nothing = change(uma, grace.id, link_of(uma, grace.id, "Beta"), is_primary=True, role="Adviser")
    assert (nothing.change_id, nothing.contact.version) == (None, changed.contact.version)


def test_a_link_can_not_be_what_another_is(uma: Actor, aged: Any) -> None:
    grace = make(uma, company="Acme")
    aged()
    edit(uma, grace, company="Beta")
    former = link_of(uma, grace.id, "Acme")
    with pytest.raises(InvalidInput):
        change(uma, grace.id, former, is_primary=True)
    add(uma, grace.id, "Acme")
    with pytest.raises(InvalidInput) as refused:
        change(uma, grace.id, former, ended_on=None)
    assert refused.value.fields == {"ended_on": ["This person belongs to Acme already."]}


def test_another_contacts_link_is_none_of_ones_own(uma: Actor, vic: Actor) -> None:
    grace, other = make(uma, company="Acme"), make(uma, company="Acme")
    link_id = link_of(uma, other.id, "Acme")
    for number in (link_id, 0, -1, 2**63, 2**70):
        with pytest.raises(NotFound):
            change(uma, grace.id, number, role="x")
        with pytest.raises(NotFound):
            remove(uma, grace.id, number)
    with pytest.raises(NotFound):
        list_contact_companies(actor=uma, contact_id=2**70)
    with pytest.raises(NotAllowed):
        add(vic, grace.id, "Beta")
    with pytest.raises(NotAllowed):
        remove(vic, other.id, link_id)
    services.archive_contact(actor=uma, contact_id=grace.id)
    with pytest.raises(ContactIsArchived):
        add(uma, grace.id, "Beta")


def test_the_timeline_says_days_in_words(uma: Actor) -> None:
    grace = make(uma)
    add(uma, grace.id, "Acme", started_on=date(2024, 1, 5))
    link_id = link_of(uma, grace.id, "Acme")
    change(uma, grace.id, link_id, started_on=date(2024, 11, 30), ended_on=date(2025, 3, 1))
    entry = next(one for one in list_timeline(actor=uma, contact_id=grace.id).items[0].entries if one.changes)
    assert {(one.label, one.before, one.after) for one in entry.changes if one.field != "is_primary"} >= {
        ("Start", "5 Jan 2024", "30 Nov 2024"),
        ("End", None, "1 Mar 2025"),
    }
