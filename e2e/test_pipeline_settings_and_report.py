"""Pipelines are set up in the settings, and the report's figures are those of the board."""

import re
from typing import Any

import pytest
from looking import Look
from people import House, Person, unique
from playwright.sync_api import Locator, Page, expect

STAGES = (("New", 10, 7), ("Qualified", 25, 14), ("Offer", 50, None))


@pytest.fixture
def word() -> str:
    """A word that nothing else carries."""
    return unique("Vendita")


def make_pipeline(person: Person, name: str) -> dict[str, Any]:
    """A pipeline with three stages and five opportunities, made without the pages."""
    stages = [{"name": stage, "win_probability": chance, "expected_days": days} for stage, chance, days in STAGES]
    pipeline: dict[str, Any] = person.ask("POST", "/pipelines", {"name": name, "stages": stages})["pipeline"]
    ids = [stage["id"] for stage in pipeline["stages"]]
    for place, (stage, value, currency) in enumerate(
        [(0, 100_000, "USD"), (0, 250_050, "USD"), (0, 90_000, "EUR"), (1, 400_000, "USD"), (2, None, "USD")]
    ):
        fields = {"title": f"Deal {place}", "stage_id": ids[0], "value_cents": value, "currency": currency}
        made = person.ask("POST", "/opportunities", fields)["opportunity"]
        if stage:
            person.ask(
                "POST", f"/opportunities/{made['id']}/move", {"version": made["version"], "stage_id": ids[stage]}
            )
    return pipeline


def names(section: Locator) -> list[str]:
    """The stages as they stand on the page."""
    return [re.sub(r"\s+", " ", text).strip() for text in section.locator("tbody th").all_inner_texts()]


def expect_order(section: Locator, *wanted: str) -> None:
    """Waits until the stages stand in this order."""
    expect(section.locator("tbody th")).to_have_text(list(wanted))


def choose(page: Page, menu: str, item: str) -> None:
    """An entry of the menu behind the three dots."""
    page.get_by_role("button", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item).click()


def type_into(page: Page, button: Locator, field: str, text: str) -> None:
    """Edits in place, and waits until it is text again."""
    button.click()
    page.get_by_role("textbox", name=field, exact=True).fill(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name=field, exact=True)).to_be_hidden()


def test_pipelines_are_set_up(admin: Person, word: str) -> None:
    page = admin.open("/settings/pipelines")
    page.get_by_role("button", name=re.compile("New pipeline")).first.click()
    dialog = page.get_by_role("dialog", name="New pipeline")
    dialog.get_by_label("Name").fill(word)
    dialog.get_by_role("radio", name="Renewals").check()
    dialog.get_by_role("button", name="Create").click()
    section = page.get_by_role("region", name=word)
    expect_order(section, "Due soon", "Talked", "Offered")

    # By keys and by hand.
    section.get_by_role("button", name=re.compile("^Order of Due soon")).focus()
    page.keyboard.press("ArrowDown")
    expect_order(section, "Talked", "Due soon", "Offered")
    expect(section.get_by_role("button", name=re.compile("^Order of Due soon: 2 of 3"))).to_be_focused()
    section.get_by_role("button", name=re.compile("^Order of Offered")).drag_to(
        section.get_by_role("row", name=re.compile("Talked")), target_position={"x": 60, "y": 4}
    )
    expect_order(section, "Offered", "Talked", "Due soon")
    page.reload()
    expect_order(section, "Offered", "Talked", "Due soon")

    section.get_by_role("button", name="Add stage").click()
    page.get_by_label("Name of the new stage").fill("Signed")
    page.keyboard.press("Enter")
    expect_order(section, "Offered", "Talked", "Due soon", "Signed")
    type_into(page, section.get_by_role("button", name="Name: Signed. Edit"), "Name", "Sealed")
    expect_order(section, "Offered", "Talked", "Due soon", "Sealed")
    type_into(
        page,
        section.get_by_role("button", name=re.compile("^Win probability of Sealed")),
        "Win probability of Sealed",
        "95",
    )
    expect(section.get_by_role("row", name=re.compile("Sealed"))).to_contain_text("95 %")
    section.get_by_role("button", name=re.compile("^Needed for Sealed")).click()
    page.get_by_role("option", name="Contact").click()
    page.get_by_role("option", name="Value").click()
    page.keyboard.press("Escape")
    expect(section.get_by_role("button", name="Needed for Sealed: Value, Contact. Change")).to_be_visible()

    stored = next(one for one in admin.ask("GET", "/pipelines") if one["name"] == word)
    deal = {"title": word, "stage_id": stored["stages"][0]["id"]}
    made = admin.ask("POST", "/opportunities", deal)["opportunity"]
    choose(page, "More for Offered", "Delete…")
    dialog = page.get_by_role("dialog", name="Delete the stage Offered?")
    expect(dialog).to_contain_text("1 opportunity stands here: 1 open.")
    expect(dialog.get_by_role("button", name="Move and delete")).to_be_disabled()
    dialog.get_by_role("combobox", name="They move to").click()
    page.get_by_role("option", name="Talked").click()
    dialog.get_by_role("button", name="Move and delete").click()
    expect_order(section, "Talked", "Due soon", "Sealed")
    assert admin.ask("GET", f"/opportunities/{made['id']}")["stage"]["name"] == "Talked"
    page.get_by_role("button", name="Undo").last.click()
    expect(section.locator("tbody th")).to_have_count(4)

    choose(page, f"More for the pipeline {word}", "Delete…")
    dialog = page.get_by_role("dialog", name=f"Delete the pipeline {word}?")
    dialog.get_by_role("button", name="Delete pipeline").click()
    expect(dialog.get_by_role("alert")).to_contain_text("1 open")
    dialog.get_by_role("button", name="Leave it").click()


