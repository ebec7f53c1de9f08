"""Every page as people see it, light and dark, wide and narrow: axe finds no fault, and nothing scrolls sideways.

With KITH_SCREENSHOTS=1 the pictures stay in e2e/out, and the one in the README is taken anew.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from people import House, Person
from playwright.sync_api import Page, expect

HERE = Path(__file__).resolve().parent
AXE = (HERE.parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
KEEPS_PICTURES = os.environ.get("KITH_SCREENSHOTS") == "1"

SIZES = {"wide": (1280, 800), "phone": (360, 740)}
LOOKS = [(scheme, size) for scheme in ("light", "dark") for size in SIZES]

SIGNED_OUT = [
    "/sign-in",
    "/forgot-password",
    "/reset-password?key=gone",
    "/invitation?token=gone",
    "/unlock?token=gone",
]
SIGNED_IN = [
    "/contacts",
    "/contacts?q=nobody-has-this-name",
    "/contacts/{contact}",
    "/trash",
    "/settings/profile",
    "/settings/security",
    "/settings/people",
    "/settings/policy",
    "/settings/deliveries",
    "/no-such-page",
]


def look_at(page: Page, name: str, scheme: str, size: str) -> list[str]:
    """What is wrong with the page as it stands now."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
    # Panels and dialogs come in over 120 ms; colours half way there are no colours of ours.
    page.wait_for_timeout(400)
    if KEEPS_PICTURES:
        (HERE / "out").mkdir(exist_ok=True)
        page.screenshot(path=HERE / "out" / f"{name}-{scheme}-{size}.png")
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    faults = [
        f"{name} ({scheme}, {size}): {violation['id']} at {node['target']}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append(f"{name} ({scheme}, {size}): scrolls sideways")
    return faults


def name_of(path: str) -> str:
    """A file's name for the page at `path`."""
    return "".join(c if c.isalnum() else "-" for c in path).strip("-")


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("scheme", "size"), LOOKS)
def test_every_page_is_sound(house: House, scheme: str, size: str) -> None:
    width, height = SIZES[size]
    look: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": height}}
    faults: list[str] = []

    stranger = house.browser(**look).new_page()
    for path in SIGNED_OUT:
        stranger.goto(house.kith.url + path)
        faults += look_at(stranger, name_of(path), scheme, size)

    admin = house.administrator(**look)
    contact = admin.add_contact(
        first_name="Chloé", last_name="Fontaine", email="chloe@example.com", phone="+33612345678", tags=["VIP", "Press"]
    )
    admin.edit(contact["id"], phone="+33612345679")
    gone = admin.add_contact(first_name="Gone", last_name="Already")
    admin.ask("POST", f"/contacts/{gone['id']}/archive")
    page = admin.context.new_page()
    for path in SIGNED_IN:
        page.goto(house.kith.url + path.format(contact=contact["id"]))
        faults += look_at(page, name_of(path), scheme, size)
    faults += over_the_page(admin, page, scheme, size)
    assert faults == []


def over_the_page(admin: Person, page: Page, scheme: str, size: str) -> list[str]:
    """The same for what opens over a page: palette, shortcuts, the form with a warning and a refusal."""
    faults: list[str] = []
    page.goto(admin.kith.url + "/contacts")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    faults += look_at(page, "palette", scheme, size)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    faults += look_at(page, "shortcuts", scheme, size)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("c")
    form = page.get_by_role("dialog")
    form.get_by_label("Email").fill("chloe@example.com")
    expect(form.get_by_text("Chloé Fontaine").first).to_be_visible()
    faults += look_at(page, "new-contact-duplicate", scheme, size)
    form.get_by_label("Email").fill("no address")
    page.keyboard.press("Control+Enter")
    expect(form.locator("[aria-invalid=true]")).to_be_visible()
    faults += look_at(page, "new-contact-refused", scheme, size)
    return faults


@pytest.mark.skipif(not KEEPS_PICTURES, reason="taken only with KITH_SCREENSHOTS=1")
def test_the_picture_in_the_readme(own_house: House) -> None:
    own_house.kith.manage("make_demo")
    page = own_house.administrator().open("/contacts")
    expect(page.get_by_role("row").nth(15)).to_be_visible()
    page.wait_for_timeout(1000)
    page.screenshot(path=HERE.parent / "docs" / "screenshot.png")
