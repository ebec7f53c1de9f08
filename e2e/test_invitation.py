"""Somebody is invited, comes in, and finds what their role grants and nothing else."""

import re

import pytest
from people import House, Person, unique
from playwright.sync_api import expect

PASSWORD = "seven-quiet-otters-swim"


def link_in(text: str) -> str:
    """The first address in a mail."""
    found = re.search(r"https?://\S+[?&](?:token|key)=\S+", text)
    assert found, text
    return found.group(0)


def invite(admin: Person, email: str, name: str, role: str) -> str:
    """Invites on the page. Returns the link that it shows."""
    page = admin.open("/settings/people")
    page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Email").fill(email)
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("combobox", name="Role").click()
    dialog.page.get_by_role("option", name=role).click()
    dialog.get_by_role("button", name="Invite").click()
    link = dialog.get_by_label("Link").input_value()
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("region", name="Invited")).to_contain_text(email)
    return link


def test_a_viewer_comes_in_and_may_only_look(house: House, admin: Person) -> None:
    name = f"Vic {unique('Moreau')}"
    email = f"{unique('vic')}@example.com"
    contact = admin.add_contact(first_name="Nadia", last_name=unique("Petit"), email="nadia@example.com")
    gone = admin.add_contact(first_name="Noel", last_name=contact["last_name"])
    admin.ask("POST", f"/contacts/{gone['id']}/archive")
    shown = invite(admin, email, name, "Viewer")
    mailed = link_in(house.kith.mail_to(email, subject="invites you"))
    assert shown == mailed

    guest = Person(house.kith, house.browser(), name, email, PASSWORD)
    page = guest.context.new_page()
    # Looking at the link, by whatever reads mails first, spends nothing.
    for _ in range(2):
        page.goto(mailed)
        expect(page.get_by_text("invited you as")).to_contain_text("Viewer")
    expect(page.get_by_label("Your name")).to_have_value(name)
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Join and sign in").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Join and sign in").click()
    expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()

    # Reads everything, is offered no change.
    page.get_by_label("Search contacts").fill(contact["last_name"])
    row = page.get_by_role("row").filter(has_text=contact["full_name"])
    expect(row).to_be_visible()
    expect(page.get_by_role("button", name="New contact")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Edit$"))).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator("body").press("c")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(f"{house.kith.url}/contacts/{contact['id']}")
    expect(page.get_by_role("heading", name=contact["full_name"])).to_be_visible()
    expect(page.get_by_label("Timeline")).to_contain_text("created this contact")
    expect(page.get_by_role("button", name=re.compile("Edit|Archive|Undo|^Tag"))).to_have_count(0)
    page.goto(f"{house.kith.url}/trash")
    expect(page.get_by_role("row").filter(has_text=gone["full_name"])).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Restore|Delete"))).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name="Go to Contacts")).to_be_visible()
    expect(page.get_by_role("option", name="Create contact")).to_have_count(0)
    page.keyboard.press("Escape")

    # Own settings only; an administrator's address says that it is not theirs.
    page.goto(f"{house.kith.url}/settings")
    nav = page.get_by_role("navigation", name="Settings")
    expect(nav.get_by_role("link")).to_have_text(["Profile", "Security"])
    for place in ("people", "policy", "deliveries"):
        page.goto(f"{house.kith.url}/settings/{place}")
        expect(page.get_by_role("heading", name="Not for your role")).to_be_visible()
    assert guest.send("POST", "/api/v1/contacts", {"first_name": "No"}).status == 403

    # The link has done its work.
    page.goto(mailed)
    expect(page.get_by_role("heading", name="This invitation is not valid")).to_be_visible()


@pytest.mark.parametrize("how", ["withdrawn", "expired", "replaced"])
def test_a_link_that_is_dead_says_so(house: House, admin: Person, how: str) -> None:
    email = f"{unique('late')}@example.com"
    link = invite(admin, email, "Late Guest", "User")
    page = admin.open("/settings/people")
    invited = page.get_by_role("region", name="Invited")
    if how == "withdrawn":
        invited.get_by_role("button", name=f"Withdraw the invitation of {email}").click()
        page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
        expect(page.get_by_text(email)).to_have_count(0)
    elif how == "expired":
        house.kith.sql("UPDATE accounts_invitation SET expires_at = now() - interval '1 s' WHERE email = %s", email)
        page.reload()
        expect(invited.get_by_text("Expired", exact=True)).to_be_visible()
    else:
        invited.get_by_role("button", name=f"Send {email} a new link").click()
        newer = page.get_by_role("dialog").get_by_label("Link").input_value()
        assert newer != link
    guest = house.browser().new_page()
    guest.goto(link)
    expect(guest.get_by_role("heading", name="This invitation is not valid")).to_be_visible()
    if how == "replaced":
        guest.goto(newer)
        expect(guest.get_by_role("button", name="Join and sign in")).to_be_visible()
