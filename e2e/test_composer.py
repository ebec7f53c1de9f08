"""What is being written: kept, asked for, and gone when it was deleted."""

from looking import HEIGHT, PHONE, WIDE
from people import Person, unique
from playwright.sync_api import expect


def test_a_draft_is_kept_asked_for_what_is_open_and_gone_when_deleted(admin: Person) -> None:
    name = unique("Booking")
    words = {"channel": "sms", "name": name, "text": "Hi {{first_name|there}}, {{?day and time}} it is. See {{?whom}}?"}
    admin.ask("POST", "/templates", words)
    contact = admin.add_contact(first_name="Grace", phone="+12025550142")
    thread = admin.ask("POST", f"/contacts/{contact['id']}/conversation")
    page = admin.open(f"/inbox/{thread['id']}")
    field = page.get_by_role("textbox", name="Text message")
    composer = page.get_by_role("region", name="Write to")
    send = composer.get_by_role("button", name="Send", exact=True)

    field.press("/")
    page.get_by_role("combobox", name="Templates").fill(name)
    page.get_by_role("option").first.click()
    expect(field).to_have_value("Hi Grace, {{?day and time}} it is. See {{?whom}}?")
    expect(send).to_be_disabled()
    day = composer.get_by_role("textbox", name="Day and time")
    with page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok):
        day.fill("Friday at ten")
        day.press("Enter")
    expect(composer.get_by_role("textbox", name="Whom")).to_be_focused()
    page.keyboard.type("Alan")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("Hi Grace, Friday at ten it is. See Alan?")
    expect(send).to_be_enabled()

    page.reload()
    expect(field).to_have_value("Hi Grace, Friday at ten it is. See Alan?")
    with page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.request.method == "DELETE"):
        field.fill("")
    # What the server had must not come back: neither when all is drawn anew nor when the page is read anew.
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    expect(page.get_by_role("region", name="Conversations")).to_be_visible()
    expect(field).to_have_value("")
    page.reload()
    expect(composer).to_be_visible()
    expect(field).to_have_value("")
