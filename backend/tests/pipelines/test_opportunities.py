"""Opportunities: made, edited beside others, closed and reopened, in the trash; and the log of how they stood."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from crm.contacts import services as contacts
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from crm.core.money import show_amount
from crm.core.rows import Ref
from crm.journal.errors import EditConflict, UndoConflict
from crm.journal.models import Event
from crm.journal.undo import undo_change
from crm.pipelines import selectors, services
from crm.pipelines.enums import OpportunitySort
from crm.pipelines.errors import OpportunityIsArchived, OpportunityIsOpen
from crm.pipelines.models import Opportunity, Standing
from tests.pipelines.deals import deal, events_of, move, pipeline, read, standings_of

pytestmark = pytest.mark.django_db


def person(actor: Actor, name: str = "Grace") -> int:
    """A contact's id."""
    return contacts.create_contact(actor=actor, first_name=name).contact.id


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [(125000, "USD", "USD 1,250.00"), (5, "EUR", "EUR 0.05"), (7000, "JPY", "JPY 7,000"), (1500, "KWD", "KWD 1.500")],
)
def test_amounts_have_the_places_of_their_currency(minor: int, currency: str, shown: str) -> None:
    assert show_amount(minor, currency) == shown


def test_an_opportunity_has_all_it_was_made_with(ada: Actor) -> None:
    stage = pipeline(ada).stages[0]
    contact_id = person(ada)

    card = deal(
        ada,
        stage.id,
        "Ten chairs",
        value_cents=99_00,
        currency="eur",
        expected_close_on=date(2027, 3, 1),
        assigned_user_id=ada.id,
        contact_id=contact_id,
        company="Acme",
        source="form",
        notes="Blue ones",
        next_step="Call",
        next_step_on=date(2027, 2, 1),
    )

    assert (card.value_cents, card.currency, card.source, card.notes) == (99_00, "EUR", "form", "Blue ones")
    assert (card.contact and card.contact.name, card.company and card.company.name) == ("Grace", "Acme")
    assert card.stuck == []
    event = Event.objects.get(name="opportunity.created")
    assert (event.contact_id, event.company_id, event.opportunity_id) == (contact_id, card.company.id, card.id)  # type: ignore[union-attr]
    assert [one.id for one in selectors.list_contact_opportunities(actor=ada, contact_id=contact_id)] == [card.id]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"value_cents": -1}, "value_cents"),
        ({"value_cents": 10**16}, "value_cents"),
        ({"currency": "XXX"}, "currency"),
        ({"expected_close_on": date(1, 1, 1)}, "expected_close_on"),
        ({"contact_id": 987_654}, "contact_id"),
        ({"company_id": 987_654}, "company_id"),
        ({"assigned_user_id": 987_654}, "assigned_user_id"),
        ({"stage_id": 987_654}, "stage_id"),
        ({"notes": "\x00"}, "notes"),
    ],
)
def test_what_is_wrong_is_named(ada: Actor, fields: dict[str, Any], wrong: str) -> None:
    stage = pipeline(ada).stages[0]

    with pytest.raises(InvalidInput) as refused:
        services.create_opportunity(actor=ada, **{"title": "Chairs", "stage_id": stage.id, **fields})

    assert list(refused.value.fields or {}) == [wrong]
    assert not Opportunity.objects.exists()


def test_edits_of_different_fields_stand_beside_each_other_and_of_the_same_do_not(ada: Actor, uma: Actor) -> None:
    card = deal(ada, pipeline(ada).stages[0].id, value_cents=100)
    change = services.update_opportunity

    change(actor=uma, opportunity_id=card.id, version=card.version, changes={"value_cents": 500})
    change(actor=ada, opportunity_id=card.id, version=card.version, changes={"title": "Chairs"})
    with pytest.raises(EditConflict) as refused:
        change(actor=ada, opportunity_id=card.id, version=card.version, changes={"value_cents": 300})

    told = refused.value.extra["conflict"]["value_cents"]
    assert (told["yours"], told["current"], told["original"]) == ("USD 3.00", "USD 5.00", "USD 1.00")
    assert told["changed_by"] == "Uma"
    now = read(ada, card)
    assert (now.title, now.value_cents) == ("Chairs", 500)
    assert [row[2] for row in standings_of(card.id)] == [100, 500]