def test_the_report_agrees_with_the_board(house: House, admin: Person, word: str) -> None:
    pipeline = make_pipeline(admin, word)
    board = admin.ask("GET", f"/board?pipeline_id={pipeline['id']}")
    page = admin.open(f"/reports/pipeline?pipeline={pipeline['id']}")
    rows = page.get_by_role("region", name="Figures per stage").locator("tbody tr")
    expect(rows).to_have_count(len(STAGES))
    for place, column in enumerate(board["columns"]):
        expect(rows.nth(place).locator("td").first).to_contain_text(str(column["count"]))
    first = rows.first.locator("td")
    expect(first.nth(1)).to_contain_text("$3,500.50")
    expect(first.nth(1)).to_contain_text("€900")
    expect(first.nth(2)).to_contain_text("$350.05")
    expect(first.nth(3)).to_contain_text("5")
    expect(first.nth(5)).to_contain_text("40 %")
    expect(page.get_by_text("As it stands now (")).to_be_visible()

    first.nth(4).get_by_role("link").click()
    page.wait_for_url(re.compile("figure=moved_on"))
    listed = page.get_by_role("region", name="Opportunities").locator("tbody th")
    expect(listed).to_have_text(["Deal 4", "Deal 3"])
    page.get_by_role("link", name="Back to the report").click()
    expect(rows).to_have_count(len(STAGES))

    page.get_by_label("As it stood on").fill("2020-01-01")
    expect(page.get_by_role("heading", name="Nothing matches these filters")).to_be_visible()
    assert "as_of=2020-01-01" in page.url
    page.get_by_role("button", name="Clear filters").first.click()
    expect(rows).to_have_count(len(STAGES))
    with page.expect_download() as coming:
        page.get_by_role("button", name="CSV").click()
    content = coming.value.path().read_text(encoding="utf-8-sig")
    assert "New,USD,3,3500.50,350.05,5,2,0.4" in content

    viewer = house.join("Vera", "viewer", by=admin)
    theirs = viewer.open(f"/reports/pipeline?pipeline={pipeline['id']}")
    expect(theirs.get_by_role("region", name="Figures per stage")).to_be_visible()
    expect(theirs.get_by_role("button", name="CSV")).to_have_count(0)
    theirs.goto(f"{viewer.kith.url}/settings/pipelines")
    expect(theirs.get_by_role("region", name=word)).to_contain_text("Qualified")
    expect(theirs.get_by_role("button", name=re.compile("^More for"))).to_have_count(0)


def test_both_pages_can_be_read_by_everybody(admin: Person, word: str) -> None:
    pipeline = make_pipeline(admin, word)
    page = admin.open("/settings/pipelines")
    look = Look(page)
    expect(page.get_by_role("region", name=word)).to_be_visible()
    look.at("pipeline-settings")
    section = page.get_by_role("region", name=word)
    section.get_by_role("button", name="More for New").click()
    page.get_by_role("menuitem", name="Delete…").click()
    expect(page.get_by_role("dialog")).to_contain_text("stand here")
    look.at("pipeline-settings-delete")
    page.goto(f"{admin.kith.url}/reports/pipeline?pipeline={pipeline['id']}")
    expect(page.get_by_role("region", name="Figures per stage")).to_be_visible()
    look.at("pipeline-report")
    stage = pipeline["stages"][0]["id"]
    page.goto(f"{admin.kith.url}/reports/pipeline/opportunities?pipeline={pipeline['id']}&stage={stage}&figure=entered")
    expect(page.get_by_role("region", name="Opportunities")).to_be_visible()
    look.at("pipeline-report-list")
    assert look.faults == []
