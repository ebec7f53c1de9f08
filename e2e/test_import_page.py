"""A file becomes contacts on the page: guesses, columns, consent, preview, run, corrections, and all taken back."""

import re
from typing import Any

import pytest
from looking import Look
from people import House, Person, unique
from playwright.sync_api import Locator, Page, expect
from running import REPOSITORY

SAMPLES = REPOSITORY / "backend" / "tests" / "contacts" / "samples"
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(range(256))

# What is to be seen at once: encoding, delimiter, and a name out of the file.
SEEN = [
    ("google.csv", "Unicode (UTF-8)", "Comma", "Żółć"),
    ("google_old.csv", "Unicode (UTF-16 with a mark)", "Comma", "Grace"),
    ("outlook.csv", "Western European (Windows)", "Comma", "García Núñez"),
    ("hubspot.csv", "Unicode (UTF-8 with a mark)", "Comma", "Ελένη"),
]

pytestmark = pytest.mark.timeout(300)


def choose(page: Page, name: str, body: bytes) -> None:
    """Chooses a file as a person would in the system's dialog."""
    file: Any = {"name": name, "mimeType": "text/csv", "buffer": body}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("Choose a file|Import a file|Choose another file")).first.click()
    chooser.value.set_files(file)


def pick(page: Page, field: Locator, option: str) -> None:
    """Opens a list of choices and takes one."""
    field.click()
    page.get_by_role("option", name=option, exact=True).click()


def upload(person: Person, name: str, body: bytes) -> Page:
    """The page of an import whose file has just been chosen."""
    page = person.open("/imports")
    choose(page, name, body)
    expect(page).to_have_url(re.compile(r"/imports/\d+$"))
    expect(page.get_by_role("heading", name="What the file is")).to_be_visible()
    return page


@pytest.mark.parametrize(("name", "encoding", "delimiter", "seen"), SEEN)
def test_each_export_is_read_as_it_was_written(
    admin: Person, name: str, encoding: str, delimiter: str, seen: str
) -> None:
    page = upload(admin, name, (SAMPLES / name).read_bytes())
    part = page.get_by_role("region", name="What the file is")
    expect(part.get_by_role("combobox", name="Encoding")).to_have_value(encoding)
    expect(part.get_by_role("combobox", name="Cells are separated by")).to_have_value(delimiter)
    expect(part.get_by_text("Guessed from the file").first).to_be_visible()
    expect(part.get_by_role("region", name="First rows")).to_contain_text(seen)
    # Their own columns are known: something becomes an email without a word from anybody.
    fields = page.get_by_role("region", name="Columns").get_by_role("combobox")
    values = [fields.nth(number).input_value() for number in range(fields.count())]
    assert "Email" in values
    assert "Phone" in values


def test_a_picture_and_a_broken_file_are_told_in_plain_words(admin: Person) -> None:
    page = admin.open("/imports")
    choose(page, "people.csv", PICTURE)
    alert = page.get_by_role("alert").filter(has_text="people.csv was not taken")
    expect(alert).to_be_visible()
    words = alert.inner_text()
    assert not re.search(r"\d{3}|Error|codec|byte 0x", words), words
    assert re.search(r"/imports$", page.url)

    choose(page, "broken.csv", b'Name,Email\nAna,ana@example.com\n"Eva,eva@example.com\n')
    expect(page).to_have_url(re.compile(r"/imports/\d+$"))
    expect(page.get_by_text("Worth a look")).to_be_visible()


def people_file(name: str) -> bytes:
    """Five rows as a German spreadsheet writes them: one without an address that can be, one that is known."""
    rows = [
        "Vorname;Nachname;E-Mail;Telefon;Kürzel;Newsletter",
        f"Jürgen;{name};jurgen@{name}.example;0664 1234567;JÜ;ja",
        f"Zoë;{name};zoe@{name}.example;;ZO;nein",
        f"Ana;{name};ana@{name}.example;;AN;ja",
        f"Eva;{name};eva@{name};;EV;ja",
        f"Oto;{name};oto@{name}.example;;OT;nein",
    ]
    return "\r\n".join(rows).encode("cp1252")


def found(person: Person, name: str) -> dict[str, dict[str, Any]]:
    """Who of that surname is in Kith, by first name."""
    rows = person.ask("GET", f"/contacts?q={name}&limit=50")["items"]
    return {row["first_name"]: row for row in rows if row["last_name"] == name}


def set_the_file(page: Page) -> None:
    """Sees the guesses and changes one of them."""
    part = page.get_by_role("region", name="What the file is")
    expect(part.get_by_role("combobox", name="Encoding")).to_have_value("Western European (Windows)")
    expect(part.get_by_role("combobox", name="Cells are separated by")).to_have_value("Semicolon")
    region = part.get_by_role("combobox", name="Region of phone numbers")
    region.fill("Austria")
    page.get_by_role("option", name=re.compile("Austria")).click()
    expect(region).to_have_value(re.compile("Austria"))


