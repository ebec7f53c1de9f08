"""Tags looked after in Settings; a person's right to have their data, and to be forgotten."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from looking import Look
from people import Person, unique
from playwright.sync_api import Locator, Page, expect


@pytest.fixture
def word() -> str:
    """A word that nothing else carries."""
    return unique("Quenby")


def asks_for(tag: dict[str, Any]) -> dict[str, Any]:
    return {"all": [{"field": "tags", "op": "has_any", "value": [tag["id"]]}]}


def row_of(page: Page, tag: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("button", name=f"More for {tag}", exact=True))


def choose(page: Page, tag: str, what: str) -> None:
    """An item of the menu of a tag."""
    page.get_by_role("button", name=f"More for {tag}", exact=True).click()
    page.get_by_role("menuitem", name=what).click()


def test_tags_are_merged_deleted_and_brought_back(admin: Person, word: str) -> None:
    wrong, right = f"{word} Custmer", f"{word} Customer"
    for number in range(3):
        admin.add_contact(first_name=f"Ann {number}", last_name=word, tags=[wrong])
    admin.add_contact(first_name="Bo", last_name=word, tags=[right])
    tags = {tag["name"]: tag for tag in admin.ask("GET", "/tags/all")}
    view = {"subject": "contact", "name": f"{word}s", "filter": asks_for(tags[wrong])}
    admin.ask("POST", "/views", {**view, "q": "", "sort": "", "columns": [], "is_shared": False})

    page = admin.open("/settings/tags")
    look = Look(page)
    page.get_by_label("Search tags").fill(word)
    expect(page.get_by_text("2 of")).to_be_visible()
    look.at("tags")

    choose(page, wrong, "Merge into…")
    dialog = page.get_by_role("dialog", name=f"Merge {wrong} into another tag")
    dialog.get_by_role("combobox", name="The tag that stays").fill(right)
    page.get_by_role("option", name=right).click()
    expect(dialog).to_contain_text("3 contacts have it.")
    expect(dialog).to_contain_text(f"Used in 1 view: “{word}s”. Filters there will ask for {right}.")
    look.at("tags-merge")
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(row_of(page, right)).to_contain_text("4")
    expect(row_of(page, wrong)).to_have_count(0)
    expect(page.get_by_text(f"Merged {wrong} into {right}")).to_be_visible()
    page.keyboard.press("z")
    expect(row_of(page, wrong)).to_contain_text("3")
    assert [one["filter"] for one in admin.ask("GET", "/views") if one["name"] == f"{word}s"] == [asks_for(tags[wrong])]

    choose(page, wrong, "Delete…")
    dialog = page.get_by_role("dialog", name=f"Delete the tag {wrong}?")
    expect(dialog).to_contain_text("Filters there will say that it is gone, and match nobody by it.")
    look.at("tags-delete")
    dialog.get_by_role("button", name="Delete tag").click()
    expect(row_of(page, wrong)).to_have_count(0)
    expect(page.get_by_text(f"Deleted the tag {wrong}")).to_be_visible()
    page.keyboard.press("z")
    expect(row_of(page, wrong)).to_contain_text("3")
    assert look.faults == []


def test_a_tag_that_many_have_is_merged_by_a_job(admin: Person, word: str) -> None:
    wrong, right = f"{word} Custmer", f"{word} Customer"
    page = admin.open("/settings/tags")
    look = Look(page)
    lines = "".join(f"Ann {number},ann{number}@{word.lower()}.example\n" for number in range(1010))
    declined = {"answer": "declined"}
    load(admin, page, f"Name,Email\n{lines}", {"consent": {"email": declined, "sms": declined}, "tags": [wrong]})
    admin.add_contact(first_name="Bo", last_name=word, tags=[right])
    page.reload()
    page.get_by_label("Search tags").fill(word)
    choose(page, wrong, "Merge into…")
    dialog = page.get_by_role("dialog", name=f"Merge {wrong} into another tag")
    dialog.get_by_role("combobox", name="The tag that stays").fill(right)
    page.get_by_role("option", name=right).click()
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text(f"Merge tag {wrong} into {right}: 1,010 changed")).to_be_visible()
    expect(row_of(page, right)).to_contain_text("1,011")
    page.get_by_role("button", name="Jobs").click()
    job = page.get_by_role("listitem").filter(has_text=f"Merge tag {wrong} into {right}")
    expect(job).to_contain_text("1,010 changed")
    look.at("tags-job")
    job.get_by_role("button", name="Undo").click()
    page.keyboard.press("Escape")
    expect(row_of(page, wrong)).to_contain_text("1,010")
    expect(row_of(page, right)).to_contain_text("1")
    assert look.faults == []


def bring_in(admin: Person, page: Page, word: str) -> None:
    """An import that states consent."""
    email = f"{word.lower()}@example.org"
    file = f"Name,Email,Phone,Newsletter,Consent date\nQuen {word},{email},+1 202 555 0143,yes,2025-06-01\n"
    consent = {"email": {"column": "c4"}, "sms": {"answer": "opted_out"}, "wording": "Yes, write to me"}
    load(admin, page, file, {"consent": consent})


def load(admin: Person, page: Page, file: str, settings: dict[str, Any]) -> None:
    """An import from its file to its end."""
    path = f"/imports/{admin.ask('POST', '/imports?file_name=fair.csv', file.encode())['id']}"
    admin.ask("PATCH", path, settings)
    for step, state in (("preview", "ready"), ("start", "done")):
        admin.ask("POST", f"{path}/{step}")
        while admin.ask("GET", path)["state"] != state:
            page.wait_for_timeout(100)


def test_a_person_has_their_data_and_is_forgotten(admin: Person, word: str, tmp_path: Path) -> None:
    name = f"Quen {word}"
    page = admin.open("/contacts")
    look = Look(page)
    bring_in(admin, page, word)
    (person,) = admin.ask("GET", f"/contacts?q={word}")["items"]
    page.goto(f"{admin.kith.url}/contacts/{person['id']}")
    consent = page.get_by_role("region", name="Consent")
    expect(consent.get_by_role("listitem").filter(has_text="Email")).to_contain_text("1 Jun 2025 · fair.csv")
    expect(consent).to_contain_text("Opted out")
    look.at("consent")

    more = page.get_by_role("button", name=f"More for {name}", exact=True)
    more.click()
    with page.expect_download() as downloading:
        page.get_by_role("menuitem", name="Export personal data").click()
    file = tmp_path / "data.json"
    downloading.value.save_as(file)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["contact"]["full_name"] == name
    assert {line["channel"] for line in told["consent"]} == {"email", "sms"}

    expect(page.get_by_role("menuitem", name="Erase person…")).to_be_hidden()
    more.click()
    page.get_by_role("menuitem", name="Erase person…").click()
    dialog = page.get_by_role("dialog", name=f"Erase {name} everywhere?")
    button = dialog.get_by_role("button", name="Erase person")
    expect(button).to_be_disabled()
    dialog.get_by_role("textbox").fill(name)
    look.at("erase")
    button.click()
    expect(page).to_have_url(re.compile(r"/contacts$"))
    page.goto(f"{admin.kith.url}/contacts?q={word}")
    expect(page.get_by_text("No contact")).to_be_visible()

    # The address stays blocked for whoever has it next.
    again = admin.add_contact(first_name="Again", email=f"{word.lower()}@example.org")
    page.goto(f"{admin.kith.url}/contacts/{again['id']}")
    expect(page.get_by_role("region", name="Consent")).to_contain_text("Blocked")
    assert look.faults == []
