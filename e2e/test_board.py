"""The board: cards dragged, carried by keys, refused and put back, moved by somebody else meanwhile."""

import re
import time
from typing import Any

import pytest
from people import House, Person, unique
from playwright.sync_api import Locator, Page, expect

STAGES = ("New", "Qualified", "Proposal")


def make_pipeline(person: Person, **rules: object) -> dict[str, Any]:
    """A pipeline of three stages; `rules` are those of the last one."""
    stages = [{"name": name, "win_probability": 20 * place} for place, name in enumerate(STAGES, start=1)]
    stages[-1] |= rules
    made = person.ask("POST", "/pipelines", {"name": unique("Sales"), "stages": stages})
    return dict(made["pipeline"])


def add_card(person: Person, pipeline: dict[str, Any], title: str, stage: int = 0, **fields: object) -> dict[str, Any]:
    """An opportunity in the stage of that number."""
    body = {"title": title, "stage_id": pipeline["stages"][stage]["id"], **fields}
    return dict(person.ask("POST", "/opportunities", body)["opportunity"])


def open_board(person: Person, pipeline: dict[str, Any]) -> Page:
    """The pipeline's board, loaded."""
    page = person.open(f"/pipelines?pipeline={pipeline['id']}")
    expect(lane(page, "New")).to_be_visible()
    expect(page.locator("[class*=Skeleton]")).to_have_count(0)
    return page


def lane(page: Page, stage: str) -> Locator:
    """A stage's column."""
    return page.get_by_role("region", name=re.compile(f"^{stage}, "))


def card(page: Page, title: str) -> Locator:
    """A card on the board."""
    return page.get_by_role("article").filter(has_text=title)


def titles(where: Locator) -> list[str]:
    """The titles of the cards in a column, from the top."""
    return where.get_by_role("article").get_by_role("link").all_inner_texts()


def drag(page: Page, title: str, target: Locator, *, dy: float = 20) -> None:
    """Takes a card by the mouse to `dy` px below the top of `target`."""
    start = card(page, title).bounding_box()
    end = target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 60, start["y"] + 30)
    page.mouse.down()
    page.mouse.move(start["x"] + 70, start["y"] + 40, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + dy, steps=8)
    page.mouse.move(end["x"] + end["width"] / 2 + 2, end["y"] + dy + 2, steps=2)
    page.mouse.up()


def stage_of(person: Person, one: dict[str, Any]) -> str:
    """The name of the stage where the server has it."""
    return str(person.ask("GET", f"/opportunities/{one['id']}")["stage"]["name"])


def stands_in(person: Person, one: dict[str, Any], stage: str) -> None:
    """Waits until the server has it in that stage: the page shows a move before the server has taken it."""
    deadline = time.monotonic() + 10
    while stage_of(person, one) != stage:
        assert time.monotonic() < deadline, f"It stands in {stage_of(person, one)}, not in {stage}."
        time.sleep(0.1)


