"""What is being written: kept, asked for, and gone when it was deleted."""

from collections.abc import Callable

from looking import HEIGHT, PHONE, WIDE, Look
from people import House, Person, unique
from playwright.sync_api import Page, expect


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


def kept(page: Page, act: Callable[[], object]) -> None:
    """Does it, and waits until the server has the draft as it is then."""
    with page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.request.method == "PUT"):
        act()


def test_a_mail_has_markup_copies_and_files_and_is_whole_on_another_machine(house: House, admin: Person) -> None:
    contact = admin.add_contact(first_name="Grace", email=f"{unique('grace')}@example.com")
    thread = admin.ask("POST", f"/contacts/{contact['id']}/conversation")
    page = admin.open(f"/inbox/{thread['id']}")
    composer = page.get_by_role("region", name="Write to")

    composer.get_by_role("textbox", name="Email").click()
    for keys in ("Hello ", "Control+b", "Grace", "Control+b", ", see https://kith.example/plan ", "Enter"):
        (page.keyboard.press if keys[0] in "CE" else page.keyboard.type)(keys)
    composer.get_by_role("button", name="Numbered list").click()
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    composer.get_by_role("button", name="Add copies").click()
    copies = composer.get_by_role("combobox", name="Copies to")
    expect(copies).to_be_focused()
    page.keyboard.type("Alan@example.com, mary")
    copies.press("Enter")
    expect(composer.get_by_text("“mary” does not look like an email address.")).to_be_visible()
    expect(composer.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    copies.press("Backspace")
    composer.get_by_role("textbox", name="Subject").fill("The plan")
    with page.expect_file_chooser() as chooser:
        composer.get_by_role("button", name="Send a file along").click()
    kept(page, lambda: chooser.value.set_files({"name": "plan.txt", "mimeType": "text/plain", "buffer": b"A plan"}))
    look = Look(page)
    look.at("composer-mail")
    assert not look.faults, look.faults

    other = house.again(admin).open(f"/inbox/{thread['id']}")
    elsewhere = other.get_by_role("region", name="Write to")
    field = elsewhere.get_by_role("textbox", name="Email")
    expect(field.locator("strong")).to_have_text("Grace")
    expect(elsewhere.get_by_role("textbox", name="Subject")).to_have_value("The plan")
    expect(elsewhere.get_by_text("alan@example.com")).to_be_visible()
    expect(elsewhere.get_by_text("plan.txt")).to_be_visible()
    field.click()
    with other.expect_response(lambda answer: answer.url.endswith("/messages") and answer.ok) as sent:
        other.keyboard.press("Control+Enter")
    message = sent.value.json()
    assert message["text"] == "Hello Grace, see https://kith.example/plan\n\n1. one\n2. two"
    assert (message["cc"], [file["name"] for file in message["files"]]) == (["alan@example.com"], ["plan.txt"])
    card = page.get_by_role("log").get_by_role("article")
    expect(card.get_by_text("copy to alan@example.com")).to_be_visible()
    expect(card.frame_locator("iframe").locator("strong")).to_have_text("Grace")
    expect(field).to_have_text("")
    expect(elsewhere.get_by_text("plan.txt")).to_be_hidden()


def test_a_template_of_mail_keeps_its_markup_and_the_gate_hears_what_it_is_for(admin: Person) -> None:
    name = unique("Offer")
    words = {"channel": "email", "name": name, "subject": "An offer", "purpose": "marketing"}
    admin.ask("POST", "/templates", {**words, "html": "<p>Dear <strong>{{first_name|you}}</strong>, {{?what}}?</p>"})
    contact = admin.add_contact(first_name="Grace", email=f"{unique('grace')}@example.com")
    stop = {"channel": "email", "reach": "marketing", "reason": "She takes no offers"}
    admin.ask("POST", f"/contacts/{contact['id']}/consent/block", stop)
    thread = admin.ask("POST", f"/contacts/{contact['id']}/conversation")
    page = admin.open(f"/inbox/{thread['id']}")
    composer = page.get_by_role("region", name="Write to")
    field = composer.get_by_role("textbox", name="Email")
    send = composer.get_by_role("button", name="Send", exact=True)

    field.click()
    page.keyboard.type("/")
    page.get_by_role("combobox", name="Templates").fill(name)
    page.get_by_role("option").first.click()
    expect(field.locator("strong")).to_have_text("Grace")
    expect(composer.get_by_role("textbox", name="Subject")).to_have_value("An offer")
    what = composer.get_by_role("textbox", name="What")
    what.fill("tea & cake")
    what.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_text("Dear Grace, tea & cake?")
    # What it is for the server knows by the template: she takes no offers.
    expect(composer.get_by_role("status")).to_contain_text("marketing")
    expect(send).to_be_disabled()
    look = Look(page)
    look.at("composer-template")
    assert not look.faults, look.faults
    # Words of one's own are an answer, which she takes.
    field.fill("")
    page.keyboard.type("Thank you, Grace")
    expect(send).to_be_enabled()
