"""A form of somebody's site: set up, filled in, and looked at when it could be two people."""

import json
import re
import urllib.request

from looking import Look
from people import Person, unique
from playwright.sync_api import expect


def post(url: str, fields: dict[str, str]) -> int:
    """A submission, from a server somewhere."""
    body = json.dumps(fields).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return int(answer.status)


def test_a_form_takes_people_in_and_asks_where_it_could_be_two(admin: Person) -> None:
    word = unique("Quill")
    mail = f"{word.lower()}@example.com"
    page = admin.open("/settings/forms")
    look = Look(page)
    page.get_by_role("button", name="New form").first.click()
    page.get_by_role("textbox", name="Name").fill(word)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing has come in yet").first).to_be_visible()
    form = next(one for one in admin.ask("GET", "/forms") if one["name"] == word)
    shown = admin.ask("GET", f"/forms/{form['id']}")
    url = f"{admin.kith.url}/ingest/form/{shown['key']}"
    assert post(url, {"full name": f"Ann {word}", "email": mail, "how": "By a friend"}) == 202
    expect(page.get_by_role("button", name=f"Ann {word}")).to_be_visible(timeout=30_000)
    expect(page.get_by_label("email becomes")).to_have_value("email")
    look.at("form")

    # It has one person's address and another one's number: nobody guesses.
    admin.add_contact(first_name="Bo", last_name=word, phone="+14155550134")
    page.get_by_label("how becomes").select_option("phone")
    page.get_by_role("button", name="Save the fields").click()
    expect(page.get_by_role("button", name="Save the fields")).to_have_count(0)
    assert post(url, {"email": mail, "how": "+14155550134"}) == 202
    page.get_by_role("button", name=re.compile("This could be several people")).click(timeout=30_000)
    look.at("form-held")
    page.get_by_role("button", name=f"It is Bo {word}").click()
    expect(page.get_by_role("button", name=re.compile(f"^Bo {word}"))).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Forms", exact=True).first.click()
    expect(page.get_by_role("row").filter(has_text=word)).to_contain_text("Nothing")
    look.at("forms")