def test_the_first_pipeline_is_one_click_away(own_house: House) -> None:
    page = own_house.administrator().open("/pipelines")
    expect(page.get_by_role("heading", name="No pipeline yet")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Create the pipeline")).click()
    expect(lane(page, "Negotiation")).to_be_visible()
    lane(page, "New").get_by_role("button", name="Add an opportunity to New").click()
    page.get_by_role("textbox", name="Title of the new opportunity in New").fill("Roof of the town hall")
    page.keyboard.press("Enter")
    expect(card(page, "Roof of the town hall")).to_be_visible()
    expect(lane(page, "New")).to_contain_text("1")


def test_a_card_is_dragged_and_the_move_taken_back(admin: Person) -> None:
    pipeline = make_pipeline(admin)
    one = add_card(admin, pipeline, "Dragged", value_cents=1_250_000, currency="USD")
    add_card(admin, pipeline, "Stays below")
    add_card(admin, pipeline, "There already", stage=1, value_cents=50_000, currency="EUR")
    page = open_board(admin, pipeline)
    expect(lane(page, "New")).to_contain_text("$12,500")
    drag(page, "Dragged", card(page, "There already"), dy=60)
    expect(lane(page, "Qualified")).to_contain_text("$12,500 · €500")
    assert titles(lane(page, "Qualified")) == ["There already", "Dragged"]
    stands_in(admin, one, "Qualified")
    # The server keeps the order: another visit finds it.
    page.reload()
    expect(card(page, "Dragged")).to_be_visible()
    assert titles(lane(page, "Qualified")) == ["There already", "Dragged"]
    drag(page, "Dragged", lane(page, "Proposal"), dy=120)
    toast = page.get_by_label("Messages")
    expect(toast).to_contain_text("Dragged moved to Proposal")
    toast.get_by_role("button", name="Undo").click()
    expect(lane(page, "Qualified")).to_contain_text("Dragged")
    stands_in(admin, one, "Qualified")


def test_a_stage_asks_for_what_it_needs(admin: Person) -> None:
    pipeline = make_pipeline(admin, required_fields=["value", "next_step"])
    one = add_card(admin, pipeline, "Knows too little")
    page = open_board(admin, pipeline)
    drag(page, "Knows too little", lane(page, "Proposal"), dy=120)
    dialog = page.get_by_role("dialog", name="Before it moves to Proposal")
    expect(dialog).to_contain_text("Proposal needs: Value, Next step.")
    # The card is back where it was as long as nothing is answered.
    expect(lane(page, "New").get_by_role("article", include_hidden=True)).to_have_count(1)
    dialog.get_by_label("Value").fill("4,800.50")
    dialog.get_by_label("Currency").fill("EUR")
    dialog.get_by_label("Next step").fill("Send the offer")
    dialog.get_by_role("button", name="Save and move").click()
    expect(lane(page, "Proposal")).to_contain_text("€4,800.50")
    stands_in(admin, one, "Proposal")


def test_a_card_is_carried_by_keys(admin: Person) -> None:
    pipeline = make_pipeline(admin)
    one = add_card(admin, pipeline, "Carried")
    add_card(admin, pipeline, "Above it")
    page = open_board(admin, pipeline)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Carried")).to_be_focused()
    page.keyboard.press("Space")
    status = page.get_by_role("status")
    expect(status.filter(has_text="Carried taken up. New, place 2 of 2.")).to_be_attached()
    page.keyboard.press("ArrowRight")
    expect(status.filter(has_text="Qualified, place 1 of 1")).to_be_attached()
    expect(page.get_by_role("link", name="Carried")).to_be_focused()
    stands_in(admin, one, "New")
    page.keyboard.press("Escape")
    expect(lane(page, "New").get_by_role("article")).to_have_count(2)
    for key in ("Space", "ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(page.get_by_label("Messages")).to_contain_text("Carried moved within New")
    expect(lane(page, "New").get_by_role("article").first).to_contain_text("Carried")
    page.keyboard.press("z")
    expect(page.get_by_label("Messages")).to_contain_text("Undone: Carried moved within New")
    expect(lane(page, "New").get_by_role("article").first).to_contain_text("Above it")
    expect(page.get_by_role("link", name="Carried")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_label("Messages")).to_contain_text("Carried moved to Proposal")
    expect(page.get_by_role("link", name="Carried")).to_be_focused()
    stands_in(admin, one, "Proposal")
    page.keyboard.press("m")
    page.get_by_role("combobox", name="Move to which stage").fill("quali")
    page.keyboard.press("Enter")
    expect(lane(page, "Qualified")).to_contain_text("Carried")
    stands_in(admin, one, "Qualified")


def test_two_people_move_the_same_card(house: House, admin: Person) -> None:
    pipeline = make_pipeline(admin)
    one = add_card(admin, pipeline, "Wanted by two")
    uma = house.join("Uma Rahman", "user", by=admin)
    page = open_board(uma, pipeline)
    # Ada moves it: Uma's board follows by itself.
    move = {"version": one["version"], "stage_id": pipeline["stages"][1]["id"]}
    admin.ask("POST", f"/opportunities/{one['id']}/move", move)
    expect(lane(page, "Qualified")).to_contain_text("Wanted by two")
    # Now Uma's browser hears nothing, and she moves a card that no longer stands where she sees it.
    page.route("**/live", lambda route: route.abort())
    page.reload()
    expect(lane(page, "Qualified")).to_contain_text("Wanted by two")
    seen = admin.ask("GET", f"/opportunities/{one['id']}")
    back = {"version": seen["version"], "stage_id": pipeline["stages"][0]["id"]}
    admin.ask("POST", f"/opportunities/{one['id']}/move", back)
    drag(page, "Wanted by two", lane(page, "Proposal"), dy=120)
    expect(page.get_by_role("alert")).to_contain_text("has moved this card to New meanwhile")
    expect(lane(page, "New")).to_contain_text("Wanted by two")
    stands_in(admin, one, "New")


def test_who_only_looks_moves_nothing(house: House, admin: Person) -> None:
    pipeline = make_pipeline(admin)
    one = add_card(admin, pipeline, "Only looked at")
    page = open_board(house.join("Vic Moreau", "viewer", by=admin), pipeline)
    expect(page.get_by_role("button", name=re.compile("^(Add an|New) opportunity"))).to_have_count(0)
    drag(page, "Only looked at", lane(page, "Proposal"), dy=120)
    expect(lane(page, "New")).to_contain_text("Only looked at")
    stands_in(admin, one, "New")


def test_filters_and_layout_stand_in_the_link(house: House, admin: Person) -> None:
    pipeline = make_pipeline(admin)
    uma = house.join("Uma Rahman", "user", by=admin)
    mine = uma.ask("GET", "/me")["id"]
    add_card(admin, pipeline, "Is mine", assigned_user_id=mine)
    lost = add_card(admin, pipeline, "Is lost", stage=1)
    admin.ask("POST", f"/opportunities/{lost['id']}/close", {"version": lost["version"], "status": "lost"})
    add_card(admin, pipeline, "Is nobody's")
    page = open_board(uma, pipeline)
    expect(card(page, "Is lost")).to_have_count(0)
    page.get_by_role("button", name="Closed", exact=True).click()
    expect(card(page, "Is lost")).to_be_visible()
    page.get_by_role("button", name="Assigned to: Anyone").click()
    page.get_by_role("combobox", name="Assigned to").press("Enter")
    expect(card(page, "Is nobody's")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Table").click()
    expect(page.get_by_role("row").filter(has_text="Is mine")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(2)
    assert "layout=table" in page.url
    other = uma.context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("row").filter(has_text="Is mine")).to_be_visible()
    expect(other.get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="Save view").click()
    name = unique("Mine")
    page.get_by_role("dialog").get_by_label("Name").fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Save view").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Board", exact=True).click()
    expect(card(page, "Is mine")).to_be_visible()
    page.get_by_role("navigation", name="Views").get_by_role("button", name=name).click()
    expect(page.get_by_role("row").filter(has_text="Is mine")).to_be_visible()


@pytest.mark.timeout(180)
def test_a_deal_from_the_first_word_to_the_last(admin: Person) -> None:
    pipeline = make_pipeline(admin)
    person = admin.add_contact(first_name="Mara", last_name=unique("Lindt"), email=f"{unique('mara')}@example.com")
    helper = admin.add_contact(first_name="Ned", last_name=unique("Ocker"), email=f"{unique('ned')}@example.com")
    page = open_board(admin, pipeline)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="New opportunity")
    title = unique("Bridge")
    page.keyboard.type(title)
    expect(dialog.get_by_label("Title")).to_have_value(title)
    dialog.get_by_role("combobox", name="Contact").fill(person["last_name"])
    page.get_by_role("option", name=re.compile(person["last_name"])).click()
    dialog.get_by_label("Value").fill("a lot")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog).to_contain_text("Type an amount")
    dialog.get_by_label("Value").fill("1,000")
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("list", name=re.compile("^Stages of")).get_by_role("button", name="Proposal").click()
    expect(page.get_by_label("Messages")).to_contain_text("moved to Proposal")
    page.get_by_role("button", name=re.compile("^Value: ")).click()
    page.get_by_role("textbox", name="Value").fill("2,500 EUR")
    page.keyboard.press("Enter")
    expect(page.get_by_text("€2,500").first).to_be_visible()
    page.get_by_role("button", name="Add person").click()
    page.get_by_role("combobox", name="Person").fill(helper["last_name"])
    page.get_by_role("option", name=re.compile(helper["last_name"])).click()
    page.get_by_label("Role").fill("Legal")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Add")).click()
    expect(page.get_by_role("region", name="Further people")).to_contain_text("Legal")
    page.get_by_role("button", name="Won", exact=True).click()
    closing = page.get_by_role("dialog", name=re.compile("^Close "))
    closing.get_by_label("Note").fill("Signed on the spot")
    closing.get_by_role("button", name="Mark as won").click()
    expect(page.get_by_text("Signed on the spot").first).to_be_visible()
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_role("button", name="Won", exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="Stages")).to_contain_text("Proposal")
    page.goto(f"{admin.kith.url}/contacts/{person['id']}")
    expect(page.get_by_role("region", name="Opportunities")).to_contain_text(title)
    expect(page.get_by_role("region", name="Opportunities")).to_contain_text("€2,500")
