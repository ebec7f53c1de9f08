"""The first message: somebody writes from the simulator, is answered by a template, says STOP, and is left alone."""

import secrets

from people import House, Person, unique
from playwright.sync_api import expect


def test_somebody_writes_in_is_answered_by_template_and_says_stop(house: House, admin: Person) -> None:
    number = f"+1202555{secrets.randbelow(9000) + 1000}"
    question = f"Do you deliver to {unique('Leeds')}?"
    admin.ask(
        "POST",
        "/templates",
        {"channel": "sms", "name": unique("Delivery"), "text": "Hello {{first_name|there}}, we deliver on Fridays."},
    )
    inbox = admin.context.new_page()
    with inbox.expect_response("**/live"):
        inbox.goto(f"{admin.kith.url}/inbox")

    outside = admin.open("/simulator")
    outside.get_by_role("button", name="Somebody new").click()
    outside.get_by_label("Their number").fill(number)
    outside.get_by_label("What they write").fill(question)
    outside.get_by_label("What they write").press("Enter")
    expect(outside.get_by_role("region", name="Their phone").get_by_text(question)).to_be_visible()

    # It is there without a reload.
    inbox.get_by_role("region", name="Conversations").get_by_text(question).click()
    field = inbox.get_by_role("textbox", name="Text message")
    field.press("/")
    inbox.get_by_role("combobox", name="Templates").fill("Delivery")
    inbox.get_by_role("option").first.click()
    expect(field).to_have_value("Hello there, we deliver on Fridays.")
    field.press("Control+Enter")
    expect(field).to_have_value("")
    sent = inbox.get_by_role("log").get_by_text("Hello there, we deliver on Fridays.")
    expect(sent).to_be_visible()
    inbox.get_by_role("button", name="Undo").click()
    # Taken back, it is gone on with where it was written.
    expect(field).to_have_value("Hello there, we deliver on Fridays.")
    field.press("Control+Enter")
    inbox.get_by_role("button", name="Send now").click()
    expect(inbox.get_by_role("log").get_by_text("Delivered")).to_be_visible()
    expect(outside.get_by_role("region", name="Their phone").get_by_text("we deliver on Fridays")).to_be_visible()

    outside.get_by_role("button", name="STOP", exact=True).click()
    expect(inbox.get_by_role("log").get_by_text("STOP", exact=True)).to_be_visible()
    composer = inbox.get_by_role("region", name="Write to")
    expect(composer.get_by_text("They have answered STOP.")).to_be_visible()
    field.fill("One more thing")
    expect(composer.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    # What was typed waits for the day when they say START.
    inbox.reload()
    expect(field).to_have_value("One more thing")
    outside.get_by_role("button", name="START", exact=True).click()
    expect(composer.get_by_text("They have answered STOP.")).to_be_hidden()
    expect(composer.get_by_role("button", name="Send", exact=True)).to_be_enabled()
