"""Every page in both colour schemes, wide and narrow: axe finds nothing, nothing is too wide, no errors."""

import os
import re
from typing import Any

import pytest
from conftest import ADMIN
from looking import HEIGHT, OUT, WIDE, Look
from people import House, Person, Watch, house_of
from playwright.sync_api import Browser, Page, expect
from running import REPOSITORY, Kith

# Each looks at many pages, every one in two schemes and at two widths.
pytestmark = pytest.mark.timeout(600)

# The picture in the README is taken anew only when that is asked for.
TAKES_PICTURE = os.environ.get("KITH_SCREENSHOTS") == "1"


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    """Waits until the page with that heading stands, and what it reads has come."""
    expect(page.get_by_role("heading", name=name).first).to_be_visible()
    expect(page.locator("[class*=Skeleton]")).to_have_count(0)


def take_picture(page: Page) -> None:
    """The picture of the README: a search by a part of the name, as it looks by day."""
    page.get_by_label("Search contacts").fill("mar")
    expect(page).to_have_url(re.compile("q=mar"))
    expect(page.locator("[data-stale]")).to_have_count(0)
    expect(page.get_by_role("row").nth(1)).to_contain_text(re.compile("mar", re.IGNORECASE))
    assert page.viewport_size == {"width": WIDE, "height": HEIGHT}
    page.screenshot(path=REPOSITORY / "docs" / "screenshot.png")


def some_contact(boss: Person) -> dict[str, Any]:
    """A contact with much in it and a history."""
    rows = boss.ask("GET", "/contacts?limit=50&sort=name")["items"]
    chosen = max((row for row in rows if row["phone"]), key=lambda row: len(row["tags"]))
    boss.edit(chosen["id"], email="new.address@example.org", notes="Prefers the phone.\nBack from leave in May.")
    return boss.contact(chosen["id"])


def test_doors(demo: House) -> None:
    page = demo.browser().new_page()
    look = Look(page)
    kith = demo.kith
    page.goto(f"{kith.url}/sign-in")
    heading(page, "Sign in to Kith")
    look.at("sign-in")
    page.get_by_label("Email").fill(ADMIN[0])
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text(re.compile(r"\w"))
    look.at("sign-in-refused")
    page.goto(f"{kith.url}/forgot-password")
    heading(page, "Forgot your password?")
    look.at("forgot")
    page.get_by_label("Email").fill("somebody@example.com")
    page.get_by_role("button", name="Send the link").click()
    heading(page, "Look into your mail")
    look.at("forgot-sent")
    for place, title in (
        ("setup?token=x", "Kith is set up"),
        ("invitation?token=x", "This invitation is not valid"),
        ("reset-password?key=x", "This link no longer works"),
        ("unlock?token=x", "Open your account again"),
        ("nowhere", "There is nothing here"),
    ):
        page.goto(f"{kith.url}/{place}")
        heading(page, title)
        look.at("door-" + re.sub(r"\W.*", "", place))
    assert look.faults == []


def test_doors_of_who_is_new(fresh_kith: Kith, chromium: Browser, watch: Watch) -> None:
    with house_of(fresh_kith, chromium, watch, ADMIN) as house:
        page = house.browser().new_page()
        look = Look(page)
        page.goto(fresh_kith.url)
        heading(page, "Set up Kith")
        look.at("setup")
        page.goto(f"{fresh_kith.url}/setup?token=wrong")
        heading(page, "This setup link does not work")
        look.at("setup-wrong")
        page.goto(fresh_kith.setup_link())
        heading(page, "Create the administrator")
        page.get_by_label("Your name").fill("Ada Lovelace")
        page.get_by_label("Email").fill(ADMIN[0])
        page.get_by_label("Password", exact=True).fill("short")
        page.get_by_role("button", name="Create and sign in").click()
        expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
        look.at("setup-refused")
        page.get_by_label("Password", exact=True).fill(ADMIN[1])
        page.get_by_role("button", name="Create and sign in").click()
        heading(page, "No contacts yet")
        look.at("contacts-empty")
        page.goto(f"{fresh_kith.url}/trash")
        heading(page, "The trash is empty")
        look.at("trash-empty")
        admin = house.administrator()
        guest = house.browser().new_page()
        invitation = {"email": "uma@example.com", "name": "Uma Rahman", "role": "user"}
        guest.goto(admin.ask("POST", "/invitations", invitation)["link"])
        heading(guest, "Join Kith")
        joining = Look(guest)
        joining.at("invitation")
        assert look.faults + joining.faults == []


