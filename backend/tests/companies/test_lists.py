"""The list of companies: search, orders, pages, the trash, counts, and what it costs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crm.companies.enums import CompanySort
from crm.companies.models import Company
from crm.companies.selectors import count_companies, get_company, list_companies, suggest_companies
from crm.companies.selectors.lists import CompanyPage
from crm.contacts.services import archive_company
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from crm.core.paging import BadCursor, pack_cursor
from crm.core.text import identity_key
from tests.companies.firms import found
from tests.contacts.people import make
from tests.core.lists import every_way

Counting = Callable[..., Any]


def names(page: CompanyPage) -> list[str]:
    return [row.name for row in page.items]


def walk(actor: Actor, **asked: Any) -> list[int]:
    """Ids of all pages, one after the other."""
    seen: list[int] = []
    cursor = None
    while True:
        page = list_companies(actor=actor, cursor=cursor, **asked)
        seen += [row.id for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return seen


def put(*names: str, **fields: Any) -> list[int]:
    """Companies by these names, written as they are."""
    made = Company.objects.bulk_create(Company(name=name, name_key=identity_key(name), **fields) for name in names)
    return [company.pk for company in made]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("mull", ["Müller & Söhne"]), ("SOHNE mul", ["Müller & Söhne"]), ("söh", ["Müller & Söhne"]),
        ("xample.or", ["Harbour Solar"]), ("555 0143", ["Harbour Solar"]), ("(202) 555", ["Harbour Solar"]),
        ("ha", ["Harbour Solar"]), ("ar", []), ("北京", ["北京出版社"]), ("出版", ["北京出版社"]),
        ("nothing like it", []), ("%", []), ("_", []), ("\x00", ["Harbour Solar", "Müller & Söhne", "北京出版社"]),
    ],
)  # fmt: skip
def test_search(uma: Actor, q: str, expected: list[str]) -> None:
    found(uma, "Müller & Söhne")
    found(uma, "Harbour Solar", website="https://solar.example.org/", phone="202-555-0143")
    found(uma, "北京出版社")
    assert names(list_companies(actor=uma, q=q)) == expected
    assert count_companies(actor=uma, q=q).count == len(expected)


@pytest.mark.parametrize("q", ["", "emil"])
@pytest.mark.parametrize("limit", [1, 7, 40])
@pytest.mark.parametrize("sort", [sort for sort in CompanySort if not sort.value.endswith("archived_at")])
def test_pages_make_up_the_list(uma: Actor, sort: CompanySort, limit: int, q: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for n in range(40):
        put(
            f"{['Émile', 'emil', 'Zed'][n % 3]} {n}",
            created_at=start + timedelta(days=n // 6),
            updated_at=start - timedelta(days=n // 7),
        )
    kept = Company.objects.filter(search__contains=q)
    column = {"name": "sort_name"}.get(sort.value.lstrip("-"), sort.value.lstrip("-"))
    expected = sorted(kept.values_list(column, "pk"), reverse=sort.value.startswith("-"))
    assert walk(uma, sort=sort, limit=limit, q=q) == [pk for _, pk in expected]


def test_by_name_without_accents_and_case(uma: Actor) -> None:
    put("zeta", "Émile", "emma", "Ångström")
    assert names(list_companies(actor=uma)) == ["Ångström", "Émile", "emma", "zeta"]


def test_the_trash_is_a_list_of_its_own(ada: Actor, uma: Actor) -> None:
    first, second, third = found(uma, "First"), found(uma, "Second"), found(uma, "Third")
    archive_company(actor=uma, company_id=second.id)
    archive_company(actor=ada, company_id=first.id)
    trash = list_companies(actor=uma, archived=True)
    assert [(row.name, row.archived_by and row.archived_by.name) for row in trash.items] == [
        ("First", "Ada"), ("Second", "Uma"),
    ]  # fmt: skip
    assert names(list_companies(actor=uma)) == [third.name]
    assert names(list_companies(actor=uma, archived=True, q="sec")) == ["Second"]
    assert [choice.name for choice in suggest_companies(actor=uma)] == ["Third"]
    assert count_companies(actor=uma, archived=True).count == 2
    with pytest.raises(InvalidInput):
        list_companies(actor=uma, sort=CompanySort.ARCHIVED)


@pytest.mark.parametrize(
    "cursor",
    ["nonsense", "🙂", pack_cursor("name", "x", 2**70), pack_cursor("name", "a\x00", 1), pack_cursor("-name", "x", 1),
     pack_cursor("name", 1, 1)],
)  # fmt: skip
def test_a_cursor_that_is_none(uma: Actor, cursor: str) -> None:
    with pytest.raises(BadCursor):
        list_companies(actor=uma, cursor=cursor)


def test_counting_stops_at_a_thousand_unless_all_is_asked_for(uma: Actor) -> None:
    put(*(f"Many {n}" for n in range(1001)))
    assert (count_companies(actor=uma).count, count_companies(actor=uma).is_capped) == (1000, True)
    exact = count_companies(actor=uma, q="many", exact=True)
    assert (exact.count, exact.is_capped) == (1001, False)


@pytest.mark.parametrize("companies", [1, 30])
def test_reads_cost_the_same_for_one_and_for_many(
    uma: Actor,
    companies: int,
    django_assert_num_queries: Counting,
    django_assert_max_num_queries: Counting,
) -> None:
    for n in range(companies):
        make(uma, f"Ann {n}", company=f"Acme {n}")
    list_companies(actor=uma, q="acme")
    with django_assert_num_queries(1):
        page = list_companies(actor=uma)
    assert [row.people_count for row in page.items] == [1] * companies
    with django_assert_max_num_queries(3):  # the estimate, a walk of the nearest, and the page
        assert len(list_companies(actor=uma, q="acme").items) == companies
    with django_assert_num_queries(1):
        get_company(actor=uma, company_id=page.items[0].id)
    with django_assert_num_queries(1):
        suggest_companies(actor=uma, q="acme")


def test_every_way_of_searching_finds_the_same(uma: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    put(*(f"{'Rare' if n % 50 == 0 else 'Common'} {n}" for n in range(500)))
    for q in ("rare", "common"):
        answers = [
            [walk(uma, q=q, limit=200, sort=sort) for sort in (CompanySort.NEWEST, CompanySort.NAME)]
            for _ in every_way(monkeypatch)
        ]
        assert all(answer == answers[0] for answer in answers)
        assert len(answers[0][0]) == Company.objects.filter(name__startswith=q.capitalize()).count()


@pytest.mark.parametrize("company_id", [0, -1, 10**15, 2**63])
def test_ids_that_none_has(uma: Actor, company_id: int) -> None:
    with pytest.raises(NotFound):
        get_company(actor=uma, company_id=company_id)