def set_the_columns(page: Page, kept_as: str) -> None:
    """Maps the column that nobody could guess, and keeps the columns under a name."""
    columns = page.get_by_role("region", name="Columns")
    pick(page, columns.get_by_role("combobox", name="Kürzel becomes"), "Notes")
    columns.get_by_role("button", name="Saved columns").click()
    page.get_by_role("menuitem", name="Save these columns…").click()
    page.get_by_role("dialog").get_by_label("Name").fill(kept_as)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text(kept_as)


def set_the_rules(page: Page, tag: str) -> None:
    """Says what becomes of people who are known, what they agreed to, and tags them."""
    rules = page.get_by_role("region", name="Duplicates and consent")
    pick(page, rules.get_by_role("combobox", name="May they be sent email?"), "Newsletter")
    pick(
        page,
        rules.get_by_role("combobox", name="May they be sent text messages?"),
        "I decline to state it: nothing is recorded",
    )
    rules.get_by_text("Merge them", exact=True).click()
    rules.get_by_label("Tags for everybody in this file").fill(tag)
    page.keyboard.press("Enter")
    expect(rules.get_by_text(tag)).to_be_visible()


def mend_the_refused_row(page: Page, email: str) -> None:
    """Corrects the address where it stands and imports that row alone."""
    result = page.get_by_role("region", name="Imported")
    result.get_by_role("tab", name="1 Refused").click()
    result.get_by_role("button", name=re.compile(r"^E-Mail, line 5")).click()
    page.get_by_role("textbox", name="E-Mail, line 5").fill(email)
    page.keyboard.press("Enter")
    result.get_by_role("button", name="Import 1 fixed row").click()
    expect(result.get_by_role("tab", name="4 Created")).to_be_visible()


def test_from_the_file_to_contacts_and_back(house: House, admin: Person) -> None:
    name = unique("import").capitalize()
    known = admin.add_contact(first_name="Oto", last_name=name, email=f"oto@{name}.example")
    page = upload(admin, "people.csv", people_file(name))
    look = Look(page)
    set_the_file(page)
    set_the_columns(page, f"Shop {name}")
    set_the_rules(page, f"Fair {name}")
    look.at("import-settings")

    # All of it is on the server: a reload loses nothing.
    page.reload()
    expect(page.get_by_role("combobox", name="May they be sent email?")).to_have_value("Newsletter")
    expect(page.get_by_role("combobox", name="Kürzel becomes")).to_have_value("Notes")
    expect(page.get_by_text(f"Fair {name}")).to_be_visible()

    # Nothing is written by looking.
    page.get_by_role("button", name="Check the rows").click()
    preview = page.get_by_role("region", name="Preview")
    for tab in ("3 Created", "1 Merged", "1 Refused"):
        expect(preview.get_by_role("tab", name=tab)).to_be_visible()
    expect(page.locator("#title-preview")).to_be_focused()
    assert set(found(admin, name)) == {"Oto"}
    look.at("import-preview")

    # The run; a tab elsewhere is told.
    elsewhere = admin.open("/contacts")
    expect(elsewhere.get_by_role("heading", name="Contacts")).to_be_visible()
    page.get_by_role("button", name="Import 4 people").click()
    expect(page.get_by_role("region", name="Imported").get_by_role("tab", name="3 Created")).to_be_visible()
    expect(elsewhere.get_by_role("region", name="Messages")).to_contain_text(
        "people.csv is imported: 3 created, 1 merged, 1 refused"
    )
    there = found(admin, name)
    assert set(there) == {"Jürgen", "Zoë", "Ana", "Oto"}
    assert there["Jürgen"]["phone"] == "+436641234567"
    look.at("import-result")
    mend_the_refused_row(page, f"eva@{name}.example")
    assert "Eva" in found(admin, name)

    # All of it goes, and what was there stays as it was.
    page.get_by_role("button", name="Undo import").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("4 people it created are deleted, and its changes to 1 contact are taken back")
    dialog.get_by_role("button", name="Undo import").click()
    expect(page.get_by_role("heading", name="The import was undone")).to_be_visible()
    assert set(found(admin, name)) == {"Oto"}
    assert admin.contact(known["id"])["tags"] == []
    look.at("import-undone")
    page.get_by_role("link", name="All imports").click()
    expect(page.get_by_role("row").filter(has_text="people.csv").first).to_contain_text("Undone")
    look.at("imports")
    assert look.faults == []


def test_consent_must_be_answered_and_a_viewer_imports_nothing(house: House, admin: Person) -> None:
    page = upload(admin, "one.csv", b"Name,Email\nAna Petrova,ana@example.com\n")
    page.get_by_role("button", name="Check the rows").click()
    start = page.get_by_role("button", name=re.compile(r"^Import \d"))
    email = page.get_by_role("combobox", name="May they be sent email?")
    start.or_(page.locator('[aria-invalid="true"]')).first.wait_for()
    if start.count():
        start.click()
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_be_focused()

    vic = house.join("Vic Moreau", "viewer", by=admin)
    looking = vic.open("/imports")
    expect(looking.get_by_role("heading", name="Not for your role")).to_be_visible()
