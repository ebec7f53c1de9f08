"""People at their browsers: each has cookies, tabs, and the API for what must stand before a journey begins."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import APIResponse, Browser, BrowserContext, ConsoleMessage, Page, Request, WebError
from running import Kith

PASSWORD = "plenty-of-words-here-3"


class Watch:
    """Collects what goes wrong in browsers: errors thrown by a page, and errors in its console."""

    # A refused request is said so by the browser itself; what the page makes of it is what journeys look at.
    EXPECTED = ("Failed to load resource", "net::ERR_INTERNET_DISCONNECTED")

    def __init__(self) -> None:
        self.faults: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Listens to all pages of this browser, those to come included."""
        context.on("console", self._hear)
        context.on("weberror", self._catch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(word in message.text for word in self.EXPECTED):
            self.faults.append(f"{message.type} in the console: {message.text}")

    def _catch(self, error: WebError) -> None:
        self.faults.append(f"thrown at {error.page.url if error.page else 'a page'}: {error.error}")


class Traffic:
    """What the tabs of one browser have asked for and not been given yet, but for the stream of changes."""

    # A tab with nothing to do says so at once; what it does next, it has begun a moment later.
    _AT_REST = "() => new Promise((done) => requestIdleCallback(() => setTimeout(done, 50), { timeout: 2000 }))"

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._under_way: set[Request] = set()
        context.on("request", self._begin)
        context.on("requestfinished", self._end)
        context.on("requestfailed", self._end)

    def _begin(self, request: Request) -> None:
        if request.resource_type != "eventsource":
            self._under_way.add(request)

    def _end(self, request: Request) -> None:
        self._under_way.discard(request)

    def settle(self) -> None:
        """Waits until nothing is under way and no tab has anything left to do, twice in a row."""
        deadline, calm = time.monotonic() + 30, 0
        while calm < 2:
            assert time.monotonic() < deadline, f"Never at rest: {[request.url for request in self._under_way]}"
            for page in self._context.pages:
                page.evaluate(self._AT_REST)
            calm = 0 if self._under_way else calm + 1


class Person:
    """Somebody with an account, at one browser."""

    def __init__(self, kith: Kith, context: BrowserContext, name: str, email: str, password: str = PASSWORD) -> None:
        self.kith, self.context = kith, context
        self.name, self.email, self.password = name, email, password
        self.traffic = Traffic(context)

    def send(self, method: str, path: str, body: object = None) -> APIResponse:
        """One request with this browser's cookies, whatever comes of it."""
        if not self._csrf():
            self.context.request.get(f"{self.kith.url}/_allauth/browser/v1/config")
        headers = {"X-CSRFToken": self._csrf(), "Origin": self.kith.url}
        if body is None:
            return self.context.request.fetch(self.kith.url + path, method=method, headers=headers)
        return self.context.request.fetch(self.kith.url + path, method=method, headers=headers, data=body)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """The answer of an address below /api/v1, which must be a good one."""
        answer = self.send(method, f"/api/v1{path}", body)
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        return answer.json() if answer.text() else None

    def sign_in(self) -> "Person":
        """With address and password, without the form."""
        answer = self.send("POST", "/_allauth/browser/v1/auth/login", {"email": self.email, "password": self.password})
        assert answer.ok, answer.text()
        return self

    def open(self, path: str) -> Page:
        """A new tab at `path`."""
        page = self.context.new_page()
        page.goto(self.kith.url + path)
        return page

    def add_contact(self, **fields: object) -> dict[str, Any]:
        """A contact made by this person."""
        return cast("dict[str, Any]", self.ask("POST", "/contacts", fields)["contact"])

    def contact(self, contact_id: int) -> dict[str, Any]:
        """The contact as the server knows it now."""
        return cast("dict[str, Any]", self.ask("GET", f"/contacts/{contact_id}"))

    def edit(self, contact_id: int, **fields: object) -> dict[str, Any]:
        """A change to the newest version of the contact."""
        version = self.contact(contact_id)["version"]
        return cast("dict[str, Any]", self.ask("PATCH", f"/contacts/{contact_id}", {"version": version, **fields}))

    def session_key(self) -> str:
        """The cookie by which the server knows this browser."""
        cookies = {cookie["name"]: cookie["value"] for cookie in self.context.cookies()}
        return next(value for name, value in cookies.items() if "session" in name)

    def _csrf(self) -> str:
        cookies = {cookie["name"]: cookie["value"] for cookie in self.context.cookies()}
        return next((value for name, value in cookies.items() if name.endswith("csrftoken")), "")


class House:
    """One Kith and the browsers of all who use it in a test."""

    def __init__(self, kith: Kith, browser: Browser, watch: Watch, administrator: tuple[str, str]) -> None:
        self.kith = kith
        self._browser, self._watch = browser, watch
        self._open: list[BrowserContext] = []
        self._administrator = administrator

    def browser(self, **options: Any) -> BrowserContext:
        """A browser that nobody is signed in at."""
        settings = {"viewport": {"width": 1280, "height": 800}, "timezone_id": "Europe/Berlin", **options}
        context = self._browser.new_context(**settings)
        context.set_default_timeout(15_000)
        self._watch.follow(context)
        self._open.append(context)
        return context

    def administrator(self, **options: Any) -> Person:
        """The administrator, signed in at a browser of their own."""
        email, password = self._administrator
        return Person(self.kith, self.browser(**options), "Administrator", email, password).sign_in()

    def again(self, person: Person, **options: Any) -> Person:
        """The same person, signed in at another browser."""
        return Person(self.kith, self.browser(**options), person.name, person.email, person.password).sign_in()

    def join(self, name: str, role: str, by: Person, **options: Any) -> Person:
        """Somebody new, invited by `by`, signed in at a browser of their own."""
        email = f"{name.split(maxsplit=1)[0].lower()}-{secrets.token_hex(3)}@example.com"
        link = by.ask("POST", "/invitations", {"email": email, "name": name, "role": role})["link"]
        person = Person(self.kith, self.browser(**options), name, email)
        token = token_of(link)
        person.ask("POST", "/invitations/accept", {"token": token, "name": name, "password": PASSWORD})
        return person

    def close(self) -> None:
        """Closes every browser."""
        for context in self._open:
            context.close()


@contextmanager
def house_of(kith: Kith, browser: Browser, watch: Watch, administrator: tuple[str, str]) -> Iterator[House]:
    """A house whose browsers are closed at the end."""
    house = House(kith, browser, watch, administrator)
    try:
        yield house
    finally:
        house.close()


def token_of(link: str) -> str:
    """The token of a one-time link."""
    words = parse_qs(urlsplit(link).query)
    return (words.get("token") or words["key"])[0]


def unique(word: str) -> str:
    """`word` with something after it that no other test uses."""
    return f"{word}{secrets.token_hex(3)}"
