"""A password is forgotten: a link by mail, looked at as often as one likes, used once."""

import re

from people import House, Person
from playwright.sync_api import Page, expect
from test_invitation import link_in

NEW = "another-set-of-words-41"


def ask_for_link(page: Page, house: House, email: str) -> None:
    """Asks on the page that the sign-in form leads to."""
    page.goto(f"{house.kith.url}/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


def test_a_forgotten_password_is_replaced(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    page = house.browser().new_page()
    ask_for_link(page, house, uma.email)
    older = link_in(house.kith.mail_to(uma.email, subject="Choose a new password"))
    ask_for_link(page, house, uma.email)
    newer = link_in(house.kith.mail_to(uma.email, subject="Choose a new password", but=older))

    page.goto(older)
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    for _ in range(2):
        page.goto(newer)
        expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
        expect(page.get_by_text(uma.email)).to_be_visible()
    field = page.get_by_label("New password")
    field.fill("password")
    page.get_by_role("button", name="Save the password").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    # Uma's own browser is still signed in until the password changes.
    assert uma.send("GET", "/api/v1/me").status == 200
    field.fill(NEW)
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    assert uma.send("GET", "/api/v1/me").status == 401

    for password, lets_in in ((uma.password, False), (NEW, True)):
        page.get_by_label("Email").fill(uma.email)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        if lets_in:
            expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
        else:
            expect(page.get_by_role("main").get_by_role("alert")).to_contain_text(re.compile(r"\w"))
    other = house.browser().new_page()
    other.goto(newer)
    expect(other.get_by_role("heading", name="This link no longer works")).to_be_visible()
    house.kith.mail_to(uma.email, subject="Your password for Kith was changed")


def test_an_unknown_address_is_told_the_same_and_gets_no_mail(house: House, admin: Person) -> None:
    uma = house.join("Uma Rahman", "user", by=admin)
    page = house.browser().new_page()
    words = []
    for email in ("nobody-at-all@example.com", uma.email):
        ask_for_link(page, house, email)
        words.append(page.get_by_role("main").inner_text().replace(email, "…"))
    assert words[0] == words[1]
    house.kith.mail_to(uma.email, subject="Choose a new password")
    assert not house.kith.has_mail_to("nobody-at-all@example.com")
