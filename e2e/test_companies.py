"""Companies and who belongs to them: made, linked, left, archived with what that cuts, brought back."""

import re
from typing import Any

import pytest
from people import House, Person, unique
from playwright.sync_api import Locator, Page, expect


@pytest.fixture
def word() -> str:
    """A word that nothing else carries."""
    return unique("Norvia")


def add_person(page: Page, company: str, person: str, role: str) -> None:
    """Links a contact on the company's page."""
    page.get_by_role("button", name="Add person").click()
    dialog = page.get_by_role("dialog", name=f"Add a person to {company}")
    dialog.get_by_role("combobox", name="Person").fill(person)
    page.get_by_role("option", name=person).click()
    dialog.get_by_label("Role").fill(role)
    dialog.get_by_role("button", name="Add").click()
    expect(dialog).to_be_hidden()


def region(page: Page, name: str) -> Locator:
    """A named part of the page."""
    return page.get_by_role("region", name=name)


def make_company(person: Person, **fields: object) -> dict[str, Any]:
    """A company made without the form."""
    company: dict[str, Any] = person.ask("POST", "/companies", fields)["company"]
    return company


def test_people_come_and_go(house: House, admin: Person, word: str) -> None:
    ana = admin.add_contact(first_name="Ana", last_name=word)
    bo = admin.add_contact(first_name="Bo", last_name=word)
    company, other = f"{word} Trading", f"{word} Shipping"

    # Made by keys alone: there, create, type, save.
    page = admin.open("/contacts")
    expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", name="Companies", exact=True)).to_be_visible()
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New company")
    expect(dialog.get_by_label("Name")).to_be_focused()
    page.keyboard.type(company)
    page.keyboard.press("Tab")
    page.keyboard.type(f"www.{word.lower()}.example")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name=company)).to_be_visible()

    add_person(page, company, ana["full_name"], "Head of Sales")
    add_person(page, company, bo["full_name"], "Buyer")
    people = region(page, "People").first
    expect(people).to_contain_text("Head of Sales")
    expect(people.get_by_role("listitem").filter(has_text="Bo")).to_contain_text("Primary")
    expect(region(page, "Timeline")).to_contain_text(f"Ana {word}")

    # The contact knows it too, and a job change keeps where they were.
    people.get_by_role("link", name=ana["full_name"]).click()
    companies = region(page, "Companies")
    expect(companies.get_by_role("listitem").filter(has_text=company)).to_contain_text("Head of Sales")
    page.get_by_role("button", name=re.compile("^Company: ")).click()
    page.get_by_role("combobox", name="Company").fill(other)
    page.keyboard.press("Enter")
    expect(companies.get_by_role("listitem").filter(has_text=other)).to_contain_text("Primary")
    expect(region(page, "Timeline")).to_contain_text(other)
    companies.get_by_role("link", name=other).click()
    expect(page.get_by_role("heading", name=other)).to_be_visible()
    expect(people).to_contain_text(f"Ana {word}")
    expect(region(page, "Timeline")).to_contain_text(f"Ana {word}")
    assert house.kith.url in page.url


def test_a_job_ends_and_is_taken_back(admin: Person, word: str) -> None:
    company = make_company(admin, name=f"{word} Trading")
    ana = admin.add_contact(first_name="Ana", last_name=word)
    admin.ask(
        "POST",
        f"/contacts/{ana['id']}/companies",
        {"company_id": company["id"], "role": "Head of Sales", "started_on": "2024-03-01", "is_primary": True},
    )
    page = admin.open(f"/contacts/{ana['id']}")
    companies = region(page, "Companies")
    expect(companies).to_contain_text("Head of Sales · since Mar 2024")
    companies.get_by_role("button", name=f"Change Ana {word} at {company['name']}").click()
    page.get_by_role("menuitem", name="Left this job").click()
    expect(companies).to_contain_text("None at present")
    companies.get_by_role("button", name="Former jobs").click()
    expect(companies.get_by_role("listitem")).to_contain_text("Head of Sales · Mar 2024 – ")
    page.get_by_label("Messages").get_by_role("button", name="Undo").click()
    expect(companies).to_contain_text("Head of Sales · since Mar 2024")
    expect(companies).to_contain_text("Primary")

    # Role and days by the form, whose refusals stand at the field.
    companies.get_by_role("button", name=f"Change Ana {word} at {company['name']}").click()
    page.get_by_role("menuitem", name="Edit role and dates…").click()
    dialog = page.get_by_role("dialog", name=f"Ana {word} at {company['name']}")
    dialog.get_by_label("Until").fill("2020-01-01")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Until")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Until").fill("")
    dialog.get_by_label("Role").fill("Director")
    dialog.get_by_role("button", name="Save").click()
    expect(companies).to_contain_text("Director · since Mar 2024")


