"""Input that no form sends: misshapen, oversized, doubled, aimed at an interpreter. Refused, or kept as it is."""

import json
from typing import Any

import pytest

from tests.cast import Browser, ada
from tests.security.routes import ROUTES, WRITING

pytestmark = pytest.mark.django_db

NASTY = [
    "' OR 1=1 --",
    "'; DROP TABLE contacts_contact; --",
    '"><script>alert(1)</script>',
    "{{7*7}}${7*7}<%= 7*7 %>",
    "%s %(name)s {0} {self.__class__}",
    "$(touch /tmp/owned)`id`",
    '=HYPERLINK("http://evil.example")',
    "../../../../etc/passwd",
    "%_\\%",
]


@pytest.fixture
def page() -> Browser:
    """An administrator's page."""
    return Browser(ada())


def create(page: Browser, **fields: Any) -> Any:
    """A new contact, as the API answers it."""
    return page.send("POST", "/api/v1/contacts", {"first_name": "Grace", **fields})


def assert_refused_in_order(answer: Any) -> None:
    """A refusal in the one shape that all have."""
    assert 400 <= answer.status_code < 500, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "code", "detail", "fields", "request_id"} <= set(told)
    assert told["status"] == answer.status_code


def test_text_is_kept_and_told_as_it_was_typed(page: Browser) -> None:
    for text in NASTY:
        made = create(page, last_name=text, notes=text)
        assert made.status_code == 201, made.content
        told = page.get(f"/api/v1/contacts/{made.json()['contact']['id']}").json()
        assert (told["last_name"], told["notes"]) == (text, text)


@pytest.mark.parametrize("parameter", ["q", "sort", "cursor", "archived", "limit"])
def test_no_parameter_of_the_list_reaches_the_database_as_code(page: Browser, parameter: str) -> None:
    create(page, last_name="Hopper")

    for text in NASTY:
        answer = page.client.get("/api/v1/contacts", {parameter: text})
        if parameter == "q":
            assert (answer.status_code, answer.json()["items"]) == (200, []), text
        else:
            assert_refused_in_order(answer)
    assert page.get("/api/v1/contacts").json()["items"][0]["last_name"] == "Hopper"


def test_wildcards_are_searched_for_as_characters(page: Browser) -> None:
    create(page, last_name="Hopper")
    create(page, last_name="100%")

    found = page.client.get("/api/v1/contacts", {"q": "100%"}).json()["items"]

    assert [contact["last_name"] for contact in found] == ["100%"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b'{"first_name": "\\ud800"}',
        b"[" * 5000,
        b'{"first_name": 1e999}',
    ],
)
def test_what_is_not_the_json_we_ask_for_is_refused(page: Browser, body: bytes) -> None:
    answer = page.client.generic(
        "POST",
        "/api/v1/contacts",
        body,
        content_type="application/json",
        headers={"X-CSRFToken": page.client.cookies["csrftoken"].value},
    )

    assert_refused_in_order(answer)


@pytest.mark.parametrize("value", [["Grace"], {"a": 1}, True, 17, None])
def test_a_field_of_another_type_is_refused_not_converted(page: Browser, value: Any) -> None:
    answer = create(page, first_name=value)

    assert_refused_in_order(answer)


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31mb", "a\u202eb\x07"])
def test_control_characters_are_refused_not_stored(page: Browser, text: str) -> None:
    assert_refused_in_order(create(page, last_name=text))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "a" * 100_000),
        ("email", "a" * 400 + "@example.com"),
        ("phone", "1" * 100_000),
        ("notes", "a" * 4_000_000),
    ],
)
def test_text_beyond_its_length_is_refused(page: Browser, field: str, value: str) -> None:
    assert_refused_in_order(create(page, **{field: value}))


@pytest.mark.parametrize(
    "number", ["9223372036854775808", "99999999999999999999999", "-1", "0", "1.5", "1e3", "0x10", "NaN"]
)
def test_number_out_of_range_is_no_such_contact(page: Browser, number: str) -> None:
    answer = page.get(f"/api/v1/contacts/{number}")

    assert_refused_in_order(answer)


@pytest.mark.parametrize("limit", ["0", "-1", "100000", "9223372036854775808"])
def test_page_size_has_bounds(page: Browser, limit: str) -> None:
    assert_refused_in_order(page.client.get("/api/v1/contacts", {"limit": limit}))


def test_doubled_parameter_has_one_meaning(page: Browser) -> None:
    """The last one counts, and none is joined to another."""
    create(page, last_name="Hopper")

    answer = page.get("/api/v1/contacts?q=nobody-at-all&q=Hopper")

    assert [contact["last_name"] for contact in answer.json()["items"]] == ["Hopper"]


def test_parameters_of_the_address_are_no_fields_of_the_body(page: Browser) -> None:
    answer = page.send("PATCH", "/api/v1/me?name=Mallory&role=viewer", {})

    assert answer.status_code in {200, 422}
    me = page.get("/api/v1/me").json()
    assert (me["name"], me["role"]) == ("Ada", "admin")


def test_every_writing_route_refuses_nonsense_in_the_one_shape(page: Browser) -> None:
    token = {"X-CSRFToken": page.client.cookies["csrftoken"].value}
    for route in WRITING:
        for body in (b"{", b"[1, 2]", b'{"surprise": {"a": [1]}}'):
            answer = page.client.generic(
                route.method, route.address, body, content_type="application/json", headers=token
            )
            assert answer.status_code < 500, str(route)
            if answer.status_code >= 300:
                assert_refused_in_order(answer)


def test_every_route_asks_who_calls(page: Browser) -> None:
    stranger = Browser()
    answers = {
        str(route): stranger.send(route.method, route.address, None if route.method == "GET" else {})
        for route in ROUTES
    }

    for route in ROUTES:
        answer = answers[str(route)]
        if route.is_open:
            assert answer.status_code in {200, 404, 409, 422}, str(route)
        else:
            assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), str(route)


def test_cursor_of_a_stranger_is_refused(page: Browser) -> None:
    for cursor in ("x", "W10", "eyJhIjoxfQ", "W251bGwsbnVsbF0", "a" * 10_000):
        assert_refused_in_order(page.client.get("/api/v1/contacts", {"cursor": cursor}))


def test_answers_are_json_that_no_script_tag_can_run(page: Browser) -> None:
    """JSON answers are objects or lists of them under nosniff and application/json; there is no JSONP."""
    answer = page.client.get("/api/v1/me", {"callback": "steal", "jsonp": "steal"})

    assert answer["Content-Type"].startswith("application/json")
    assert isinstance(json.loads(answer.content), dict)
