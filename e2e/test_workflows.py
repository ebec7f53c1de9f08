"""A workflow from its first step to a run that somebody looks at: drawn, tried, put to work, changed."""

import re

from looking import Look
from people import Person, unique
from playwright.sync_api import Locator, Page, expect


def offered(page: Page) -> Locator:
    """What the open list offers."""
    return page.get_by_role("listbox").get_by_role("option")


def choose_person(page: Page, button: str, name: str) -> None:
    """A contact, for one of the questions."""
    page.get_by_role("button", name=f"{button}: choose a contact").click()
    page.get_by_role("combobox", name="Contacts").fill(name)
    offered(page).filter(has_text=name).click()


def add_step(page: Page, words: str, nth: int) -> None:
    """A step by its name, at the sign of that number."""
    page.get_by_role("button", name=re.compile("^Add a step")).nth(nth).click()
    page.get_by_role("combobox", name="Steps").fill(words)
    expect(offered(page).first).to_contain_text(words)
    page.keyboard.press("Enter")


def choose_record(page: Page, label: str, name: str) -> None:
    """A record in the panel, found by its name."""
    page.get_by_role("button", name=re.compile(f"^{label}: ")).click()
    page.get_by_role("combobox", name=label).fill(name)
    expect(offered(page)).to_have_count(1)
    page.keyboard.press("Enter")


def test_a_workflow_is_drawn_mended_and_tried(admin: Person) -> None:
    word = unique("Welcome")
    lead, called = f"{word} lead", f"{word} called"
    admin.add_contact(first_name="Ann", last_name=word, tags=[lead, called])
    page = admin.open("/workflows")
    look = Look(page)
    page.get_by_role("button", name="New workflow").first.click()
    page.get_by_role("textbox", name="Name").fill(word)
    page.keyboard.press("Enter")
    page.get_by_label("Starts when").select_option("tag_added")
    choose_record(page, "Tag", lead)
    expect(page.get_by_role("button", name=re.compile("Starts when"))).to_contain_text(f"Tag {lead} is added")

    # Not sound yet, and said so where it is wrong.
    add_step(page, "Add a tag", 0)
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("alert").filter(has_text="not ready yet")).to_be_visible()
    expect(page.locator("[data-faulty]")).to_have_count(1)
    choose_record(page, "Tag", called)
    add_step(page, "Wait", 0)
    expect(page.locator("[data-faulty]")).to_have_count(0)
    add_step(page, "If / else", 2)
    page.get_by_role("button", name="Add a condition").click()
    offered(page).filter(has_text=re.compile("^Tag$")).click()
    offered(page).filter(has_text=called).click()
    page.keyboard.press("Escape")
    add_step(page, "Write a note", 3)
    page.get_by_role("textbox", name="Note").fill("Call {{first_name|them}}.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.locator("[data-step]").filter(has_text="If / else")).to_contain_text(f"Tag is {called}?")
    look.at("workflow")

    # By keys: the wait goes below the tag, and back.
    cards = page.locator("[data-step]")
    cards.nth(1).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(cards.nth(1)).to_contain_text("Add a tag")
    page.keyboard.press("Control+z")
    expect(cards.nth(1)).to_contain_text("Wait")

    # Nothing happens in a trial.
    page.get_by_role("button", name="Test", exact=True).click()
    choose_person(page, "Test with", f"Ann {word}")
    expect(page.get_by_text("meets the conditions of the start")).to_be_visible()
    expect(page.get_by_role("complementary").get_by_text("Yes", exact=True)).to_be_visible()
    look.at("workflow-test")


def test_a_workflow_runs_says_why_not_and_is_changed_beside_what_is_live(admin: Person) -> None:
    word = unique("Follow")
    lead = f"{word} lead"
    admin.add_contact(first_name="Ann", last_name=word, tags=[lead])
    tags = {tag["name"]: tag["id"] for tag in admin.ask("GET", "/tags/all")}
    steps = [
        {"id": "wait1", "kind": "wait", "config": {"amount": 1}},
        {"id": "note1", "kind": "add_note", "config": {"text": "Call {{first_name|them}}."}},
    ]
    trigger = {"kind": "tag_added", "config": {"tag_id": tags[lead]}}
    made = admin.ask("POST", "/workflows", {"name": word, "definition": {"trigger": trigger, "steps": steps}})
    page = admin.open(f"/workflows/{made['id']}")
    look = Look(page)
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_text("Active", exact=True)).to_be_visible()
    admin.add_contact(first_name="Bo", last_name=word, tags=[lead])
    page.get_by_text("Runs", exact=True).click()
    page.get_by_role("button", name=f"Bo {word}").click()
    panel = page.get_by_role("complementary", name=f"Run for Bo {word}")
    expect(panel).to_contain_text("Waiting")
    look.at("workflow-run")
    panel.get_by_role("button", name="Skip the wait").click()
    expect(panel).to_contain_text("A note was written.")

    # Why it did not start for who was there before.
    page.get_by_text("Steps", exact=True).click()
    page.get_by_role("button", name="Why not?").click()
    choose_person(page, "For", f"Ann {word}")
    expect(page.get_by_text("this was before the workflow was activated")).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).click()

    # A change stands beside what is live until it is published.
    page.locator("[data-step]").nth(1).focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_text(f"Version 2 of {word} is live")).to_be_visible()
    page.get_by_text("Versions", exact=True).click()
    page.get_by_role("button", name="What changed").click()
    expect(page.get_by_role("listitem").filter(has_text="Removed")).to_contain_text("Wait")
    look.at("workflow-versions")
    page.get_by_role("link", name="All workflows").click()
    expect(page.get_by_role("row").filter(has_text=word)).to_contain_text("Active")
    look.at("workflows")
