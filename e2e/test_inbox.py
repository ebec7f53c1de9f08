"""The inbox: what comes in is seen at once, read, handed over, closed, opened again by an answer, and found."""

import re
import secrets
from collections.abc import Iterator

import pytest
from conftest import ADMIN
from looking import Look
from people import House, Person, Watch, house_of
from playwright.sync_api import Browser, Locator, Page, expect
from running import Kith

NUMBER = "+12015550142"


@pytest.fixture(scope="module")
def office() -> Iterator[Kith]:
    """A Kith of their own: the journeys count what is open."""
    running = Kith(KITH_ADMIN_EMAIL=ADMIN[0], KITH_ADMIN_PASSWORD=ADMIN[1])
    yield running
    running.stop()


@pytest.fixture
def house(office: Kith, chromium: Browser, watch: Watch) -> Iterator[House]:
    """The browsers of all who work there."""
    with house_of(office, chromium, watch, ADMIN) as opened:
        yield opened


def write_in(boss: Person, number: str, text: str, name: str = "") -> None:
    """Somebody writes a text message from their phone."""
    body = {"channel": "sms", "from_address": number, "from_name": name, "text": text}
    boss.ask("POST", "/simulator/messages", body)


def number() -> str:
    """A telephone number that nobody else has here."""
    return f"+1201555{secrets.randbelow(9000) + 1000}"


def open_inbox(person: Person) -> Page:
    """The inbox, which hears of what happens from here on."""
    page = person.context.new_page()
    with page.expect_response("**/live"):
        page.goto(f"{person.kith.url}/inbox")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    return page


def row(page: Page, text: str) -> Locator:
    """A conversation of the list."""
    return page.get_by_role("region", name="Conversations").get_by_role("listitem").filter(has_text=text)


def thread(page: Page) -> Locator:
    """What was written in the open conversation."""
    return page.get_by_role("log")


def tab(page: Page, label: str) -> Locator:
    """Whose conversations: mine, unassigned, all."""
    return page.get_by_role("group", name="Whose conversations").get_by_role("button", name=re.compile(f"^{label}"))


def test_a_conversation_from_its_first_word_to_being_closed_and_opened_again(house: House) -> None:
    boss = house.administrator()
    uma = house.join("Uma Rahman", "user", by=boss)
    page, theirs = open_inbox(boss), open_inbox(uma)
    expect(page.get_by_role("heading", name="No open conversations")).to_be_visible()
    phone = number()

    # Live, in both browsers, with the badge.
    write_in(boss, phone, "Do you have time on Thursday?")
    expect(row(page, "Do you have time on Thursday?")).to_be_visible()
    expect(row(theirs, "Do you have time on Thursday?")).to_be_visible()
    badge = page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("^Inbox"))
    expect(badge).to_contain_text("1 unread")

    # Opened by keys, read by being looked at; unread stays each one's own.
    page.locator("body").press("j")
    page.keyboard.press("Enter")
    expect(thread(page)).to_contain_text("Do you have time on Thursday?")
    expect(badge).not_to_contain_text("unread")
    expect(row(theirs, "Thursday")).to_contain_text("unread")
    page.keyboard.press("u")
    expect(badge).to_contain_text("1 unread")

    # Handed over with a note, which stands in the thread; the other one has it among theirs.
    page.keyboard.press("a")
    page.get_by_role("combobox", name="Assign to").fill("uma")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name=re.compile("^Note to Uma")).fill("You know the calendar.")
    page.get_by_role("dialog", name="Assign to").get_by_role("button", name="Assign").click()
    expect(thread(page)).to_contain_text("assigned the conversation to Uma Rahman: You know the calendar.")
    expect(tab(theirs, "Mine")).to_contain_text("1")
    tab(theirs, "Mine").click()
    row(theirs, "Thursday").get_by_role("link").click()
    expect(thread(theirs)).to_contain_text("You know the calendar.")

    # Who else is here is seen; what one closes leaves the other's list.
    expect(page.get_by_role("region", name=re.compile("^Conversation with"))).to_contain_text(
        "Uma Rahman has this open"
    )
    theirs.keyboard.press("e")
    expect(theirs.get_by_role("heading", name="Nothing is waiting for you")).to_be_visible()
    expect(row(page, "Thursday")).to_have_count(0)
    expect(thread(page)).to_contain_text("closed the conversation")

    # An answer opens it again, for both.
    write_in(boss, phone, "Or on Friday?")
    expect(row(theirs, "Or on Friday?")).to_be_visible()
    expect(thread(page)).to_contain_text("reopened the conversation, since a message came in")
    expect(thread(page)).to_contain_text("Or on Friday?")


def test_finding_and_putting_off(house: House) -> None:
    boss = house.administrator()
    page = open_inbox(boss)
    word = f"rhubarb{secrets.token_hex(2)}"
    phone = number()
    write_in(boss, phone, f"We would like forty cakes with {word}, please")
    write_in(boss, phone, "And tea.")
    write_in(boss, number(), "Good morning")
    expect(row(page, "Good morning")).to_be_visible()

    page.keyboard.press("/")
    page.keyboard.type(word)
    expect(row(page, word)).to_have_count(1)
    expect(row(page, word).locator("mark")).to_have_text(word)
    expect(row(page, "Good morning")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"q={word}"))
    page.keyboard.press("Enter")
    expect(row(page, word).locator("[data-active]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(thread(page)).to_contain_text("And tea.")

    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Snooze until")
    expect(dialog).to_contain_text("Your time")
    dialog.get_by_role("button", name=re.compile("^Tomorrow")).click()
    expect(thread(page)).to_contain_text("snoozed the conversation until")
    expect(row(page, word)).to_have_count(0)
    page.get_by_role("button", name="Search in all conversations").click()
    expect(row(page, word)).to_contain_text("Until")
    page.reload()
    expect(row(page, word)).to_contain_text("Until")


def test_looks(house: House) -> None:
    boss = house.administrator()
    contact = boss.add_contact(first_name="Ingrid", last_name="Sommer", phone="+1 201 555 0142")
    for text in ("Hello, is this the right number?", "I have a question about my order."):
        write_in(boss, NUMBER, text)
    page = boss.open(f"/contacts/{contact['id']}")
    look = Look(page)
    page.get_by_role("button", name="Message", exact=True).click()
    expect(thread(page)).to_contain_text("I have a question about my order.")
    expect(page.get_by_role("complementary", name="Details of the contact")).to_contain_text("Sommer")
    expect(page.locator("[class*=Skeleton]")).to_have_count(0)
    look.at("inbox")
    page.keyboard.press("s")
    expect(page.get_by_role("dialog", name="Snooze until")).to_be_visible()
    look.at("inbox-snooze")
    page.keyboard.press("Escape")
    page.goto(f"{boss.kith.url}/inbox?state=closed&q=nothing")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    look.at("inbox-none")
    assert look.faults == []
