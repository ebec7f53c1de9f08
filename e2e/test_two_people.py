"""Two people in Kith at once: each sees what the other does, and neither writes over the other."""

import re

import pytest
from people import House, Person, unique
from playwright.sync_api import Locator, Page, expect


def test_what_one_changes_the_other_sees_without_a_reload(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    surname = unique("Ferreira")
    contact = admin.add_contact(first_name="Lia", last_name=surname, email=f"{surname}@example.com")

    # Uma looks at the list narrowed to this name, and in another tab at the contact itself.
    listing = uma.open(f"/contacts?q={surname}")
    rows = listing.get_by_role("row").filter(has_text=surname)
    expect(rows).to_have_count(1)
    page = uma.open(f"/contacts/{contact['id']}")
    expect(page.get_by_role("heading", name=f"Lia {surname}")).to_be_visible()
    for tab in (listing, page):
        tab.evaluate("window.neverReloaded = true")

    admin.edit(contact["id"], phone="+49 30 901820", first_name="Amalia")
    expect(rows.first).to_contain_text("Amalia")
    expect(rows.first).to_contain_text("+49 30 901820")
    expect(page.get_by_role("heading", name=f"Amalia {surname}")).to_be_visible()
    expect(page.get_by_label("Timeline")).to_contain_text("Amalia")

    admin.add_contact(first_name="Bruno", last_name=surname)
    expect(rows).to_have_count(2)
    admin.ask("POST", f"/contacts/{contact['id']}/archive")
    expect(rows).to_have_count(1)
    expect(page.get_by_text("In the trash since")).to_be_visible()
    for tab in (listing, page):
        assert tab.evaluate("window.neverReloaded") is True


def begin_to_edit_email(page: Page, typed: str) -> Locator:
    """Opens the field in place and types, without saving."""
    page.get_by_role("button", name=re.compile("^Email: ")).click()
    field = page.get_by_role("textbox", name="Email")
    field.fill(typed)
    return field


@pytest.mark.parametrize("choice", ["mine", "theirs", "picked", "closed"])
def test_two_edits_of_one_field_are_shown_side_by_side(house: House, admin: Person, choice: str) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    contact = admin.add_contact(first_name="Iris", last_name=unique("Okafor"), email="iris@old.example.com")
    page = uma.open(f"/contacts/{contact['id']}")

    field = begin_to_edit_email(page, "iris@mine.example.com")
    admin.edit(contact["id"], email="iris@theirs.example.com", notes="Met in Lagos")
    expect(page.get_by_label("Timeline")).to_contain_text("iris@theirs.example.com")
    # What the other one did reached the page, and what is being typed was left alone.
    expect(field).to_have_value("iris@mine.example.com")
    field.press("Enter")

    dialog = page.get_by_role("dialog", name="Someone else changed this too")
    expect(dialog).to_contain_text("Before: iris@old.example.com")
    mine = dialog.get_by_role("radio", name=re.compile("iris@mine.example.com"))
    theirs = dialog.get_by_role("radio", name=re.compile("iris@theirs.example.com"))
    expect(mine).to_be_checked()
    expect(theirs).to_be_visible()
    if choice == "mine":
        dialog.get_by_role("button", name="Save").click()
    elif choice == "theirs":
        dialog.get_by_role("button", name="Keep theirs").click()
    elif choice == "picked":
        theirs.check()
        dialog.get_by_role("button", name="Save").click()
    else:
        page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    kept = "iris@mine.example.com" if choice == "mine" else "iris@theirs.example.com"
    expect(page.get_by_role("button", name=f"Email: {kept}. Edit")).to_be_visible()
    now = admin.contact(contact["id"])
    assert (now["email"], now["notes"]) == (kept, "Met in Lagos")


def test_edits_of_different_fields_do_not_meet(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    contact = admin.add_contact(first_name="Ines", last_name=unique("Duarte"))
    page = uma.open(f"/contacts/{contact['id']}")
    field = begin_to_edit_email(page, "ines@example.org")
    admin.edit(contact["id"], phone="+351 21 342 5600")
    field.press("Enter")
    expect(page.get_by_role("button", name="Email: ines@example.org. Edit")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^Phone: \+351 21 342 5600"))).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
