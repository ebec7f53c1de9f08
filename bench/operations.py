"""What is measured, and the goals (two cores, 10,000 contacts; growth from there to 1,000,000)."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from bench.client import Request, build_request
from bench.contacts import TAGS
from bench.deals import BOARD, FIRST_MOVED, FROM_STAGE, MOVED, TO_STAGE

# Middle parts of names, addresses and numbers: none is a prefix only.
TERMS = ["ander", "olov", "arcía", "mail.ex", "chne", "55501", "ussi", "rmann", "jo", "example", "2025550", "tsu"]


@dataclass(frozen=True)
class Goal:
    """p50 for one client, requests a second at eight, CPU milliseconds and the ratio to the floor, at 10,000 rows."""

    p50_ms: float
    rps: float
    cpu_ms: float
    ratio: float
    # How much the p50 may grow from 10,000 to 1,000,000 rows.
    growth: float


@dataclass(frozen=True)
class Operation:
    """One thing a client asks of Kith, and what the floor is asked in its stead."""

    name: str
    kith: Callable[[dict[str, str], list[int]], Request]
    floor: Callable[[list[int]], Request]
    expect: int
    goal: Goal

    @property
    def cause(self) -> str:
        """Where the time goes that a missed goal lacks."""
        return CAUSES[self.name]


def _pick(ids: list[int], number: int) -> int:
    return ids[(number * 7919) % len(ids)]


def _person(number: int) -> dict[str, str]:
    return {
        "first_name": f"Bench{number}",
        "last_name": "Newcomer",
        "email": f"bench{number}.{random.randrange(10**12)}@example.com",
        "phone": f"+1202555{number % 10_000:04d}",
    }


def _create(headers: dict[str, str], ids: list[int]) -> Request:
    return lambda n: build_request("POST", "/api/v1/contacts", headers, json.dumps(_person(n)).encode())


def _create_floor(ids: list[int]) -> Request:
    return lambda n: build_request("POST", "/create", {}, json.dumps(_person(n)).encode())


def _get(headers: dict[str, str], ids: list[int]) -> Request:
    return lambda n: build_request("GET", f"/api/v1/contacts/{_pick(ids, n)}", headers)


def _list(headers: dict[str, str], ids: list[int]) -> Request:
    return lambda n: build_request("GET", "/api/v1/contacts?limit=50", headers)


def _quoted(term: str) -> str:
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in term)


def _search(headers: dict[str, str], ids: list[int]) -> Request:
    return lambda n: build_request("GET", f"/api/v1/contacts?limit=50&q={_quoted(TERMS[n % len(TERMS)])}", headers)


def _search_floor(ids: list[int]) -> Request:
    # The floor gets the term as the index holds it: without accents.
    return lambda n: build_request("GET", f"/search?{TERMS[n % len(TERMS)].replace('í', 'i')}", {})


def _tag(number: int) -> int:
    return list(TAGS)[number % len(TAGS)]


def _filter(headers: dict[str, str], ids: list[int]) -> Request:
    def request(number: int) -> bytes:
        tagged = {"field": "tags", "op": "has_any", "value": [_tag(number)]}
        tree = {"all": [tagged, {"field": "assigned_user", "op": "any_of", "value": ["me"]}]}
        return build_request("GET", f"/api/v1/contacts?limit=50&filter={quote(json.dumps(tree))}", headers)

    return request


def _filter_floor(ids: list[int]) -> Request:
    return lambda n: build_request("GET", f"/filter?{_tag(n)}", {})


def _inbox(headers: dict[str, str], ids: list[int]) -> Request:
    return lambda n: build_request("GET", "/api/v1/conversations?limit=50", headers)


def _thread(headers: dict[str, str], ids: list[int]) -> Request:
    return lambda n: build_request("GET", f"/api/v1/conversations/{_pick(ids, n)}/messages", headers)


def _badge(headers: dict[str, str], ids: list[int]) -> Request:
    return lambda n: build_request("GET", "/api/v1/conversations/counts", headers)


def _said(headers: dict[str, str], ids: list[int]) -> Request:
    return lambda n: build_request("GET", f"/api/v1/conversations?limit=50&q=order+number+{_pick(ids, n)}", headers)


def _board(headers: dict[str, str], ids: list[int]) -> Request:
    return lambda n: build_request("GET", f"/api/v1/board?pipeline_id={BOARD}", headers)


def _move(headers: dict[str, str], ids: list[int]) -> Request:
    def request(number: int) -> bytes:
        # Each card goes over once, then back; whatever its version is, it was seen.
        stage = FROM_STAGE if number // MOVED % 2 else TO_STAGE
        body = json.dumps({"version": 1_000_000_000, "stage_id": stage}).encode()
        path = f"/api/v1/opportunities/{FIRST_MOVED + number % MOVED}/move"
        return build_request("POST", path, headers, body)

    return request


# Statements as they are counted, for one request.
CAUSES = {
    "contact_get": "two statements (session, contact) to the floor's one; middleware; event loop and thread",
    "contact_list": "two statements; fifty rows encoded with tags and names; the way from event loop to thread",
    "contact_search": "three statements; what the index finds is looked at again, in seven columns, without accents",
    "contact_filter": "as the search, with conditions that are compiled for each request",
    "contact_create": "six statements: session, savepoint, contact, event with deliveries, reading back; the worker",
    "inbox": "each row gathers the contact, who has it, what is unread and whose draft there is",
    "thread": "files, mentions and what happened between are gathered for each message",
    "inbox_badge": "counts over the newest conversations, each with its reader's marks",
    "inbox_search": "messages are looked through beside names and addresses; the words around the hit are cut out",
    "board": "a thousand cards are read, joined to names and to what makes them stuck, and encoded",
    "move_stage": "fourteen statements: locks, rank, log of stages, event with deliveries, reading back; the worker",
}

OPERATIONS = [
    Operation("contact_get", _get, lambda ids: lambda n: build_request("GET", f"/get?{_pick(ids, n)}", {}), 200,
              Goal(p50_ms=3, rps=400, cpu_ms=3, ratio=8, growth=1.5)),
    Operation("contact_list", _list, lambda ids: lambda n: build_request("GET", "/list", {}), 200,
              Goal(p50_ms=8, rps=200, cpu_ms=8, ratio=7, growth=2)),
    Operation("contact_search", _search, _search_floor, 200,
              Goal(p50_ms=6, rps=250, cpu_ms=8, ratio=5, growth=2)),
    Operation("contact_filter", _filter, _filter_floor, 200,
              Goal(p50_ms=8, rps=200, cpu_ms=8, ratio=5, growth=2)),
    Operation("contact_create", _create, _create_floor, 201,
              Goal(p50_ms=6, rps=150, cpu_ms=6, ratio=7, growth=1.5)),
    # Ten thousand conversations, whatever the number of contacts.
    Operation("inbox", _inbox, lambda ids: lambda n: build_request("GET", "/inbox", {}), 200,
              Goal(p50_ms=8, rps=150, cpu_ms=8, ratio=15, growth=1.5)),
    Operation("thread", _thread, lambda ids: lambda n: build_request("GET", f"/thread?{_pick(ids, n)}", {}), 200,
              Goal(p50_ms=8, rps=150, cpu_ms=8, ratio=15, growth=1.5)),
    Operation("inbox_badge", _badge, lambda ids: lambda n: build_request("GET", "/badge", {}), 200,
              Goal(p50_ms=8, rps=100, cpu_ms=10, ratio=10, growth=1.5)),
    Operation("inbox_search", _said, lambda ids: lambda n: build_request("GET", f"/said?{_pick(ids, n)}", {}), 200,
              Goal(p50_ms=20, rps=60, cpu_ms=20, ratio=5, growth=2)),
    # A thousand cards, whatever the number of contacts.
    Operation("board", _board, lambda ids: lambda n: build_request("GET", f"/board?{BOARD}", {}), 200,
              Goal(p50_ms=30, rps=40, cpu_ms=30, ratio=7, growth=1.5)),
    Operation("move_stage", _move, _create_floor, 200,
              Goal(p50_ms=12, rps=100, cpu_ms=12, ratio=12, growth=1.5)),
]  # fmt: skip
