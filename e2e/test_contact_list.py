"""The list of contacts: long, sorted, left and come back to; the trash, and what is gone for good."""

from people import House, Person, unique
from playwright.sync_api import Page, expect

MANY = 215


def many_contacts(admin: Person) -> str:
    """Contacts with one surname that nobody else has. Returns it."""
    surname = unique("Quill")
    for number in range(MANY):
        admin.add_contact(first_name=f"Person {number:03}", last_name=surname)
    return surname


def scroll_to_the_end(page: Page) -> None:
    """Moves the wheel until nothing more comes."""
    page.get_by_role("row").nth(3).hover()
    last = page.get_by_role("row").filter(has_text=f"Person {MANY - 1:03}")
    for _ in range(60):
        page.mouse.wheel(0, 900)
        if last.count():
            break
        page.wait_for_timeout(50)
    expect(last).to_be_visible()


def test_a_long_list_is_counted_sorted_scrolled_and_found_again(house: House, admin: Person) -> None:
    surname = many_contacts(admin)
    page = admin.open(f"/contacts?q={surname}")
    table = page.get_by_role("table", name="Contacts")
    rows = table.get_by_role("row").filter(has_text=surname)

    # Newest first, counted in full though only a part is here.
    expect(page.get_by_role("main")).to_contain_text(f"{MANY}")
    expect(rows.first).to_contain_text(f"Person {MANY - 1:03}")
    table.get_by_role("columnheader", name="Name").get_by_role("button").click()
    expect(rows.first).to_contain_text("Person 000")
    expect(table.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "ascending")
    assert "sort=name" in page.url

    # More comes while one scrolls; only what is in sight is drawn.
    scroll_to_the_end(page)
    assert rows.count() < MANY
    there = rows.filter(has_text=f"Person {MANY - 5:03}")
    there.get_by_role("link").dblclick()
    expect(page.get_by_role("heading", name=f"Person {MANY - 5:03} {surname}")).to_be_visible()
    page.go_back()
    expect(there).to_be_in_viewport()
    table.get_by_role("columnheader", name="Name").get_by_role("button").click()
    expect(rows.first).to_contain_text(f"Person {MANY - 1:03}")


def test_archive_undo_trash_restore_and_delete_for_good(house: House, admin: Person) -> None:
    surname = unique("Varga")
    contact = admin.add_contact(first_name="Emil", last_name=surname, email=f"{surname}@example.com")
    page = admin.open(f"/contacts?q={surname}")
    row = page.get_by_role("row").filter(has_text=surname)
    row.get_by_role("link").focus()
    page.keyboard.press("#")
    expect(row).to_have_count(0)
    messages = page.get_by_label("Messages")
    expect(messages).to_contain_text(f"Emil {surname} archived")
    messages.get_by_role("button", name="Undo").click()
    expect(row).to_have_count(1)
    assert admin.contact(contact["id"])["archived_at"] is None

    # Into the trash for longer: who and when stand there, and it comes back as it was.
    row.get_by_role("link").focus()
    page.keyboard.press("#")
    expect(row).to_have_count(0)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Trash").click()
    expect(page.get_by_role("heading", name="Trash")).to_be_visible()
    expect(row).to_contain_text(admin.ask("GET", "/me")["name"])
    row.get_by_role("button", name=f"Restore Emil {surname}").click()
    expect(row).to_have_count(0)
    # Shown at once; said when the server has done it.
    expect(messages).to_contain_text(f"Emil {surname} restored")
    assert admin.contact(contact["id"])["archived_at"] is None

    # For good only after the word was typed, and then no address shows it any more.
    admin.ask("POST", f"/contacts/{contact['id']}/archive")
    row.get_by_role("button", name=f"Delete Emil {surname} for good").click()
    dialog = page.get_by_role("dialog", name=f"Delete Emil {surname} for good?")
    confirm = dialog.get_by_role("button", name="Delete for good")
    expect(confirm).to_be_disabled()
    dialog.get_by_role("textbox").fill("delete")
    confirm.click()
    expect(dialog).to_be_hidden()
    expect(row).to_have_count(0)
    page.goto(f"{house.kith.url}/contacts/{contact['id']}")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()


def test_a_user_restores_but_does_not_delete(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    contact = admin.add_contact(first_name="Oto", last_name=unique("Vesely"))
    admin.ask("POST", f"/contacts/{contact['id']}/archive")
    page = uma.open(f"/trash?q={contact['last_name']}")
    row = page.get_by_role("row").filter(has_text=contact["full_name"])
    expect(row.get_by_role("button", name="Restore")).to_be_visible()
    expect(row.get_by_role("button", name="Delete")).to_have_count(0)
    assert uma.send("DELETE", f"/api/v1/contacts/{contact['id']}").status == 403
