"""Whole journeys: Kith as it is started by `make run`, a real Chromium, nothing in between."""

import os
import shutil
from collections.abc import Iterator

import pytest
from people import House, Person, Watch, house_of
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from running import Kith

# A journey waits for what a person would wait for; a busy machine is no failure.
expect.set_options(timeout=15_000)

ADMIN = ("ada@example.com", "correct-horse-battery-7")


@pytest.fixture(scope="session")
def kith() -> Iterator[Kith]:
    """A Kith with an administrator, shared by the journeys that can live side by side."""
    running = Kith(KITH_ADMIN_EMAIL=ADMIN[0], KITH_ADMIN_PASSWORD=ADMIN[1])
    yield running
    running.stop()


@pytest.fixture
def fresh_kith() -> Iterator[Kith]:
    """A Kith that nobody has ever used, at its very first start."""
    running = Kith(is_first=True)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's or the system's Chromium, headless."""
    path = os.environ.get("KITH_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("No Chromium found: install it (apt-get install chromium) or name it in KITH_CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test when a page had a fault that nobody saw."""
    watching = Watch()
    yield watching
    assert watching.faults == []


@pytest.fixture
def context(chromium: Browser, watch: Watch) -> Iterator[BrowserContext]:
    """A person's own browser, forgotten afterwards."""
    opened = chromium.new_context(viewport={"width": 1280, "height": 800}, timezone_id="Europe/Berlin")
    opened.set_default_timeout(15_000)
    watch.follow(opened)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab in it."""
    return context.new_page()


@pytest.fixture
def house(kith: Kith, chromium: Browser, watch: Watch) -> Iterator[House]:
    """The shared Kith and the browsers of everybody in this test."""
    with house_of(kith, chromium, watch, ADMIN) as opened:
        yield opened


@pytest.fixture
def own_house(chromium: Browser, watch: Watch) -> Iterator[House]:
    """The same with a Kith of its own, for what touches everybody in it."""
    running = Kith(KITH_ADMIN_EMAIL=ADMIN[0], KITH_ADMIN_PASSWORD=ADMIN[1])
    with house_of(running, chromium, watch, ADMIN) as opened:
        yield opened
    running.stop()


@pytest.fixture
def admin(house: House) -> Person:
    """The administrator of the shared Kith, signed in."""
    return house.administrator()


@pytest.fixture(scope="session")
def company() -> Iterator[Kith]:
    """A Kith with the believable company of `make demo`, shared by those who look at pages."""
    running = Kith(KITH_ADMIN_EMAIL=ADMIN[0], KITH_ADMIN_PASSWORD=ADMIN[1])
    running.manage("make_demo")
    yield running
    running.stop()


@pytest.fixture
def demo(company: Kith, chromium: Browser, watch: Watch) -> Iterator[House]:
    """The company's house."""
    with house_of(company, chromium, watch, ADMIN) as opened:
        yield opened


@pytest.fixture
def boss(demo: House) -> Person:
    """The company's administrator, whose colours are those of the system."""
    return demo.administrator()
