"""Who may be written to: seen and changed on a contact's page, and by the person at the page that a mail links to."""

from looking import Look
from people import House, Person, unique
from playwright.sync_api import expect

# What people and providers tell comes in by channels; here it is told to the room itself.
SEED = """
import datetime as dt
from crm.consent import services
from crm.consent.enums import Channel, Keyword
from crm.core.access import system_actor
kith = system_actor("Kith", via="a text message that came in")
now = dt.datetime.now(dt.UTC)
at = lambda days: now - dt.timedelta(days=days)
services.record_keyword(actor=kith, channel=Channel.SMS, address={phone!r}, keyword=Keyword.STOP, wording="Stop",
                        contact_id=None, message_ref="SM1", at=at(20), sender_key="3:+15550001")
services.record_carrier_block(actor=kith, channel=Channel.SMS, address={phone!r}, sender_key="3:+15550001",
                              code="21610", at=at(19))
services.record_free_text_opt_out(actor=kith, channel=Channel.EMAIL, address={email!r},
                                  wording="Please don't write to me about the fair again, thanks", contact_id=None,
                                  message_ref="m1", at=at(2))
"""
TOKEN = """
from crm.consent.enums import Stream
from crm.consent.links import make_token
print("TOKEN", make_token(address={email!r}, stream=Stream.MARKETING))
"""


def told_token(printed: str) -> str:
    """The token of a link, out of what a command printed."""
    return next(line.split()[1] for line in printed.splitlines() if line.startswith("TOKEN"))


def test_consent_is_seen_reviewed_stopped_and_lifted(house: House, admin: Person) -> None:
    email = f"{unique('nia')}@example.com".lower()
    contact = admin.add_contact(first_name="Nia", last_name=unique("Stone"), email=email, phone="+12125550143")
    house.kith.manage("shell", "-c", SEED.format(email=email, phone="+12125550143"))
    page = admin.open(f"/contacts/{contact['id']}")
    look = Look(page)
    consent = page.get_by_role("region", name="Consent")
    expect(consent).to_contain_text("They have answered STOP.")
    expect(consent).to_contain_text("Paused")
    consent.scroll_into_view_if_needed()
    look.at("consent-section")

    consent.get_by_role("button", name="It is an opt-out").click()
    dialog = page.get_by_role("dialog", name="Is it an opt-out?")
    look.at("consent-review")
    dialog.get_by_role("button", name="It is an opt-out").click()
    expect(dialog).to_have_count(0)
    expect(consent).to_contain_text("They have asked us to stop, in their own words: “Please don't")

    page.get_by_role("button", name="Consent to Text messages").click()
    page.get_by_role("menuitem", name="Block everything…").click()
    dialog = page.get_by_role("dialog", name="Block this address?")
    dialog.get_by_role("button", name="Block").click()
    expect(dialog).to_contain_text("Say why, in a few words")
    look.at("consent-block")
    dialog.get_by_label("Reason").fill("Letter from her lawyer")
    dialog.get_by_role("button", name="Block").click()
    expect(consent).to_contain_text("One of us has blocked this address: “Letter from her lawyer”")
    for history in consent.get_by_text("History").all():
        history.click()
    look.at("consent-history")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("blocked +12125550143: Letter from her lawyer")

    blocked = consent.locator("div", has_text="One of us has blocked").get_by_role("button", name="Lift…").first
    blocked.click()
    dialog = page.get_by_role("dialog", name="Lift this?")
    dialog.get_by_label("Reason").fill("Settled")
    dialog.get_by_role("button", name="Lift").click()
    expect(dialog).to_have_count(0)
    expect(consent.get_by_text("One of us has blocked this address")).to_have_count(0)
    assert look.faults == []


def test_a_stranger_unsubscribes_and_chooses(house: House, admin: Person) -> None:
    email = f"{unique('otto')}@example.com".lower()
    contact = admin.add_contact(first_name="Otto", last_name=unique("Brandt"), email=email)
    token = told_token(house.kith.manage("shell", "-c", TOKEN.format(email=email)))
    page = house.browser().new_page()
    look = Look(page)
    page.goto(f"{house.kith.url}/unsubscribe/{token}")
    look.at("unsubscribe")
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
    look.at("unsubscribed")
    page.get_by_role("link", name="Choose what you get").click()
    expect(page.get_by_role("radio", name="No news and offers")).to_be_checked()
    page.get_by_role("radio", name="Pause news and offers for 90 days").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    look.at("preferences")
    page.goto(f"{house.kith.url}/unsubscribe/{token[:-4]}")
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()
    look.at("no-such-link")
    assert page.context.cookies() == []
    assert look.faults == []
    theirs = admin.open(f"/contacts/{contact['id']}")
    expect(theirs.get_by_role("region", name="Consent")).to_contain_text("They have asked for a pause until")
