"""The list: orders, pages, counts, the trash, and what it costs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from crm.contacts import services
from crm.contacts.enums import ContactSort
from crm.contacts.models import Contact
from crm.contacts.selectors import count_contacts, get_contact, list_contacts, list_tags, list_timeline
from crm.contacts.selectors.lists import ContactCount, ContactPage
from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.core.paging import BadCursor, pack_cursor
from tests.contacts.people import edit, make, tags_of
from tests.core.lists import every_way

Counting = Callable[..., Any]


def names(page: ContactPage) -> list[str]:
    return [row.full_name for row in page.items]


def walk(actor: Actor, **asked: Any) -> list[int]:
    """Ids of all pages, one after the other."""
    seen: list[int] = []
    cursor = None
    while True:
        page = list_contacts(actor=actor, cursor=cursor, **asked)
        seen += [row.id for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return seen


@pytest.fixture
def crowd(uma: Actor) -> list[int]:
    """Forty people, many of whom share a name and a moment."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    people = [
        Contact(
            first_name=f"N{n % 5}",
            last_name=["Émile", "emil", "Zed", ""][n % 4],
            email=f"p{n}@example.com",
            created_at=start + timedelta(days=n // 6),
            updated_at=start - timedelta(days=n // 7),
        )
        for n in range(40)
    ]
    return [person.pk for person in Contact.objects.bulk_create(people)]


@pytest.mark.parametrize("q", ["", "emil"])
@pytest.mark.parametrize("limit", [1, 7, 40])
@pytest.mark.parametrize("sort", [sort for sort in ContactSort if not sort.value.endswith("archived_at")])
def test_pages_make_up_the_list(uma: Actor, crowd: list[int], sort: ContactSort, limit: int, q: str) -> None:
    seen = walk(uma, sort=sort, limit=limit, q=q)
    found = Contact.objects.filter(pk__in=crowd)
    if q == "emil":
        found = found.filter(last_name__in=["Émile", "emil"])
    column = sort.value.lstrip("-").replace("name", "sort_name")
    expected = sorted(found.values_list(column, "pk"), reverse=sort.value.startswith("-"))
    # PostgreSQL compares names by code point, as Python does.
    assert seen == [pk for _, pk in expected]


def test_a_page_stands_while_others_come_and_go(uma: Actor, crowd: list[int]) -> None:
    first = list_contacts(actor=uma, limit=10)
    make(uma, "Newcomer")
    services.archive_contact(actor=uma, contact_id=first.items[3].id)
    second = list_contacts(actor=uma, limit=10, cursor=first.next_cursor)
    whole = [row.id for row in first.items] + [row.id for row in second.items]
    assert whole == sorted(crowd, key=lambda pk: (Contact.objects.get(pk=pk).created_at, pk), reverse=True)[:20]


def test_names_sort_without_accents_and_case(uma: Actor) -> None:
    for first, last in [("Zoë", "émile"), ("Ann", "Emil"), ("bob", "Émile"), ("Łukasz", "lat"), ("", "Ångström")]:
        make(uma, first, last_name=last)
    services.create_contact(actor=uma, email="dora@example.com")
    assert names(list_contacts(actor=uma, sort=ContactSort.NAME)) == [
        "Ångström", "dora@example.com", "Ann Emil", "bob émile".replace("é", "É"), "Zoë émile", "Łukasz lat",
    ]  # fmt: skip


def test_recently_changed_first(uma: Actor) -> None:
    first, second = make(uma, "First"), make(uma, "Second")
    Contact.objects.update(updated_at=datetime(2026, 1, 1, tzinfo=UTC))
    edit(uma, first, notes="x")
    assert names(list_contacts(actor=uma, sort=ContactSort.CHANGED)) == ["First", "Second"]
    services.add_contact_tag(actor=uma, contact_id=second.id, name="x")
    assert Contact.objects.get(pk=second.id).updated_at > datetime(2026, 1, 2, tzinfo=UTC)


def test_a_row_tells_what_a_contact_tells(uma: Actor) -> None:
    contact = make(
        uma, email="a@example.com", phone="2025550143", company="Acme", tags=["b", "a"], assigned_user_id=uma.id
    )
    (row,) = list_contacts(actor=uma).items
    assert tags_of(row) == ["a", "b"]
    for field in row.__struct_fields__:
        assert getattr(row, field) == getattr(contact, field)


def test_the_trash_tells_who_and_when(ada: Actor, uma: Actor) -> None:
    first, second, third = make(uma, "First"), make(uma, "Second"), make(uma, "Third")
    for actor, contact in ((uma, second), (ada, first)):
        services.archive_contact(actor=actor, contact_id=contact.id)
    trash = list_contacts(actor=uma, archived=True)
    assert [(row.full_name, row.archived_by and row.archived_by.name) for row in trash.items] == [
        ("First", "Ada"), ("Second", "Uma"),
    ]  # fmt: skip
    assert all(row.archived_at for row in trash.items)
    assert names(list_contacts(actor=uma)) == [third.full_name]
    assert names(list_contacts(actor=uma, archived=True, q="sec")) == ["Second"]
    assert walk(uma, archived=True, limit=1) == [first.id, second.id]
    assert names(list_contacts(actor=uma, archived=True, sort=ContactSort.NAME)) == ["First", "Second"]
    assert count_contacts(actor=uma, archived=True).count == 2


def test_an_order_of_the_trash_is_the_trashs_own(uma: Actor) -> None:
    with pytest.raises(InvalidInput):
        list_contacts(actor=uma, sort=ContactSort.ARCHIVED)


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense", "////", "bnVsbA", "🙂",
        pack_cursor("-created_at", "2026-01-01T00:00:00Z", 2**70),
        pack_cursor("-created_at", "2026-01-01T00:00:00Z", -1),
        pack_cursor("-created_at", "not a day", 1),
        pack_cursor("name", "x", 1),
        pack_cursor("-created_at", 1),
    ],
)  # fmt: skip
def test_a_cursor_that_is_none(uma: Actor, cursor: str) -> None:
    with pytest.raises(BadCursor):
        list_contacts(actor=uma, cursor=cursor)