def test_contacts(boss: Person) -> None:
    page = boss.open("/contacts")
    look = Look(page)
    heading(page, "Contacts")
    look.at("contacts")
    if TAKES_PICTURE:
        take_picture(page)
    page.get_by_role("row").nth(3).get_by_role("cell").last.click()
    expect(page.get_by_role("complementary", name=re.compile("^Preview of"))).to_be_visible()
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    look.at("contacts-preview")
    page.keyboard.press("Escape")
    page.get_by_label("Search contacts").fill("nobody has this name")
    heading(page, "Nobody found")
    look.at("contacts-none")
    archived = boss.ask("GET", "/contacts?limit=3&sort=-name")["items"]
    for row in archived:
        boss.ask("POST", f"/contacts/{row['id']}/archive")
    page.goto(f"{boss.kith.url}/trash")
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    look.at("trash")
    page.get_by_role("row").nth(1).get_by_role("button", name=re.compile("^Delete")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    look.at("trash-delete")
    assert look.faults == []


def test_one_contact(demo: House, boss: Person) -> None:
    contact = some_contact(boss)
    page = boss.open(f"/contacts/{contact['id']}")
    look = Look(page)
    heading(page, contact["full_name"])
    expect(page.get_by_label("Timeline")).to_contain_text("new.address@example.org")
    look.at("contact")
    page.get_by_role("button", name=re.compile("^Phone: ")).click()
    page.get_by_role("textbox", name="Phone").fill("+1 555 0100")
    boss.edit(contact["id"], phone="+1 555 0199")
    expect(page.get_by_label("Timeline")).to_contain_text("0199")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Someone else changed this too")).to_be_visible()
    look.at("conflict")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("#")
    expect(page.get_by_text("In the trash since")).to_be_visible()
    look.at("contact-archived")
    assert look.faults == []


def test_companies(boss: Person) -> None:
    page = boss.open("/companies")
    look = Look(page)
    heading(page, "Companies")
    look.at("companies")
    page.get_by_role("row").nth(3).get_by_role("cell").last.click()
    expect(page.get_by_role("complementary", name=re.compile("^Preview of"))).to_be_visible()
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    look.at("companies-preview")
    page.keyboard.press("Escape")
    page.get_by_label("Search companies").fill("no company has this name")
    heading(page, "No company found")
    look.at("companies-none")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New company").locator("visible=true").click()
    dialog = page.get_by_role("dialog", name="New company")
    dialog.get_by_label("Website").fill("not an address")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    look.at("company-create")
    archived = boss.ask("GET", "/companies?limit=3&sort=-name")["items"]
    for row in archived:
        boss.ask("POST", f"/companies/{row['id']}/archive")
    page.goto(f"{boss.kith.url}/trash?of=companies")
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    look.at("trash-companies")
    assert look.faults == []


def test_one_company(boss: Person) -> None:
    company = boss.ask("POST", "/companies", {"name": "Lumen & Sons", "website": "lumen.example"})["company"]
    people = boss.ask("GET", "/contacts?limit=4&sort=name")["items"]
    for row, role in zip(people, ("Head of Sales", "Buyer", "", "Director of Purchasing, Europe"), strict=True):
        body = {"company_id": company["id"], "role": role, "started_on": "2024-03-01", "is_primary": role == "Buyer"}
        links = boss.ask("POST", f"/contacts/{row['id']}/companies", body)["links"]
        if not role:
            link = next(one for one in links if one["company"]["id"] == company["id"])
            boss.ask("PATCH", f"/contacts/{row['id']}/companies/{link['link_id']}", {"ended_on": "2025-06-30"})
    page = boss.open(f"/companies/{company['id']}")
    look = Look(page)
    heading(page, company["name"])
    page.get_by_role("button", name="Former people").click()
    expect(page.get_by_text("Mar 2024 – Jun 2025")).to_be_visible()
    look.at("company")
    page.get_by_role("button", name="Add person").click()
    page.get_by_role("dialog").get_by_role("combobox", name="Person").fill("an")
    expect(page.get_by_role("option").first).to_be_visible()
    look.at("company-add-person")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Archive", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("3 people")
    look.at("company-archive")
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(page.get_by_text("In the trash since")).to_be_visible()
    look.at("company-archived")
    page.get_by_label("Messages").get_by_role("button", name="Undo").click()
    page.goto(f"{boss.kith.url}/contacts/{people[2]['id']}")
    companies = page.get_by_role("region", name="Companies")
    companies.get_by_role("button", name="Former jobs").click()
    look.at("contact-companies")
    companies.get_by_role("button", name=re.compile("^Change .* at Lumen")).click()
    expect(page.get_by_role("menu")).to_be_visible()
    look.at("contact-company-menu")
    page.get_by_role("menuitem", name="Edit role and dates…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    look.at("contact-company-edit")
    assert look.faults == []


def test_dialogs(boss: Person) -> None:
    contact = some_contact(boss)
    page = boss.open("/contacts?q=son")
    look = Look(page)
    heading(page, "Contacts")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New contact")
    dialog.get_by_label("Phone").fill(contact["phone_raw"])
    dialog.get_by_label("Email").fill("not an address")
    expect(dialog).to_contain_text(re.compile("already ha(s|ve) this"))
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_label("Email")).to_have_attribute("aria-invalid", "true")
    look.at("create")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Throw away what you typed?")).to_be_visible()
    look.at("create-leave")
    page.get_by_role("button", name="Throw away").click()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("an")
    expect(page.get_by_role("group", name="People")).to_be_visible()
    look.at("palette")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    look.at("shortcuts")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("Account menu")).locator("visible=true").click()
    expect(page.get_by_role("menu")).to_be_visible()
    look.at("account-menu")
    assert look.faults == []


