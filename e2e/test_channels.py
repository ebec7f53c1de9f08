"""A provider is set up by the form of its kind: its secret never comes back, and the simulator gives way to it."""

import re

from looking import Look
from people import House, Person
from playwright.sync_api import Locator, Page, expect

SID = "AC" + "0123456789abcdef" * 2
TOKEN = "a-token-that-nobody-sees"


def read_again(boss: Person, page: Page) -> None:
    """Has the one payload that the simulator posted read once more: it brings nothing twice."""
    page.get_by_role("button", name="More for Simulator").click()
    page.get_by_role("menuitem", name="What it has posted").click()
    posted = page.get_by_role("dialog")
    expect(posted.get_by_text("Done")).to_be_visible()
    posted.get_by_role("button", name="Read again").click()
    expect(posted.get_by_text("A message was known already")).to_be_visible()
    assert len(boss.ask("GET", "/conversations?show=all&state=all")["items"]) == 1


def add_number(part: Locator) -> None:
    """Adds a number to an account, mistyped at first."""
    part.get_by_role("button", name="Add a number").click()
    part.get_by_label("Number").fill("12")
    part.get_by_role("button", name="Add", exact=True).click()
    expect(part.get_by_label("Number")).to_have_attribute("aria-invalid", "true")
    part.get_by_label("Number").fill("+1 202 555 0143")
    part.get_by_role("button", name="Add", exact=True).click()
    expect(part.get_by_text("Default for text messages")).to_be_visible()


def test_an_administrator_sets_up_a_provider(own_house: House) -> None:
    boss = own_house.administrator()
    writing = {"channel": "sms", "from_address": "+12015550123", "text": "Is anybody there?"}
    boss.ask("POST", "/simulator/messages", writing)
    page = boss.open("/settings/channels")
    simulator = page.get_by_role("region", name="Simulator")
    expect(simulator.get_by_text("Default for")).to_have_count(2)
    look = Look(page)

    read_again(boss, page)
    look.at("channels-posted")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Add a channel").click()
    page.get_by_role("menuitem", name=re.compile("^Twilio")).click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("Text messages")
    form.get_by_label("Account SID").fill("12")
    form.get_by_label("Auth token", exact=False).first.fill(TOKEN)
    form.get_by_role("textbox", name="Address").fill("http://127.0.0.1:9")
    form.get_by_role("button", name="Add").click()
    expect(form.get_by_text("This does not look like “Account SID”")).to_be_visible()
    look.at("channels-form")
    form.get_by_label("Account SID").fill(SID)
    form.get_by_role("button", name="Add").click()
    twilio = page.get_by_role("region", name="Text messages")
    expect(twilio.get_by_text(re.compile("/hooks/twilio_sms/"))).to_be_visible()

    twilio.get_by_role("button", name="More for Text messages").click()
    page.get_by_role("menuitem", name="Settings").click()
    expect(form.get_by_label("Auth token", exact=False).first).to_have_value("")
    expect(form.get_by_placeholder("Is set. Leave empty to keep it")).to_have_count(1)
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    assert TOKEN not in str(boss.ask("GET", "/channels"))

    twilio.get_by_role("button", name="Check").click()
    expect(twilio.get_by_text("It does not work")).to_be_visible()
    expect(twilio.get_by_text("See that this machine may call http://127.0.0.1:9.")).to_be_visible()

    # The first number that reaches people is the default in the simulator's place.
    add_number(twilio)
    expect(simulator.get_by_text("Default for")).to_have_count(1)
    twilio.get_by_role("button", name="Change +12025550143").click()
    page.get_by_role("menuitem", name="Name and pace").click()
    form.get_by_label("Shown as").fill("Sales")
    form.get_by_label("At most a minute").fill("30")
    form.get_by_role("button", name="Save").click()
    expect(twilio.get_by_text("Sales · at most 30 a minute")).to_be_visible()
    look.at("channels")

    twilio.get_by_role("button", name="More for Text messages").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(twilio).to_have_count(0)
    expect(simulator.get_by_text("Default for")).to_have_count(2)
    assert look.faults == []
