"""What the server refuses comes back with its reason and what was typed; an Enter too many settles no conflict."""

from people import House, Person
from playwright.sync_api import expect


def test_a_refused_value_is_kept_to_be_mended(admin: Person) -> None:
    contact = admin.add_contact(first_name="Refused", last_name="Edit", email="right@example.com")
    page = admin.open(f"/contacts/{contact['id']}")
    page.get_by_role("button", name="Email: right@example.com").click()
    field = page.get_by_role("textbox", name="Email")
    field.fill("nonsense")
    field.press("Enter")

    dialog = page.get_by_role("dialog", name="Email was not saved")
    again = dialog.get_by_label("Email")
    expect(again).to_be_focused()
    expect(again).to_have_value("nonsense")
    expect(dialog).to_contain_text("does not look like")
    again.fill("mended@example.com")
    again.press("Enter")

    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Email: mended@example.com")).to_be_visible()
    assert admin.contact(contact["id"])["email"] == "mended@example.com"


def test_a_second_enter_settles_no_conflict(house: House, admin: Person) -> None:
    contact = admin.add_contact(first_name="Twice", last_name="Enter", email="before@example.com")
    other = house.again(admin)
    page = admin.open(f"/contacts/{contact['id']}")
    page.get_by_role("button", name="Email: before@example.com").click()
    field = page.get_by_role("textbox", name="Email")
    expect(field).to_be_focused()
    other.edit(contact["id"], email="theirs@example.com")
    field.fill("mine@example.com")
    field.press("Enter")

    dialog = page.get_by_role("dialog", name="Someone else changed this too")
    expect(dialog.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    assert admin.contact(contact["id"])["email"] == "theirs@example.com"
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Email: mine@example.com")).to_be_visible()