def test_settings(boss: Person) -> None:
    boss.ask("POST", "/invitations", {"email": "new@example.com", "name": "Noa New", "role": "viewer"})
    page = boss.open("/settings/profile")
    look = Look(page)
    for place, title in (
        ("profile", "Profile"),
        ("security", "Security"),
        ("people", "People"),
        ("policy", "Sign-in policy"),
        ("deliveries", "Event delivery"),
        ("deliveries?state=all", "Event delivery"),
    ):
        page.goto(f"{boss.kith.url}/settings/{place}")
        heading(page, title)
        look.at("settings-" + place.replace("?state=", "-"))
    page.goto(f"{boss.kith.url}/settings/people")
    page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Email").fill(ADMIN[0])
    dialog.get_by_role("button", name="Invite").click()
    expect(dialog.get_by_label("Email")).to_have_attribute("aria-invalid", "true")
    look.at("invite")
    page.goto(f"{boss.kith.url}/settings/security")
    page.get_by_role("region", name="Two-factor").get_by_role("button", name="Set up").click()
    expect(page.get_by_alt_text("QR code with the setup key")).to_be_visible()
    look.at("two-factor")
    assert look.faults == []


def test_states(demo: House, boss: Person) -> None:
    vic = demo.join("Vic Moreau", "viewer", by=boss)
    page = vic.open("/settings/people")
    look = Look(page)
    heading(page, "Not for your role")
    look.at("not-allowed")
    page.goto(f"{vic.kith.url}/contacts/987654321")
    heading(page, "There is nothing here")
    look.at("not-found")
    page.goto(f"{vic.kith.url}/contacts")
    expect(page.get_by_role("row").nth(2)).to_be_visible()
    vic.context.set_offline(True)
    page.get_by_role("row").nth(2).get_by_role("link").dblclick()
    heading(page, "No connection")
    look.at("no-connection")
    vic.context.set_offline(False)
    page.goto(f"{vic.kith.url}/contacts")
    expect(page.get_by_role("row").nth(2)).to_be_visible()
    vic.send("DELETE", "/_allauth/browser/v1/auth/session")
    expect(page.get_by_role("dialog", name="Sign in to go on")).to_be_visible()
    look.at("signed-out")
    assert look.faults == []
    assert (OUT / "signed-out-light-1280.png").exists()
