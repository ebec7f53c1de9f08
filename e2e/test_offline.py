"""The connection goes and comes back; nothing that was typed goes with it."""

import re

from people import House, Person, unique
from playwright.sync_api import expect


def test_what_was_typed_without_connection_is_saved_with_it(house: House, admin: Person) -> None:
    surname = unique("Novak")
    contact = admin.add_contact(first_name="Petra", last_name=surname, email="petra@old.example.com")
    page = admin.open(f"/contacts/{contact['id']}")
    expect(page.get_by_role("heading", name=f"Petra {surname}")).to_be_visible()

    # In place: shown as typed, said not to be saved, and saved by one click once that is possible.
    admin.context.set_offline(True)
    page.get_by_role("button", name=re.compile("^Email: ")).click()
    field = page.get_by_role("textbox", name="Email")
    field.fill("petra@new.example.com")
    field.press("Enter")
    messages = page.get_by_label("Messages")
    expect(messages.get_by_role("alert")).to_contain_text("not saved")
    expect(page.get_by_text("No connection to Kith.")).to_be_visible()
    admin.context.set_offline(False)
    messages.get_by_role("button", name="Save again").click()
    expect(page.get_by_role("button", name="Email: petra@new.example.com. Edit")).to_be_visible()
    expect(page.get_by_text("No connection to Kith.")).to_be_hidden()
    assert admin.contact(contact["id"])["email"] == "petra@new.example.com"

    # In the form: refused, still there, also after the page was loaded anew; then saved.
    page.keyboard.press("c")
    form = page.get_by_role("dialog", name="New contact")
    form.get_by_label("First name").fill("Pavel")
    form.get_by_label("Last name").fill(surname)
    form.get_by_label("Notes").fill("Typed on the train")
    admin.context.set_offline(True)
    form.get_by_role("button", name="Create").click()
    expect(form.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(form.get_by_label("Notes")).to_have_value("Typed on the train")
    admin.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("heading", name=f"Petra {surname}")).to_be_visible()
    page.keyboard.press("c")
    expect(form.get_by_label("Notes")).to_have_value("Typed on the train")
    form.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name=f"Pavel {surname}")).to_be_visible()


def test_a_page_that_cannot_be_read_says_so(house: House, admin: Person) -> None:
    contact = admin.add_contact(first_name="Nils", last_name=unique("Berg"))
    page = admin.open(f"/contacts?q={contact['last_name']}")
    row = page.get_by_role("row").filter(has_text=contact["full_name"])
    expect(row).to_be_visible()
    admin.context.set_offline(True)
    row.get_by_role("link").dblclick()
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    admin.context.set_offline(False)
    page.get_by_role("main").get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name=contact["full_name"])).to_be_visible()


def test_a_server_that_was_away_is_found_again(own_house: House) -> None:
    admin = own_house.administrator()
    contact = admin.add_contact(first_name="Greta", last_name="Holm")
    page = admin.open(f"/contacts/{contact['id']}")
    expect(page.get_by_role("heading", name="Greta Holm")).to_be_visible()
    own_house.kith.restart()
    # The stream of changes is taken up again by itself.
    admin.edit(contact["id"], first_name="Margareta")
    expect(page.get_by_role("heading", name="Margareta Holm")).to_be_visible(timeout=30_000)
