"""Lists as one works with them: filters in plain words, views that are kept and shared, what is done to many."""

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from people import House, Person, unique
from playwright.sync_api import Locator, Page, Route, expect


def people_of(admin: Person, surname: str, *first_names: str, **fields: object) -> list[dict[str, Any]]:
    """Contacts with one surname that nobody else has."""
    return [admin.add_contact(first_name=first, last_name=surname, **fields) for first in first_names]


def rows(page: Page, surname: str) -> Locator:
    """The rows of those people."""
    return page.get_by_role("table", name="Contacts").get_by_role("row").filter(has_text=surname)


def chips(page: Page) -> Locator:
    """The row of the filter."""
    return page.get_by_role("region", name="Filter", exact=True)


def surface(page: Page) -> Locator:
    """What floats over the list at the moment."""
    return page.locator("[data-floating]")


def pick(page: Page, field: str, value: str | None = None) -> None:
    """Types a field, and a value of it, as quick hands do: without waiting for what opens."""
    page.keyboard.type(field)
    page.keyboard.press("Enter")
    if value is not None:
        expect(surface(page).get_by_role("listbox").get_by_role("option", name=re.compile(value)).first).to_be_visible()
        # Enter without waiting for what the server finds: not what stood first before is taken, but what was typed.
        page.keyboard.type(value)
        page.keyboard.press("Enter")


def select_all(page: Page, count: int) -> None:
    """All that match, though one row alone was chosen."""
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar = page.get_by_role("region", name="Selected rows")
    expect(bar).to_contain_text("1 contact selected")
    bar.get_by_role("button", name=f"Select all {count} that match").click()
    expect(bar).to_contain_text(f"{count} contacts, all that match")


def test_a_filter_is_built_by_keys_reads_as_words_and_travels_in_a_link(house: House, admin: Person) -> None:
    surname, tag = unique("Ferro"), unique("Guest")
    people_of(admin, surname, "Ada", "Bea", tags=[tag])
    people_of(admin, surname, "Cid", company=f"{surname} Works")
    people_of(admin, surname, "Dot")
    page = admin.open(f"/contacts?q={surname}")
    expect(rows(page, surname)).to_have_count(4)

    page.keyboard.type("f")
    pick(page, "tag", tag)
    expect(chips(page).get_by_role("button", name=f"Tag is {tag}", exact=True)).to_be_visible()
    expect(rows(page, surname)).to_have_count(2)

    # An alternative beside it, in brackets of its own; then a demand that both must meet.
    surface(page).get_by_role("button", name="Or…").click()
    pick(page, "primary", surname)
    group = chips(page).get_by_role("button", name=re.compile(rf"^Tag is {tag} or primary company is {surname} Works$"))
    expect(group).to_be_visible()
    expect(rows(page, surname)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(surface(page)).to_have_count(0)
    page.keyboard.type("f")
    pick(page, "created")
    expect(chips(page)).to_contain_text(re.compile(r"and\s*Created on \d+ \w+ \d{4}"))
    expect(chips(page)).to_contain_text("Days as in")
    page.keyboard.press("Escape")
    expect(rows(page, surname)).to_have_count(3)

    # The address carries it: somebody else sees the same list and the same words.
    tree = parse_qs(urlsplit(page.url).query)["filter"][0]
    assert '"any"' in tree
    assert '"created_at"' in tree
    uma = house.join("Uma Rahman", "user", by=admin)
    theirs = uma.open(page.url.removeprefix(house.kith.url))
    expect(rows(theirs, surname)).to_have_count(3)
    expect(chips(theirs)).to_contain_text(f"Tag is {tag} or primary company is {surname} Works")

    # Into a contact and back: the same list, and the same row under the keys.
    page.keyboard.press("j")
    page.keyboard.press("j")
    active = page.locator("tr[aria-current=true]")
    name = str(active.get_by_role("link").inner_text()).split("\n")[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.go_back()
    expect(active).to_contain_text(name)
    expect(rows(page, surname)).to_have_count(3)

    # A tag that is gone is said to be, on the chip.
    chips(page).get_by_role("button", name=re.compile("^Remove: Tag is")).click()
    expect(rows(page, surname)).to_have_count(4)
    page.goto(f'{house.kith.url}/contacts?filter={{"all":[{{"field":"tags","op":"has_any","value":[999999]}}]}}')
    expect(chips(page).get_by_role("button", name="Tag is a deleted tag", exact=True)).to_be_visible()
    page.get_by_role("button", name="Clear the filter").click()
    expect(chips(page)).to_have_count(0)


def test_a_view_is_saved_pinned_shared_changed_and_deleted_with_undo(house: House, admin: Person) -> None:
    surname = unique("Orsi")
    people_of(admin, surname, "Ada", "Bea")
    page = admin.open(f"/contacts?q={surname}&sort=name")
    tabs = page.get_by_role("navigation", name="Views")
    page.get_by_role("button", name="Save view").click()
    dialog = page.get_by_role("dialog", name="Save as a view")
    expect(dialog.get_by_label("Name")).to_be_focused()
    page.keyboard.type(surname)
    dialog.get_by_role("switch").check()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    tab = tabs.get_by_role("button", name=surname, exact=True)
    expect(tab).to_have_attribute("aria-current", "page")
    tabs.get_by_role("button", name="Views").click()
    page.get_by_role("menuitem", name="Pin to my tabs").click()
    tabs.get_by_role("button", name="All contacts").click()
    expect(page).to_have_url(f"{house.kith.url}/contacts")
    tab.click()
    expect(rows(page, surname).first).to_contain_text("Ada")
    expect(rows(page, surname)).to_have_count(2)

    # Other columns are a change of the view, which says that it is not saved.
    page.get_by_role("button", name="Columns").click()
    surface(page).get_by_label("Phone", exact=True).uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="Phone")).to_have_count(0)
    expect(tabs.get_by_role("button", name=re.compile("not saved"))).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(tabs.get_by_role("button", name=re.compile("not saved"))).to_have_count(0)

    # A colleague finds it among the views, with its columns, and can't change it.
    uma = house.join("Uma Rahman", "user", by=admin)
    theirs = uma.open("/contacts")
    theirs.get_by_role("navigation", name="Views").get_by_role("button", name="Views").click()
    theirs.get_by_role("menuitem", name=re.compile(surname)).click()
    expect(rows(theirs, surname)).to_have_count(2)
    expect(theirs.get_by_role("columnheader", name="Phone")).to_have_count(0)
    theirs.get_by_role("navigation", name="Views").get_by_role("button", name="Views").click()
    expect(theirs.get_by_role("menuitem", name="Pin to my tabs")).to_be_visible()
    expect(theirs.get_by_role("menuitem", name="Delete")).to_have_count(0)

    tabs.get_by_role("button", name="Views").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(tab).to_have_count(0)
    page.get_by_label("Messages").get_by_role("button", name="Undo").click()
    expect(tab).to_be_visible()


