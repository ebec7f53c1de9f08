"""A template is taken from the library, made one's own, looked at for a contact, and an old version brought back."""

import re

from looking import Look
from people import House, Person, unique
from playwright.sync_api import Page, expect


def preview_for(page: Page, name: str) -> None:
    """Fills the preview with a contact's details."""
    page.get_by_role("button", name=re.compile("^Preview with")).click()
    page.get_by_role("combobox", name="Contacts").fill(name)
    page.get_by_role("option", name=re.compile(name)).click()


def test_a_template_is_taken_over_changed_and_brought_back(admin: Person) -> None:
    word = unique("Hellebore")
    admin.add_contact(email=f"{word.lower()}@example.com")
    page = admin.open("/settings/templates")
    page.get_by_role("link", name="Library").click()
    page.get_by_role("button", name="Use this: Introduction, text message").click()
    sheet = page.get_by_test_id("preview")
    expect(sheet).to_contain_text("Hi Grace, this is")
    preview_for(page, word.lower())
    expect(sheet).to_contain_text("Hi there, this is")
    first = sheet.inner_text()

    # What is not saved outlives a reload; what can't be filled is told.
    page.get_by_label("Name", exact=True).fill(word)
    text = page.get_by_role("textbox", name="Text")
    text.fill("Hi {{first_nme}}, ")
    page.get_by_role("button", name="Insert variable").click()
    page.get_by_role("combobox", name="Variables").fill("compa")
    page.keyboard.press("Enter")
    expect(text).to_have_value("Hi {{first_nme}}, {{company|your company}}")
    page.reload()
    expect(text).to_have_value("Hi {{first_nme}}, {{company|your company}}")
    checks = page.get_by_role("list", name="Checks")
    expect(checks).to_contain_text("Did you mean {{first_name}}?")
    text.fill("Hi {{first_name|friend}}, how are things at {{company|your company}}?")
    expect(checks).to_contain_text("Nothing to mend")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name=word)).to_be_visible()
    expect(page.get_by_role("article", name="Version 2")).to_contain_text("In use")
    preview_for(page, word.lower())
    expect(sheet).to_have_text("Hi friend, how are things at your company?")

    page.get_by_role("article", name="Version 1").get_by_role("button", name="Restore").click()
    expect(page.get_by_role("article", name="Version 3")).to_contain_text("In use")
    expect(sheet).to_have_text(first)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("article", name="Version 4")).to_contain_text("In use")
    expect(sheet).to_contain_text("Hi friend")

    page.get_by_role("link", name="Templates").last.click()
    page.get_by_label("Search templates").fill(word)
    expect(page.get_by_role("row", name=re.compile(word))).to_be_visible()
    page.get_by_role("button", name=f"More for {word}").click()
    page.get_by_role("menuitem", name="Move to the trash").click()
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("button", name="Trash", exact=True).click()
    page.get_by_role("button", name=f"More for {word}").click()
    page.get_by_role("menuitem", name="Restore").click()
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_templates_look_right_for_everybody(own_house: House) -> None:
    boss = own_house.administrator()
    boss.ask("POST", "/templates/folders", {"name": "Sales"})
    kept = [
        boss.ask("POST", f"/templates/library/{key}/clone", {})
        for key in ("win_back_email", "reminder_sms", "invoice_email")
    ]
    page = boss.open("/settings/templates")
    look = Look(page)
    expect(page.get_by_role("row")).to_have_count(4)
    look.at("templates")
    page.goto(f"{boss.kith.url}/settings/templates/library")
    expect(page.get_by_role("button", name=re.compile("^Use this")).first).to_be_visible()
    look.at("template-library")
    page.goto(f"{boss.kith.url}/settings/templates/{kept[0]['id']}")
    # Marketing without a postal address, until an administrator has entered it.
    checks = page.get_by_role("list", name="Checks")
    expect(checks).to_contain_text("Your postal address has not been entered yet")
    look.at("template")
    page.goto(f"{boss.kith.url}/settings/templates")
    page.get_by_role("button", name="Enter").first.click()
    dialog = page.get_by_role("dialog", name="Your organisation")
    dialog.get_by_label("Name").fill("Harbour Mills")
    dialog.get_by_label("Postal address").fill("1 Quay Street\nPortland")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Harbour Mills, 1 Quay Street, Portland")).to_be_visible()
    page.goto(f"{boss.kith.url}/settings/templates/{kept[0]['id']}")
    expect(page.get_by_test_id("preview")).to_contain_text("1 Quay Street")
    expect(checks).not_to_contain_text("postal address")
    page.get_by_role("button", name=re.compile("Send a test")).click()
    expect(page.get_by_label("Your email")).to_have_value(boss.email)
    look.at("template-test")
    viewer = own_house.join("Vic Viewer", "viewer", by=boss)
    theirs = viewer.open(f"/settings/templates/{kept[1]['id']}")
    expect(theirs.get_by_role("textbox", name="Text")).not_to_be_editable()
    expect(theirs.get_by_role("button", name="Save")).to_have_count(0)
    assert look.faults == []
