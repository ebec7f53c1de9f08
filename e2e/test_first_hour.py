"""The first hour: the administrator is made, exports come in, somebody is found, changed, and changed back."""

import csv
import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from running import Kith

EXPORTS = Path(__file__).resolve().parents[1] / "backend" / "tests" / "contacts" / "samples" / "headers.json"
NAME, EMAIL, PASSWORD = "Ada Lovelace", "ada@example.com", "a-long-enough-secret-9"


def sign_in(page: Page, kith: Kith, email: str, password: str) -> None:
    """Fills the sign-in form and sends it."""
    page.goto(f"{kith.url}/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def refusal(page: Page) -> Locator:
    """The server's words above the form."""
    return page.get_by_role("main").get_by_role("alert")


def test_the_first_hour(fresh_kith: Kith, page: Page, tmp_path: Path) -> None:
    kith = fresh_kith

    # Nobody is there yet: the page says so, and only the link from the terminal lets somebody in.
    page.goto(kith.url)
    expect(page.get_by_text(re.compile("terminal"))).to_be_visible()
    page.goto(kith.setup_link())
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Create")).click()
    expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()

    # Four exports of the same person: one contact, nobody twice.
    for name, export in json.loads(EXPORTS.read_text(encoding="utf-8")).items():
        file = tmp_path / f"{name}.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, export["columns"])
            writer.writeheader()
            writer.writerow(export["sample"])
        report = kith.manage("import_contacts", str(file), "--duplicates", "merge")
        assert "refused" in report.lower()
    page.reload()
    row = page.get_by_role("row").filter(has_text="Grace Hopper")
    expect(row).to_have_count(1)

    # By a part of the phone number.
    search = page.get_by_label("Search contacts")
    search.fill("555-01")
    expect(row).to_be_visible()
    search.fill("nobody has this name")
    expect(row).to_have_count(0)
    search.fill("5550143")
    expect(row).to_be_visible()
    row.get_by_role("link", name="Grace Hopper").first.dblclick()
    expect(page.get_by_role("heading", name="Grace Hopper")).to_be_visible()

    # The address changes, the timeline says from what to what, and one click takes it back.
    page.get_by_role("button", name=re.compile("^Email: grace@example.com")).click()
    field = page.get_by_role("textbox", name="Email")
    field.fill("grace@navy.example.org")
    field.press("Enter")
    timeline = page.get_by_label("Timeline")
    expect(timeline).to_contain_text("grace@example.com")
    expect(timeline).to_contain_text("grace@navy.example.org")
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(page.get_by_role("button", name=re.compile("^Email: grace@example.com"))).to_be_visible()

    # Out, and five wrong tries lock the door for the right password too.
    page.get_by_role("button", name=re.compile("Account menu")).click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    for _ in range(5):
        sign_in(page, kith, EMAIL, "not-the-password")
        expect(refusal(page)).to_be_visible()
    sign_in(page, kith, EMAIL, PASSWORD)
    expect(refusal(page)).to_contain_text(re.compile("too many", re.IGNORECASE))