def test_all_that_match_are_tagged_and_the_tray_takes_it_back(house: House, admin: Person) -> None:
    surname, tag = unique("Brandt"), unique("Fair")
    people_of(admin, surname, *(f"Person {number:02}" for number in range(60)))
    uma = house.join("Uma Rahman", "user", by=admin)
    page = uma.open(f"/contacts?q={surname}&sort=name")
    expect(rows(page, surname).first).to_be_visible()
    select_all(page, 60)
    page.get_by_role("button", name="Add tags").click()
    dialog = page.get_by_role("dialog", name="Add tags")
    expect(dialog).to_contain_text("60 contacts match the list")
    expect(dialog.get_by_label("Tags")).to_be_focused()
    page.keyboard.type(tag)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Add tags: 60 contacts").click()
    messages = page.get_by_label("Messages")
    expect(messages).to_contain_text(f"Add tag {tag}: 60 changed")
    # The rows follow without a reload.
    expect(rows(page, surname).filter(has_text=tag).first).to_be_visible()
    assert admin.ask("GET", f"/contacts?q={surname}&limit=1")["items"][0]["tags"][0]["name"] == tag

    page.get_by_role("button", name="Jobs").click()
    tray = page.get_by_role("dialog", name="Jobs")
    expect(tray).to_contain_text("60 changed")
    tray.get_by_role("button", name="Undo").first.click()
    expect(tray).to_contain_text("Taken back since")
    expect(rows(page, surname).filter(has_text=tag)).to_have_count(0)
    found = admin.ask("GET", f"/contacts?q={surname}&limit=100")["items"]
    assert [row["tags"] for row in found] == [[]] * 60


def test_a_range_is_chosen_by_keys_and_put_into_a_file(house: House, admin: Person) -> None:
    surname = unique("Lenz")
    people_of(admin, surname, "Ada", "Bea", "Cid", "Dot")
    admin.edit(people_of(admin, surname, "=1+1")[0]["id"], email=f"{surname}@example.com")
    page = admin.open(f"/contacts?q={surname}&sort=name")
    expect(rows(page, surname)).to_have_count(5)
    page.keyboard.press("j")
    page.keyboard.press("x")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowDown")
    bar = page.get_by_role("region", name="Selected rows")
    expect(bar).to_contain_text("3 contacts selected")
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    page.get_by_role("checkbox", name="Select the rows that are here").check()
    expect(bar).to_contain_text("5 contacts selected")
    bar.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog", name="Export")
    expect(dialog).to_contain_text("5 contacts selected")
    dialog.get_by_role("button", name="Export: 5 contacts").click()
    with page.expect_download() as coming:
        page.get_by_label("Messages").get_by_role("button", name="Download").click()
    table = list(csv.reader(io.StringIO(coming.value.path().read_text(encoding="utf-8-sig"))))
    assert len(table) == 6
    assert any("example.com" in cell for row in table for cell in row)
    # Nothing in it is a formula to whatever opens it.
    assert not any(cell.startswith("=") for row in table for cell in row)