def test_an_edit_is_undone_unless_somebody_has_changed_it_since(ada: Actor, uma: Actor) -> None:
    card = deal(ada, pipeline(ada).stages[0].id, value_cents=100, company="Acme")
    done = services.update_opportunity(
        actor=ada, opportunity_id=card.id, version=card.version, changes={"value_cents": None, "company": "Globex"}
    )
    assert done.change_id
    undo_change(actor=ada, change_id=done.change_id)
    now = read(ada, card)
    assert (now.value_cents, now.company and now.company.name) == (100, "Acme")

    again = services.update_opportunity(
        actor=ada, opportunity_id=card.id, version=now.version, changes={"value_cents": 200}
    )
    services.update_opportunity(
        actor=uma, opportunity_id=card.id, version=again.opportunity.version, changes={"value_cents": 300}
    )
    assert again.change_id
    with pytest.raises(UndoConflict):
        undo_change(actor=ada, change_id=again.change_id)
    assert read(ada, card).value_cents == 300


def test_closing_and_reopening_rewrite_nothing(ada: Actor) -> None:
    new, talking, _ = pipeline(ada).stages
    card = move(ada, deal(ada, new.id, value_cents=100), talking.id)
    lost = services.close_opportunity(
        actor=ada,
        opportunity_id=card.id,
        version=card.version,
        status="lost",
        reason="Price",
        note="Too dear",
        next_step="Ask again",
        next_step_on=date(2027, 5, 1),
    ).opportunity
    assert (lost.status, lost.close_reason, lost.next_step) == ("lost", "Price", "Ask again")
    assert lost.closed_at is not None

    again = services.reopen_opportunity(actor=ada, opportunity_id=card.id, version=lost.version).opportunity

    assert (again.status, again.closed_at, again.close_reason) == ("open", None, "")
    assert [row[:2] for row in standings_of(card.id)] == [
        (new.id, "open"),
        (talking.id, "open"),
        (talking.id, "lost"),
        (talking.id, "open"),
    ]
    assert events_of(card.id)[-2:] == ["opportunity.closed", "opportunity.reopened"]
    closed = Event.objects.get(name="opportunity.closed")
    assert closed.data["reason"] == "Price"
    with pytest.raises(OpportunityIsOpen):
        services.reopen_opportunity(actor=ada, opportunity_id=card.id, version=again.version)


def test_a_closing_is_undone(ada: Actor) -> None:
    card = deal(ada, pipeline(ada).stages[0].id, next_step="Call")
    done = services.close_opportunity(
        actor=ada, opportunity_id=card.id, version=card.version, status="won", reason="Fit", next_step="Invoice"
    )
    assert done.change_id
    undone = undo_change(actor=ada, change_id=done.change_id)
    now = read(ada, card)
    assert (now.status, now.closed_at, now.close_reason, now.next_step) == ("open", None, "", "Call")
    undo_change(actor=ada, change_id=undone.change_id)
    again = read(ada, card)
    assert (again.status, again.close_reason, again.next_step) == ("won", "Fit", "Invoice")
    assert again.closed_at == done.opportunity.closed_at


def test_days_in_a_stage_outlast_going_away_and_coming_back(ada: Actor) -> None:
    new, talking, _ = pipeline(ada).stages
    card = deal(ada, new.id)

    def age(days: int) -> None:
        # The log and the card are as old as if so many days had gone by.
        gone = timedelta(days=days)
        Standing.objects.filter(opportunity_id=card.id).update(from_at=F("from_at") - gone)
        Standing.objects.filter(opportunity_id=card.id, until_at__isnull=False).update(until_at=F("until_at") - gone)
        Opportunity.objects.filter(pk=card.id).update(stage_entered_at=F("stage_entered_at") - gone)

    age(3)
    assert read(ada, card).days_in_stage == 3
    move(ada, read(ada, card), talking.id)
    age(5)
    assert read(ada, card).days_in_stage == 5
    move(ada, read(ada, card), new.id)
    age(2)
    now = read(ada, card)
    assert now.days_in_stage == 3 + 2
    log = selectors.list_stage_log(actor=ada, opportunity_id=card.id)
    assert [(visit.stage_name, round(visit.days)) for visit in log] == [("New", 3), ("Talking", 5), ("New", 2)]


