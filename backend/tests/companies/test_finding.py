"""Companies: one of a name, found by its website too, to choose from."""

import pytest

from crm.companies.models import Company
from crm.companies.selectors import suggest_companies
from crm.companies.services import get_or_create_companies, get_or_create_company
from crm.companies.websites import normalise_domain
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed
from crm.journal.models import Event
from tests import cast


@pytest.fixture
def uma(db: None) -> Actor:
    """The user."""
    return cast.as_actor(cast.uma())


def test_one_company_whatever_the_spelling(uma: Actor) -> None:
    first = get_or_create_company(actor=uma, name=" Müller  &\tSöhne ")
    assert first is not None
    for name in ("müller & söhne", "MÜLLER & SÖHNE", "Ｍüller & Söhne"):
        assert get_or_create_company(actor=uma, name=name) == first
    assert Company.objects.get().name == "Müller & Söhne"
    assert list(Event.objects.values_list("name", "company_id")) == [("company.created", first.id)]
    assert get_or_create_company(actor=uma, name="  ") is None


def test_the_same_website_is_the_same_company(uma: Actor) -> None:
    first = get_or_create_company(actor=uma, name="Acme Incorporated", website="https://www.Acme.example/about")
    assert Company.objects.get().domain == "acme.example"
    assert get_or_create_company(actor=uma, name="ACME Inc.", website="acme.example") == first
    assert get_or_create_company(actor=uma, name="ACME Inc.") != first


def test_many_at_once(uma: Actor) -> None:
    found = get_or_create_companies(actor=uma, names=["Acme", "Beta", "ACME", "Gamma"])
    assert found["Acme"] == found["ACME"]
    assert found["Acme"].name == "Acme"
    assert {company.name for company in found.values()} == {"Acme", "Beta", "Gamma"}
    assert get_or_create_companies(actor=uma, names=["Acme", "beta"])["beta"] == found["Beta"]
    assert Event.objects.count() == 3


@pytest.mark.parametrize("name", ["x" * 201, "NUL\x00", "\ud800", "ﷺ" * 100])
def test_names_that_can_not_be_stored(uma: Actor, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        get_or_create_company(actor=uma, name=name)
    assert refused.value.fields is not None
    assert list(refused.value.fields) == ["company"]


def test_a_viewer_makes_none(db: None) -> None:
    with pytest.raises(NotAllowed):
        get_or_create_company(actor=cast.as_actor(cast.vic()), name="Acme")


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("example.com", "example.com"),
        ("HTTPS://WWW.Example.COM:8080/a?b#c", "example.com"),
        ("https://user:secret@shop.example.co.uk/", "shop.example.co.uk"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("example.com.", "example.com"),
        ("//example.com", "example.com"),
        ("", ""),
        ("localhost", ""),
        ("192.168.0.1", ""),
        ("not a website", ""),
        ("http://[::1", ""),
        ("-bad-.example", ""),
        ("a" * 70 + ".example", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_domains(website: str, domain: str) -> None:
    assert normalise_domain(website) == domain


def test_companies_to_choose_from(uma: Actor) -> None:
    get_or_create_companies(actor=uma, names=["Old Mill Bakery", "Bakery Süd", "100% Juice", "Other"])
    assert [row.name for row in suggest_companies(actor=uma, q="BÄKE")] == ["Bakery Süd", "Old Mill Bakery"]
    assert [row.name for row in suggest_companies(actor=uma, q="100%")] == ["100% Juice"]
    assert [row.name for row in suggest_companies(actor=uma, q="\x00")] == [
        "100% Juice", "Bakery Süd", "Old Mill Bakery", "Other",
    ]  # fmt: skip
    get_or_create_companies(actor=uma, names=[f"Company {n}" for n in range(30)])
    assert len(suggest_companies(actor=uma)) == 20