def test_a_viewer_filters_and_keeps_views_but_does_nothing_to_many(house: House, admin: Person) -> None:
    surname = unique("Quist")
    people_of(admin, surname, "Ada")
    vic = house.join("Vic Moreau", "viewer", by=admin)
    page = vic.open(f"/contacts?q={surname}")
    expect(rows(page, surname)).to_have_count(1)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("dialog").get_by_role("switch")).to_have_count(0)
    page.keyboard.type("Mine alone")
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Views")).to_contain_text("Mine alone")


def test_letters_typed_at_once_are_all_in_the_new_contact(house: House, admin: Person) -> None:
    page = admin.open("/trash")

    def come_late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    # The dialog comes over a slow line; hands do not wait for it.
    page.route("**/CreateContactDialog*.js", come_late)
    expect(page.get_by_role("heading", name="Trash")).to_be_visible()
    page.keyboard.type("cMira")
    page.keyboard.press("Tab")
    page.keyboard.type("Stone")
    dialog = page.get_by_role("dialog", name="New contact")
    expect(dialog.get_by_label("First name")).to_have_value("Mira")
    expect(dialog.get_by_label("Last name")).to_have_value("Stone")

    # Enter in the company field takes the company; the form stays open.
    dialog.get_by_label("Company").fill("Stone Works")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Company")).to_have_value("Stone Works")


def test_companies_are_edited_archived_and_brought_back_together(house: House, admin: Person) -> None:
    word = unique("Halden")
    people = people_of(admin, word, "Ada", "Bea")
    firms = [admin.ask("POST", "/companies", {"name": f"{word} {name}"})["company"] for name in ("Alpha", "Beta")]
    page = admin.open(f"/contacts?q={word}&sort=name")
    expect(rows(page, word)).to_have_count(2)
    page.get_by_role("checkbox", name="Select the rows that are here").check()
    page.get_by_role("button", name="Edit a field").click()
    dialog = page.get_by_role("dialog", name="Edit a field")
    dialog.get_by_label("Field").select_option("Company")
    dialog.get_by_label("New value").fill(f"{word} Al")
    page.get_by_role("option", name=f"{word} Alpha").click()
    dialog.get_by_role("button", name="Edit a field: 2 contacts").click()
    expect(rows(page, word).filter(has_text=f"{word} Alpha")).to_have_count(2)

    page.goto(f"{house.kith.url}/companies?q={word}")
    found = page.get_by_role("table", name="Companies").get_by_role("row").filter(has_text=word)
    expect(found).to_have_count(2)
    page.get_by_role("checkbox", name="Select the rows that are here").check()
    page.get_by_role("button", name="Edit a field").click()
    dialog.get_by_label("New value").fill("Shipping")
    dialog.get_by_role("button", name="Edit a field: 2 companies").click()
    expect(found.filter(has_text="Shipping")).to_have_count(2)
    page.get_by_role("region", name="Selected rows").get_by_role("button", name="Archive").click()
    dialog = page.get_by_role("dialog", name="Archive")
    expect(dialog).to_contain_text("The people stay.")
    dialog.get_by_role("button", name="Archive: 2 companies").click()
    expect(found).to_have_count(0)
    assert admin.ask("GET", f"/contacts/{people[0]['id']}/companies") == []

    # One name is another company's by now: that one stays in the trash, and the job says why and where it is.
    admin.ask("POST", "/companies", {"name": firms[1]["name"]})
    page.goto(f"{house.kith.url}/trash?of=companies&q={word}")
    expect(page.get_by_role("row").filter(has_text=word)).to_have_count(2)
    page.get_by_role("checkbox", name="Select the rows that are here").check()
    bar = page.get_by_role("region", name="Selected rows")
    expect(bar).to_contain_text("2 companies selected")
    expect(bar.get_by_role("button", name="Archive")).to_have_count(0)
    bar.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Messages")).to_contain_text("Restore: 1 changed, 1 refused")
    assert len(admin.ask("GET", f"/contacts/{people[0]['id']}/companies")) == 1
    page.get_by_role("button", name="Jobs").click()
    page.get_by_role("dialog", name="Jobs").get_by_role("button", name="Row by row").first.click()
    page.get_by_role("dialog", name="Restore").get_by_role("link", name=firms[1]["name"]).click()
    expect(page).to_have_url(f"{house.kith.url}/companies/{firms[1]['id']}")


def test_the_menu_of_the_contacts_leads_to_imports(house: House, admin: Person) -> None:
    page = admin.open("/contacts")
    page.get_by_role("button", name="More for contacts").click()
    page.get_by_role("menuitem", name="Import contacts…").click()
    expect(page).to_have_url(f"{house.kith.url}/imports")
    vic = house.join("Vic Moreau", "viewer", by=admin)
    theirs = vic.open("/contacts")
    expect(theirs.get_by_role("heading", name="Contacts")).to_be_visible()
    expect(theirs.get_by_role("button", name="More for contacts")).to_have_count(0)
