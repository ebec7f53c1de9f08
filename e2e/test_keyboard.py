"""No mouse: everything that is done all day, by keys alone."""

import re

from people import House, Person, unique
from playwright.sync_api import Page, expect


def focused(page: Page) -> str:
    """What the keys act on, in words."""
    return str(
        page.evaluate(
            "(() => { const at = document.activeElement;"
            " return at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || at.tagName })()"
        )
    )


def test_a_contact_is_made_and_taken_back(house: House, admin: Person) -> None:
    surname = unique("Mwangi")
    page = admin.open("/contacts")
    expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New contact")
    expect(dialog.get_by_label("First name")).to_be_focused()
    page.keyboard.type("Wanjiru")
    order = [focused(page)]
    for word in (surname, f"{surname}@example.com", "0171 2345678", "Savanna Tea"):
        page.keyboard.press("Tab")
        order.append(focused(page))
        page.keyboard.type(word)
    assert order == ["First name", "Last name", "Email", "Phone", "Company"]
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name=f"Wanjiru {surname}")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Company: Savanna Tea. Edit")).to_be_visible()

    # e opens all fields, Ctrl+Enter saves them, z takes the change back.
    page.keyboard.press("e")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("First name")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Njeri")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name=f"Njeri {surname}")).to_be_visible()
    expect(form).to_be_hidden()
    page.keyboard.press("z")
    expect(page.get_by_role("heading", name=f"Wanjiru {surname}")).to_be_visible()


def test_down_the_list_in_and_back_to_the_same_place(house: House, admin: Person) -> None:
    surname = unique("Sato")
    for first in ("Aiko", "Botan", "Chie", "Daichi"):
        admin.add_contact(first_name=first, last_name=surname)
    page = admin.open("/contacts?sort=name")
    active = page.locator("tr[aria-current=true]")
    expect(page.get_by_role("row").nth(1)).to_be_visible()

    page.keyboard.press("/")
    expect(page.get_by_label("Search contacts")).to_be_focused()
    page.keyboard.type(surname)
    rows = page.get_by_role("row").filter(has_text=surname)
    expect(rows).to_have_count(4)
    page.keyboard.press("Enter")
    expect(active).to_contain_text("Aiko")
    for key, name in (("j", "Botan"), ("ArrowDown", "Chie"), ("k", "Botan"), ("j", "Chie")):
        page.keyboard.press(key)
        expect(active).to_contain_text(name)
    page.keyboard.press("Space")
    expect(page.get_by_role("complementary", name=f"Preview of Chie {surname}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary", name=re.compile("^Preview"))).to_have_count(0)

    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Chie {surname}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(rows).to_have_count(4)
    expect(active).to_contain_text("Chie")
    page.keyboard.press("j")
    expect(active).to_contain_text("Daichi")

    # Edited where it stands; Tab goes on to the next cell, Esc leaves a cell as it was.
    page.keyboard.press("e")
    expect(page.get_by_role("textbox", name="First name")).to_be_focused()
    page.keyboard.type("Daiki")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Last name")).to_be_focused()
    page.keyboard.type("Nobody")
    page.keyboard.press("Escape")
    expect(active).to_contain_text(f"Daiki {surname}")


def test_the_focus_comes_back_with_the_page(house: House, admin: Person) -> None:
    surname = unique("Lund")
    for first in ("Arne", "Bodil", "Carl"):
        admin.add_contact(first_name=first, last_name=surname)
    page = admin.open(f"/contacts?q={surname}&sort=name")
    link = page.get_by_role("row").filter(has_text="Bodil").get_by_role("link")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Bodil {surname}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_the_palette_finds_people_and_the_sheet_tells_the_keys(house: House, admin: Person) -> None:
    surname = unique("Haddad")
    admin.add_contact(first_name="Nour", last_name=surname, email=f"{surname}@example.com")
    page = admin.open("/trash")
    expect(page.get_by_role("heading", name="Trash")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name=re.compile("Find people"))).to_be_focused()
    page.keyboard.type(surname)
    expect(page.get_by_role("option", name=re.compile(f"Nour {surname}"))).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Nour {surname}")).to_be_visible()

    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Edit all fields")
    expect(sheet).to_contain_text("Undo the last change")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    # The Esc that closed the sheet did nothing behind it.
    expect(page.get_by_role("heading", name=f"Nour {surname}")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
