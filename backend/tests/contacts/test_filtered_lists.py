"""The list of contacts under a filter: pages, orders, counts, the trash, a search beside it, and what it costs."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from psycopg import sql

from crm.companies.models import Company
from crm.companies.selectors import count_companies, list_companies
from crm.contacts import services
from crm.contacts.enums import ContactSort
from crm.contacts.models import Contact, ContactCompany, ContactTag, Tag
from crm.contacts.selectors import count_contacts, list_contacts
from crm.core.access import Actor, system_actor
from crm.core.errors import InvalidInput, NotAllowed
from crm.core.filters import matching
from tests.cast import Browser, vic
from tests.contacts.people import make
from tests.core.lists import every_way

Counting = Callable[..., Any]


def ask(field: str, op: str, value: Any = None) -> dict[str, Any]:
    """One condition."""
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


def every(*conditions: Any) -> str:
    """All of the conditions, as an address carries them."""
    return json.dumps({"all": conditions})


def some(*conditions: Any) -> str:
    """Any of the conditions, as an address carries them."""
    return json.dumps({"any": conditions})


def names(actor: Actor, **asked: Any) -> set[str]:
    """Whom the list shows."""
    return {row.full_name for row in list_contacts(actor=actor, **asked).items}


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


def tag_of(name: str) -> int:
    """The id of a tag."""
    return Tag.objects.get(key=name).pk


@pytest.fixture
def people(ada: Actor, uma: Actor) -> None:
    """Five people with tags, owners and companies."""
    make(uma, "Ann", tags=["vip", "lead"], assigned_user_id=uma.id, email="ann@example.com", company="Acme")
    make(uma, "Bob", tags=["lead"], assigned_user_id=ada.id, phone="(202) 555-0143")
    make(ada, "Cid", tags=["vip"], notes="Met in Zürich")
    make(ada, "Dan", assigned_user_id=uma.id, email="dan@gmail.com")
    make(ada, "Eve", last_name="Ångström")


@pytest.mark.usefixtures("people")
def test_conditions_and_groups(ada: Actor, uma: Actor) -> None:
    vip, lead = tag_of("vip"), tag_of("lead")
    mine = ask("assigned_user", "any_of", ["me"])
    assert names(uma, filter=every(ask("tags", "has_any", [vip, lead]))) == {"Ann", "Bob", "Cid"}
    assert names(uma, filter=every(ask("tags", "has_all", [vip, lead]))) == {"Ann"}
    assert names(uma, filter=every(ask("tags", "has_any", [vip]), mine)) == {"Ann"}
    assert names(uma, filter=some(ask("tags", "has_any", [vip]), mine)) == {"Ann", "Cid", "Dan"}
    assert names(ada, filter=some(ask("tags", "has_any", [vip]), mine)) == {"Ann", "Cid", "Bob"}
    tree = {"any": [ask("notes", "contains", "zurich"), {"all": [mine, {"any": [ask("email", "contains", "GMAIL")]}]}]}
    assert names(uma, filter=json.dumps(tree)) == {"Cid", "Dan"}
    assert names(uma, filter=every(ask("last_name", "starts_with", "ang"))) == {"Eve Ångström"}


@pytest.mark.usefixtures("people")
def test_negations_hold_for_the_empty(uma: Actor) -> None:
    assert names(uma, filter=every(ask("tags", "has_none", [tag_of("lead")]))) == {"Cid", "Dan", "Eve Ångström"}
    assert names(uma, filter=every(ask("assigned_user", "none_of", ["me"]))) == {"Bob", "Cid", "Eve Ångström"}
    assert names(uma, filter=every(ask("email", "not_contains", "gmail"))) == {"Ann", "Bob", "Cid", "Eve Ångström"}
    assert names(uma, filter=every(ask("primary_company", "is_empty"))) == {"Bob", "Cid", "Dan", "Eve Ångström"}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("asked", ["2025550143", "+1 202-555-0143", "(202) 555-0143"])
def test_a_number_however_it_is_written(uma: Actor, asked: str) -> None:
    assert names(uma, filter=every(ask("phone", "is", asked))) == {"Bob"}
    assert names(uma, filter=every(ask("phone", "contains", "55501"))) == {"Bob"}
    assert names(uma, filter=every(ask("phone", "contains", "0"))) == {"Bob"}
    assert names(uma, filter=every(ask("phone", "starts_with", "+1 202"))) == {"Bob"}


@pytest.mark.usefixtures("people")
def test_nobody_is_me_for_whom_no_person_acts(uma: Actor) -> None:
    kith = system_actor("Kith")
    assert names(kith, filter=every(ask("assigned_user", "any_of", ["me"]))) == set()
    assert len(names(kith, filter=every(ask("assigned_user", "none_of", ["me"])))) == 5


@pytest.mark.usefixtures("people")
def test_what_is_gone_matches_nothing(uma: Actor) -> None:
    gone = Tag.objects.create(name="gone", key="gone").pk
    Tag.objects.filter(pk=gone).delete()
    assert names(uma, filter=every(ask("tags", "has_any", [gone]))) == set()
    assert names(uma, filter=every(ask("tags", "has_any", [gone, tag_of("vip")]))) == {"Ann", "Cid"}
    assert names(uma, filter=every(ask("tags", "has_all", [gone, tag_of("vip")]))) == set()
    assert names(uma, filter=every(ask("created_by", "any_of", [987_654]))) == set()


@pytest.mark.usefixtures("people")
def test_a_search_beside_a_filter_and_the_trash(uma: Actor) -> None:
    vip = every(ask("tags", "has_any", [tag_of("vip")]))
    assert names(uma, q="an", filter=vip) == {"Ann"}
    services.archive_contact(actor=uma, contact_id=Contact.objects.get(first_name="Cid").pk)
    assert names(uma, filter=vip) == {"Ann"}
    assert names(uma, filter=vip, archived=True) == {"Cid"}
    assert names(uma, filter=vip, archived=True, q="ann") == set()
    assert names(uma, filter=every(ask("notes", "contains", "zürich")), archived=True) == {"Cid"}
    assert (
        count_contacts(actor=uma, filter=vip).count == count_contacts(actor=uma, filter=vip, archived=True).count == 1
    )


@pytest.mark.parametrize(
    "value", ["'; DROP TABLE contacts_contact; --", "%", "_", "\\", "%s", "%(x)s", "{}", "' OR 1=1"]
)
def test_values_are_values(uma: Actor, value: str) -> None:
    make(uma, "Plain")
    odd = make(uma, f"x{value}y")
    for op in ("contains", "starts_with", "is"):
        asked = {"contains": value, "starts_with": f"x{value}", "is": f"x{value}y"}[op]
        assert walk(uma, filter=every(ask("first_name", op, asked))) == [odd.id]
    assert names(uma, filter=every(ask("first_name", "not_contains", value))) == {"Plain"}


def test_a_wrong_filter_names_its_condition(uma: Actor) -> None:
    for read in (list_contacts, count_contacts):
        with pytest.raises(InvalidInput) as refusal:
            read(actor=uma, filter=every(ask("tags", "is_empty"), ask("tags", "has_any", ["x"])))
        assert refusal.value.fields is not None
        assert refusal.value.fields["filter"][0].startswith("Condition 2 (Tag is any of): ids are whole numbers")


@pytest.fixture
def crowd(uma: Actor) -> Tag:
    """Two hundred people, each seventh with the tag that is returned."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    tag = Tag.objects.create(name="seventh", key="seventh")
    people = Contact.objects.bulk_create(
        Contact(first_name=f"N{n % 9}", last_name="Same", created_at=start + timedelta(hours=n // 3))
        for n in range(200)
    )
    ContactTag.objects.bulk_create(ContactTag(contact=person, tag=tag) for person in people[::7])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact")
    return tag


@pytest.mark.parametrize("sort", [sort for sort in ContactSort if not sort.value.endswith("archived_at")])
def test_pages_make_up_the_list_whichever_way_it_is_read(
    uma: Actor, crowd: Tag, sort: ContactSort, monkeypatch: pytest.MonkeyPatch
) -> None:
    column = sort.value.lstrip("-").replace("name", "sort_name")
    found = sorted(Contact.objects.filter(tags=crowd).values_list(column, "pk"), reverse=sort.value.startswith("-"))
    for _ in every_way(monkeypatch):
        seen = walk(uma, sort=sort, limit=4, filter=every(ask("tags", "has_any", [crowd.pk])))
        assert seen == [pk for _, pk in found]


@pytest.mark.parametrize("sort", [ContactSort.NEWEST, ContactSort.OLDEST, ContactSort.CHANGED, ContactSort.NAME])
@pytest.mark.parametrize(
    ("op", "value"),
    [
        ("on", "2026-01-02"), ("before", "2026-01-02"), ("after", "2026-01-02"),
        ("in_last", {"n": 900, "unit": "weeks"}),
        ("between", ["2026-01-02", "2026-01-03"]), ("not_in_last", {"n": 1, "unit": "days"}),
    ],
)  # fmt: skip
def test_days_bound_the_order_they_are_of(
    uma: Actor, crowd: Tag, sort: ContactSort, op: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"all": [ask("created_at", op, value), ask("tags", "has_any", [crowd.pk])]}
    within = {
        "on": {2}, "before": {1}, "after": {3}, "between": {2, 3}, "in_last": {1, 2, 3}, "not_in_last": {1, 2, 3},
    }[op]  # fmt: skip
    column = sort.value.lstrip("-").replace("name", "sort_name")
    found = [
        pk
        for _, pk, made in sorted(
            Contact.objects.filter(tags=crowd).values_list(column, "pk", "created_at"),
            reverse=sort.value.startswith("-"),
        )
        if made.day in within
    ]
    assert found
    for _ in every_way(monkeypatch):
        assert walk(uma, sort=sort, limit=3, filter=json.dumps(asked)) == found
        # Inside "any", days bound nothing.
        assert set(walk(uma, sort=sort, limit=50, filter=json.dumps({"any": asked["all"]}))) >= set(found)


def test_a_cursor_goes_on_in_another_filter_without_harm(uma: Actor, crowd: Tag) -> None:
    page = list_contacts(actor=uma, limit=4, filter=every(ask("tags", "has_any", [crowd.pk])))
    rest = walk(uma, limit=200)
    other = list_contacts(actor=uma, limit=200, cursor=page.next_cursor)
    assert [row.id for row in other.items] == rest[rest.index(page.items[-1].id) + 1 :]


def test_counts_stop_at_a_thousand_unless_all_are_wanted(uma: Actor) -> None:
    Contact.objects.bulk_create([Contact(first_name=f"Many{n}") for n in range(1003)])
    many = every(ask("first_name", "starts_with", "many"))
    told = count_contacts(actor=uma, filter=many)
    assert (told.count, told.is_capped) == (1000, True)
    told = count_contacts(actor=uma, filter=many, exact=True)
    assert (told.count, told.is_capped) == (1003, False)


@pytest.mark.parametrize("people", [1, 3])
def test_a_filter_costs_the_same_for_one_and_for_three(
    uma: Actor,
    people: int,
    django_assert_num_queries: Counting,
    django_assert_max_num_queries: Counting,
) -> None:
    for n in range(people):
        make(uma, f"Ann{n}", tags=["all"], assigned_user_id=uma.id)
    asked = every(ask("tags", "has_any", [tag_of("all")]), ask("assigned_user", "any_of", ["me"]))
    list_contacts(actor=uma, filter=asked)
    with django_assert_max_num_queries(3):  # the estimate, a walk of the nearest, and the page
        assert len(list_contacts(actor=uma, filter=asked).items) == people
    with django_assert_num_queries(1):
        count_contacts(actor=uma, filter=asked)


@pytest.mark.usefixtures("people")
def test_ids_that_match_go_straight_into_a_table(uma: Actor) -> None:
    statement, values = matching(
        actor=uma, subject="contact", q="n", filter={"all": [ask("assigned_user", "any_of", ["me"])]}
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE chosen (id bigint) ON COMMIT DROP")
        cursor.execute(sql.SQL("INSERT INTO chosen SELECT id FROM ({}) m").format(statement), values)
        assert cursor.rowcount == 0  # no word begins with n
    statement, values = matching(actor=uma, subject="contact", filter=every(ask("assigned_user", "any_of", ["me"])))
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = {pk for (pk,) in cursor.fetchall()}
    assert found == set(walk(uma, filter=every(ask("assigned_user", "any_of", ["me"]))))
    nobody = Actor(kind=uma.kind, name="Nobody", permissions=frozenset(), id=uma.id)
    with pytest.raises(NotAllowed):
        matching(actor=nobody, subject="contact")


@pytest.mark.usefixtures("people")
def test_over_http(uma: Actor) -> None:
    page = Browser(vic())
    asked = quote(every(ask("tags", "has_any", [tag_of("vip")])))
    assert {row["full_name"] for row in page.get(f"/api/v1/contacts?filter={asked}").json()["items"]} == {"Ann", "Cid"}
    assert page.get(f"/api/v1/contacts/count?filter={asked}&exact=true").json() == {"count": 2, "is_capped": False}
    assert len(page.get("/api/v1/contacts?filter=").json()["items"]) == 5
    for wrong in ("x", quote('{"all":[{"field":"tags","op":"has_any","value":[99999999999]}]}'), "x" * 8001):
        answer = page.get(f"/api/v1/contacts?filter={wrong}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
        assert list(answer.json()["fields"]) == ["filter"]


@pytest.mark.usefixtures("people")
def test_companies_are_all_present_ones_and_the_primary_is_one(uma: Actor) -> None:
    ann = Contact.objects.get(first_name="Ann")
    services.add_contact_company(actor=uma, contact_id=ann.pk, company="Beta", role="Adviser")
    beta, acme = Company.objects.get(name="Beta").pk, Company.objects.get(name="Acme").pk
    make(uma, "Fay", company="Beta")
    assert names(uma, filter=every(ask("company", "any_of", [beta]))) == {"Ann", "Fay"}
    assert names(uma, filter=every(ask("company", "any_of", [acme, beta]))) == {"Ann", "Fay"}
    assert names(uma, filter=every(ask("primary_company", "any_of", [beta]))) == {"Fay"}
    assert names(uma, filter=every(ask("company", "none_of", [beta]))) == {"Bob", "Cid", "Dan", "Eve Ångström"}
    assert names(uma, filter=every(ask("company", "is_not_empty"))) == {"Ann", "Fay"}
    assert names(uma, filter=every(ask("company_role", "contains", "ADVIS"))) == {"Ann"}
    assert names(uma, filter=every(ask("company_role", "is_not_empty"))) == {"Ann"}
    assert "Ann" not in names(uma, filter=every(ask("company_role", "is_not", "adviser")))
    assert "Fay" in names(uma, filter=every(ask("company_role", "not_contains", "x")))
    people = {
        count: {row.name for row in list_companies(actor=uma, filter=every(ask("people", "is", count))).items}
        for count in (0, 1, 2)
    }
    assert people == {0: set(), 1: {"Acme"}, 2: {"Beta"}}
    assert names_of_companies(uma, every(ask("people", "between", [1, 5]), ask("name", "starts_with", "ac"))) == {
        "Acme"
    }
    ContactCompany.objects.filter(contact=ann, company_id=beta).update(ended_on=date(2026, 1, 2), is_primary=False)
    assert names(uma, filter=every(ask("company", "any_of", [beta]))) == {"Fay"}
    assert names(uma, filter=every(ask("company_role", "is_not_empty"))) == set()
    assert names_of_companies(uma, every(ask("people", "more_than", 1))) == set()


def names_of_companies(actor: Actor, asked: str) -> set[str]:
    """Which companies the list shows; the count knows as many."""
    found = {row.name for row in list_companies(actor=actor, filter=asked).items}
    assert count_companies(actor=actor, filter=asked).count == len(found)
    return found


def test_companies_by_their_own_fields(uma: Actor) -> None:
    Company.objects.bulk_create(
        Company(name=name, name_key=name.lower(), domain=domain, website=domain, industry=industry, **more)
        for name, domain, industry, more in [
            ("Ångström AG", "angstrom.example", "Optics", {"phone_raw": "030 901820", "phone": "+4930901820"}),
            ("Beta", "beta.example", "", {"address": "1 Main St\nBerlin"}),
            ("鈴木工業", "", "Machines", {"notes": "met in May"}),
        ]
    )
    for condition, expected in [
        (ask("name", "contains", "angst"), {"Ångström AG"}),
        (ask("name", "contains", "工業"), {"鈴木工業"}),
        (ask("name", "is", "beta"), {"Beta"}),
        (ask("website", "is_empty"), {"鈴木工業"}),
        (ask("website", "contains", ".example"), {"Ångström AG", "Beta"}),
        (ask("industry", "is_not", "optics"), {"Beta", "鈴木工業"}),
        (ask("phone", "is", "+49 30 901820"), {"Ångström AG"}),
        (ask("address", "contains", "berlin"), {"Beta"}),
        (ask("notes", "is_not_empty"), {"鈴木工業"}),
        (ask("created_by", "is_empty"), {"Ångström AG", "Beta", "鈴木工業"}),
        (ask("created_at", "in_last", {"n": 1, "unit": "weeks"}), {"Ångström AG", "Beta", "鈴木工業"}),
    ]:
        assert names_of_companies(uma, every(condition)) == expected, condition
