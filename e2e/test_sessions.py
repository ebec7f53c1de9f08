"""A session ends: by hand, by an administrator, by time. Nothing that was typed goes with it."""

import re
from datetime import UTC, datetime, timedelta

from people import House, Person, unique
from playwright.sync_api import Locator, Page, expect

IDLE = timedelta(hours=8)


def overlay(page: Page) -> Locator:
    """The sign-in form over the page."""
    return page.get_by_role("dialog", name="Sign in to go on")


def sign_in_over(page: Page, person: Person) -> None:
    """Gives the password; the address stands there already."""
    form = overlay(page)
    expect(form.get_by_label("Email")).to_have_value(person.email)
    form.get_by_label("Password", exact=True).fill(person.password)
    form.get_by_role("button", name="Sign in", exact=True).click()
    expect(form).to_be_hidden()


def open_contact(person: Person, contact_id: int) -> Page:
    """The contact's page, once it stands there and follows what happens."""
    page = person.context.new_page()
    with page.expect_response("**/live"):
        page.goto(f"{person.kith.url}/contacts/{contact_id}")
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    return page


def begin_note(page: Page, text: str) -> Locator:
    """Types into the notes in place, without saving."""
    page.get_by_role("button", name=re.compile("^Notes: ")).click()
    field = page.get_by_role("textbox", name="Notes")
    field.fill(text)
    return field


def leave_idle(house: House, person: Person, left: timedelta) -> None:
    """Makes the session as old as if nothing had been done since; `left` is what remains of it."""
    # What a tab began for its person, answered only after this, would make the session young again.
    person.traffic.settle()
    seen = datetime.now(UTC) - IDLE + left
    house.kith.sql("UPDATE accounts_sign_in SET last_seen_at = %s WHERE session_key = %s", seen, person.session_key())


def session_end(person: Person) -> datetime:
    """When the session ends, asked without keeping it alive."""
    answer = person.context.request.get(f"{person.kith.url}/api/v1/me", headers={"X-Kith-Background": "1"})
    return datetime.fromisoformat(answer.headers["x-session-expires-at"])


def test_sign_out_in_one_tab_keeps_what_is_typed_in_the_other(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    contact = admin.add_contact(first_name="Jana", last_name=unique("Kral"))
    page = open_contact(uma, contact["id"])
    begin_note(page, "She prefers to be called in the morn")
    other = uma.open("/contacts")
    other.get_by_role("button", name=re.compile("Account menu")).click()
    other.get_by_role("menuitem", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in to Kith")).to_be_visible()

    expect(overlay(page)).to_be_visible()
    assert uma.send("GET", "/api/v1/me").status == 401
    # Behind the form stands what was typed; signing in goes on with it and it reaches the server.
    expect(page.get_by_text("She prefers to be called in the morn")).to_be_visible()
    sign_in_over(page, uma)
    expect(page.get_by_role("button", name="Notes: She prefers to be called in the morn. Edit")).to_be_visible()
    expect(page.get_by_label("Timeline")).to_contain_text("She prefers to be called in the morn")
    assert admin.contact(contact["id"])["notes"] == "She prefers to be called in the morn"


def test_somebody_else_at_the_form_begins_anew(house: House, admin: Person) -> None:
    uma, vic = house.join("Uma Rahman", "user", by=admin), house.join("Vic Moreau", "viewer", by=admin)
    contact = admin.add_contact(first_name="Jon", last_name=unique("Dahl"))
    page = open_contact(uma, contact["id"])
    begin_note(page, "Uma's own words")
    uma.send("DELETE", "/_allauth/browser/v1/auth/session")
    form = overlay(page)
    expect(form).to_be_visible()
    form.get_by_label("Email").fill(vic.email)
    form.get_by_label("Password", exact=True).fill(vic.password)
    form.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Account menu of Vic Moreau")).to_be_visible()
    # What waited for Uma is not done in the name of Vic.
    expect(page.get_by_role("heading", name=contact["full_name"])).to_be_visible()
    assert admin.contact(contact["id"])["notes"] == ""


def test_deactivation_ends_open_pages_at_once(house: House, admin: Person) -> None:
    name = f"Otto {unique('Brandt')}"
    otto = house.join(name, "user", by=admin)
    contact = admin.add_contact(first_name="Jule", last_name=unique("Ernst"))
    page = open_contact(otto, contact["id"])
    people = admin.open("/settings/people")
    people.get_by_role("button", name=f"More about {name}").click()
    people.get_by_role("menuitem", name="Deactivate").click()
    people.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    expect(overlay(page)).to_be_visible(timeout=3_000)
    form = overlay(page)
    form.get_by_label("Password", exact=True).fill(otto.password)
    form.get_by_role("button", name="Sign in", exact=True).click()
    expect(form.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
    assert otto.send("GET", "/api/v1/me").status == 401

    # Activated again, the same password opens the same page.
    people.get_by_role("button", name=f"More about {name}").click()
    people.get_by_role("menuitem", name="Activate").click()
    people.get_by_role("dialog").get_by_role("button", name="Activate").click()
    expect(people.get_by_label("Messages")).to_contain_text("can sign in again")
    sign_in_over(page, otto)
    expect(page.get_by_role("heading", name=contact["full_name"])).to_be_visible()


def test_idle_is_told_a_minute_ahead(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    contact = admin.add_contact(first_name="Kaja", last_name=unique("Moe"))
    page = open_contact(uma, contact["id"])
    leave_idle(house, uma, timedelta(seconds=55))
    # What others do reaches the page, and does not keep an idle session alive.
    admin.edit(contact["id"], first_name="Kaia")
    warning = page.get_by_role("dialog", name="Are you still there?")
    expect(warning).to_contain_text("You will be signed out in")
    assert session_end(uma) < datetime.now(UTC) + timedelta(seconds=60)
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    assert session_end(uma) > datetime.now(UTC) + IDLE - timedelta(minutes=2)
    expect(page.get_by_role("heading", name="Kaia")).to_be_visible()


def test_idle_to_the_end_loses_nothing_typed(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    contact = admin.add_contact(first_name="Lars", last_name=unique("Aas"))
    page = open_contact(uma, contact["id"])
    page.keyboard.press("c")
    create = page.get_by_role("dialog", name="New contact")
    create.get_by_label("First name").fill("Half")
    create.get_by_label("Notes").fill("typed before lunch")
    leave_idle(house, uma, timedelta(seconds=6))
    admin.edit(contact["id"], first_name="Lasse")
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_visible()
    expect(overlay(page)).to_be_visible()
    sign_in_over(page, uma)
    expect(create.get_by_label("Notes")).to_have_value("typed before lunch")
    create.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Half")).to_be_visible()


def test_where_am_i_signed_in(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    phone = house.again(
        uma,
        user_agent="Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/140.0.0.0 Mobile Safari/537.36",
        viewport={"width": 390, "height": 800},
    )
    contact = admin.add_contact(first_name="Mads", last_name=unique("Lie"))
    far = open_contact(phone, contact["id"])
    page = uma.open("/settings/security")
    section = page.get_by_role("region", name="Where you are signed in")
    expect(section).to_contain_text("This browser")
    expect(section).to_contain_text("Android")
    expect(section).to_contain_text("127.0.0.1")
    section.get_by_role("button", name=re.compile("^Sign out .*Android")).click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(overlay(far)).to_be_visible()
    expect(section).not_to_contain_text("Android")
    assert phone.send("GET", "/api/v1/me").status == 401
    assert uma.send("GET", "/api/v1/me").status == 200