@pytest.mark.parametrize("value", ["a\x00b", "'; DROP TABLE contacts_contact; --", "%", "x" * 3000])
def test_a_cursor_holds_nothing_dangerous(uma: Actor, value: str) -> None:
    cursor = pack_cursor("name", value, 1)
    if "\x00" in value:
        with pytest.raises(BadCursor):
            list_contacts(actor=uma, sort=ContactSort.NAME, cursor=cursor)
    else:
        assert list_contacts(actor=uma, sort=ContactSort.NAME, cursor=cursor).items == []


def test_counting_stops_at_a_thousand(uma: Actor) -> None:
    Contact.objects.bulk_create([Contact(first_name=f"Many{n}") for n in range(1001)])
    assert count_contacts(actor=uma) == ContactCount(count=1000, is_capped=True)
    Contact.objects.filter(first_name="Many0").delete()
    assert count_contacts(actor=uma, q="many") == ContactCount(count=1000, is_capped=False)
    assert count_contacts(actor=uma, q="nobody") == ContactCount(count=0, is_capped=False)


@pytest.mark.parametrize("people", [1, 3])
def test_reads_cost_the_same_for_one_and_for_three(
    uma: Actor,
    people: int,
    django_assert_num_queries: Counting,
    django_assert_max_num_queries: Counting,
) -> None:
    for n in range(people):
        contact = make(uma, f"Ann{n}", company=f"C{n}", tags=[f"t{n}", "all"], assigned_user_id=uma.id)
        edit(uma, contact, notes="x")
    list_contacts(actor=uma, q="ann")
    with django_assert_num_queries(1):
        assert len(list_contacts(actor=uma).items) == people
    with django_assert_max_num_queries(3):  # the estimate, a walk of the nearest, and the page
        assert len(list_contacts(actor=uma, q="ann").items) == people
    with django_assert_num_queries(1):
        get_contact(actor=uma, contact_id=contact.id)
    with django_assert_num_queries(1):
        count_contacts(actor=uma, q="ann")
    with django_assert_num_queries(1):
        assert len(list_tags(actor=uma)) == people + 1
    with django_assert_num_queries(3):
        assert list_timeline(actor=uma, contact_id=contact.id).items


def test_every_way_of_searching_finds_the_same(uma: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scarce matches are found first and sorted then, many are met on the way: the answer is one."""
    Contact.objects.bulk_create([Contact(first_name=f"{'Rare' if n % 50 == 0 else 'Common'}{n}") for n in range(2000)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact")
    for q in ("rare", "common"):
        answers = [
            [walk(uma, q=q, limit=200, sort=sort) for sort in (ContactSort.NEWEST, ContactSort.NAME)]
            for _ in every_way(monkeypatch)
        ]
        assert all(answer == answers[0] for answer in answers)
        assert len(answers[0][0]) == Contact.objects.filter(first_name__startswith=q.capitalize()).count()
