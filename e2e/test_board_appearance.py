"""The board, the list and the page of opportunities in both colour schemes, wide and narrow: axe finds nothing."""

import re

import pytest
from looking import Look
from people import House, Person, unique
from playwright.sync_api import Page, expect

# Each looks at many states of pages, every one in two schemes and at two widths.
pytestmark = pytest.mark.timeout(600)


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    """Waits until the page with that heading stands, and what it reads has come."""
    expect(page.get_by_role("heading", name=name).first).to_be_visible()
    expect(page.locator("[class*=Skeleton]")).to_have_count(0)


def pipeline_of_a_company(boss: Person) -> int:
    """A pipeline with cards of every kind; its id."""
    stages = [
        {"name": name, "win_probability": chance, "expected_days": 14}
        for name, chance in (("New", 10), ("Qualified", 25), ("Meeting", 40), ("Proposal", 60), ("Negotiation", 80))
    ]
    pipeline = boss.ask("POST", "/pipelines", {"name": unique("New business "), "stages": stages})["pipeline"]
    people = boss.ask("GET", "/contacts?limit=30&sort=name")["items"]
    users = boss.ask("GET", "/users")
    words = ("Roof of the town hall", "Yearly licence, 40 seats", "Fleet of six vans", "Website and shop", "Audit 2027")
    for place in range(23):
        person = people[place % len(people)]
        fields = {
            "title": f"{words[place % 5]}{' for the branch in the north' if place % 7 == 0 else ''}",
            "stage_id": pipeline["stages"][(place * place) % 5]["id"],
            "contact_id": person["id"],
            "company_id": person["company"]["id"] if person["company"] else None,
            "value_cents": None if place % 6 == 5 else (place + 1) * 137_500,
            "currency": "EUR" if place % 8 == 3 else "USD",
            "assigned_user_id": users[place % len(users)]["id"] if place % 3 else None,
            "next_step": "Call back" if place % 2 else "",
            "expected_close_on": "2026-01-15" if place % 5 == 1 else None,
        }
        made = boss.ask("POST", "/opportunities", fields)["opportunity"]
        if place in {4, 9, 14}:
            ending = {"version": made["version"], "status": ("won", "lost", "abandoned")[place % 3], "reason": "Price"}
            boss.ask("POST", f"/opportunities/{made['id']}/close", ending)
    return int(pipeline["id"])


def test_no_board(own_house: House) -> None:
    page = own_house.administrator().open("/pipelines")
    look = Look(page)
    heading(page, "No pipeline yet")
    look.at("board-none")
    assert look.faults == []


def test_board(boss: Person) -> None:
    page = boss.open("/contacts")
    look = Look(page)
    board = f"{boss.kith.url}/pipelines?pipeline={pipeline_of_a_company(boss)}"
    page.goto(board)
    heading(page, "Negotiation")
    look.at("board")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    look.at("board-carried")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.get_by_role("dialog", name=re.compile("^Move "))).to_be_visible()
    look.at("board-move")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Closed", exact=True).click()
    expect(page.get_by_role("article").filter(has_text="Abandoned").first).to_be_attached()
    look.at("board-closed")
    page.get_by_role("button", name="Table").click()
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    expect(page.locator("[class*=Skeleton]")).to_have_count(0)
    look.at("opportunities")
    page.goto(f"{board}&q=nothing+has+this+name")
    heading(page, "No opportunity matches")
    look.at("board-nothing")
    page.goto(board)
    heading(page, "Negotiation")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New opportunity")
    dialog.get_by_label("Value").fill("a lot")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog).to_contain_text("Type an amount")
    look.at("opportunity-create")
    assert look.faults == []


def test_one_opportunity(boss: Person) -> None:
    pipeline_id = pipeline_of_a_company(boss)
    rows = boss.ask("GET", f"/opportunities?limit=50&status=open&pipeline_id={pipeline_id}")["items"]
    one = next(row for row in rows if row["contact"] and row["stuck"] and row["value_cents"])
    people = boss.ask("GET", "/contacts?limit=2&sort=-name")["items"]
    for person, role in zip(people, ("Decision maker", ""), strict=True):
        boss.ask("POST", f"/opportunities/{one['id']}/contacts", {"contact_id": person["id"], "role": role})
    page = boss.open(f"/opportunities/{one['id']}")
    look = Look(page)
    heading(page, one["title"])
    expect(page.get_by_role("region", name="Further people")).to_contain_text("Decision maker")
    look.at("opportunity")
    page.get_by_role("button", name="Lost", exact=True).click()
    expect(page.get_by_role("dialog", name=re.compile("^Close "))).to_be_visible()
    look.at("opportunity-close")
    page.get_by_role("dialog").get_by_label("Note").fill("They had no budget this year.")
    page.get_by_role("button", name="Mark as lost").click()
    expect(page.get_by_text("They had no budget").first).to_be_visible()
    look.at("opportunity-lost")
    page.goto(f"{boss.kith.url}/contacts/{one['contact']['id']}")
    expect(page.get_by_role("region", name="Opportunities")).to_contain_text(one["title"])
    look.at("contact-opportunities")
    assert look.faults == []