def test_what_makes_a_card_stuck_is_said(ada: Actor) -> None:
    talking = pipeline(ada).stages[1]
    yesterday = clock.now().date() - timedelta(days=2)
    card = deal(ada, talking.id, expected_close_on=yesterday)
    Opportunity.objects.filter(pk=card.id).update(stage_entered_at=F("stage_entered_at") - timedelta(days=8))

    assert [reason.key for reason in read(ada, card).stuck] == ["no_next_step", "date_past", "too_long"]
    assert read(ada, card).stuck[2].text == "8 days in this stage, 7 expected"


def test_the_trash_keeps_the_place_and_stands_in_no_log(ada: Actor) -> None:
    sales = pipeline(ada)
    card = deal(ada, sales.stages[0].id)
    services.archive_opportunity(actor=ada, opportunity_id=card.id)
    assert standings_of(card.id) == [(card.stage_id, "open", None, False)]
    with pytest.raises(OpportunityIsArchived):
        services.update_opportunity(actor=ada, opportunity_id=card.id, version=9, changes={"title": "x"})

    services.restore_opportunity(actor=ada, opportunity_id=card.id)
    assert len(standings_of(card.id)) == 2
    services.archive_opportunity(actor=ada, opportunity_id=card.id)
    services.delete_opportunity(actor=ada, opportunity_id=card.id)
    with pytest.raises(NotFound):
        read(ada, card)
    assert events_of(card.id)[-1] == "opportunity.deleted"


def test_further_people_have_a_part_and_a_timeline(ada: Actor) -> None:
    card = deal(ada, pipeline(ada).stages[0].id)
    hopper = person(ada, "Hopper")
    added = services.add_opportunity_contact(actor=ada, opportunity_id=card.id, contact_id=hopper, role="Decides")
    assert [(part.contact.name, part.role) for part in added.opportunity.contacts] == [("Hopper", "Decides")]
    assert Event.objects.get(name="opportunity.contact_added").contact_id == hopper
    assert added.change_id
    undo_change(actor=ada, change_id=added.change_id)
    assert read(ada, card).contacts == []


def test_a_destroyed_contact_leaves_the_opportunity(ada: Actor) -> None:
    contact_id = person(ada)
    card = deal(ada, pipeline(ada).stages[0].id, contact_id=contact_id)
    contacts.archive_contact(actor=ada, contact_id=contact_id)
    contacts.delete_contact(actor=ada, contact_id=contact_id)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert read(ada, card).contact is None


@pytest.mark.parametrize("sort", list(OpportunitySort))
def test_lists_are_paged_without_gaps_in_every_order(ada: Actor, sort: OpportunitySort) -> None:
    stage = pipeline(ada).stages[0]
    in_trash = sort is OpportunitySort.ARCHIVED
    for n in range(7):
        value = None if n == 3 else n % 3
        closing = None if n % 2 else date(2027, 1, 1 + n)
        made = deal(ada, stage.id, f"Deal {n % 4}", value_cents=value, expected_close_on=closing)
        if in_trash:
            services.archive_opportunity(actor=ada, opportunity_id=made.id)

    found: list[int] = []
    cursor = None
    while True:
        page = selectors.list_opportunities(actor=ada, sort=sort, archived=in_trash, cursor=cursor, limit=2)
        found += [card.id for card in page.items]
        if page.next_cursor is None:
            break
        cursor = page.next_cursor

    whole = [card.id for card in selectors.list_opportunities(actor=ada, sort=sort, archived=in_trash).items]
    assert found == whole
    assert len(set(found)) == 7


def test_the_order_of_the_trash_is_of_the_trash_alone(ada: Actor) -> None:
    with pytest.raises(InvalidInput) as refused:
        selectors.list_opportunities(actor=ada, sort=OpportunitySort.ARCHIVED)
    assert list(refused.value.fields or {}) == ["sort"]
    stage = pipeline(ada).stages[0]
    services.archive_opportunity(actor=ada, opportunity_id=deal(ada, stage.id, "Gone").id)
    (card,) = selectors.list_opportunities(actor=ada, sort=OpportunitySort.ARCHIVED, archived=True).items
    assert (card.archived_by, card.stuck) == (Ref(ada.id or 0, ada.name), [])