def test_archive_names_what_it_cuts(admin: Person, word: str) -> None:
    company = make_company(admin, name=f"{word} Trading", website=f"{word.lower()}.example")
    for first_name, role in (("Ana", "Head of Sales"), ("Bo", "Buyer")):
        contact = admin.add_contact(first_name=first_name, last_name=word)
        admin.ask(
            "POST",
            f"/contacts/{contact['id']}/companies",
            {"company_id": company["id"], "role": role, "started_on": None, "is_primary": True},
        )
    page = admin.open(f"/companies/{company['id']}")
    people = region(page, "People").first
    expect(people.get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Archive", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Archive {company['name']}?")
    expect(dialog).to_contain_text("2 people will no longer be shown")
    expect(dialog.get_by_role("listitem").filter(has_text="Ana")).to_contain_text("Head of Sales, primary company")
    dialog.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("In the trash since")).to_be_visible()
    page.get_by_label("Messages").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("In the trash since")).to_have_count(0)
    expect(people.get_by_role("listitem")).to_have_count(2)

    # For longer: the trash has a part for companies, and what comes back is as it was.
    admin.ask("POST", f"/companies/{company['id']}/archive")
    contact_id = admin.ask("GET", f"/contacts?q={word}")["items"][0]["id"]
    assert admin.ask("GET", f"/contacts/{contact_id}/companies") == []
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Trash").click()
    page.get_by_role("main").get_by_text("Companies", exact=True).click()
    row = page.get_by_role("table", name="Archived companies").get_by_role("row").filter(has_text=company["name"])
    row.get_by_role("button", name=f"Restore {company['name']}").click()
    expect(page.get_by_label("Messages")).to_contain_text(f"{company['name']} restored")
    expect(row).to_have_count(0)
    links = admin.ask("GET", f"/contacts/{contact_id}/companies")
    assert [link["company"]["id"] for link in links] == [company["id"]]
    assert links[0]["is_primary"]


def test_the_list_by_keys(admin: Person, word: str) -> None:
    alpha = make_company(admin, name=f"{word} Alpha", website=f"{word.lower()}.example")
    make_company(admin, name=f"{word} Beta")
    page = admin.open("/companies")
    expect(page.get_by_role("heading", name="Companies", exact=True)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(word)
    rows = page.get_by_role("table", name="Companies").get_by_role("row").filter(has_text=word)
    expect(rows).to_have_count(2)
    page.keyboard.press("Enter")
    expect(rows.first).to_have_attribute("aria-current", "true")
    page.keyboard.press("e")
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type(f"{word} Aleph")
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Aleph")
    expect(page.get_by_label("Messages")).to_contain_text("Name changed")
    assert admin.ask("GET", f"/companies/{alpha['id']}")["name"] == f"{word} Aleph"
    page.keyboard.press("z")
    expect(rows.first).to_contain_text("Alpha")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(page.get_by_role("complementary", name=f"Preview of {word} Beta")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"{word} Beta")).to_be_visible()

    # The same website is told while one types, and leads to the company that has it.
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New company")
    dialog.get_by_label("Website").fill(f"https://www.{word.lower()}.example/shop")
    expect(dialog).to_contain_text(f"{word} Alpha – same website")
    dialog.get_by_role("link", name="Open that one").click()
    expect(page.get_by_role("heading", name=f"{word} Alpha")).to_be_visible()

    # And the palette finds it from anywhere.
    page.goto(f"{admin.kith.url}/settings/profile")
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find people and companies").fill(f"{word} B")
    page.get_by_role("group", name="Companies").get_by_role("option", name=f"{word} Beta").click()
    expect(page.get_by_role("heading", name=f"{word} Beta")).to_be_visible()


def test_two_people_edit_one_company(house: House, admin: Person, word: str) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    company = make_company(admin, name=f"{word} Trading", industry="Retail")
    page = uma.open(f"/companies/{company['id']}")
    page.get_by_role("button", name=re.compile("^Industry: ")).click()
    page.get_by_role("textbox", name="Industry").fill("Wholesale")
    admin.ask("PATCH", f"/companies/{company['id']}", {"version": company["version"], "industry": "Logistics"})
    expect(region(page, "Timeline")).to_contain_text("Logistics")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Someone else changed this too")
    expect(dialog).to_contain_text("Logistics")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Industry: Wholesale. Edit")).to_be_visible()
    assert admin.ask("GET", f"/companies/{company['id']}")["industry"] == "Wholesale"
