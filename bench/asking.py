"""Asks the list of contacts for every term with every filter; prints what the database took, the slowest last."""

import functools
import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from crm.accounts.actors import actor_of  # noqa: E402
from crm.accounts.models import User  # noqa: E402
from crm.contacts.enums import ContactSort  # noqa: E402
from crm.contacts.selectors import count_contacts, list_contacts  # noqa: E402

# From absent to a third of the table, of 1 to 11 characters, in whatever place.
TERMS = [
    "", "a", "jo", "zo", "qx", "tsu", "ander", "son", "olov", "arcía", "garcia", "mail.ex", "chne", "55501", "ussi",
    "rmann", "example", "gmail.com", "outlook", "2025550", "zzzzzz", "nguy", "anna", "joanna", "grace hop", "hopper",
    "maria gar", "petrov wei", "12345", "+1 202 799", "katarzyna", "anderson 77",
]  # fmt: skip


def ask(field: str, op: str, value: Any = None) -> dict[str, Any]:
    """One condition."""
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


ME = ask("assigned_user", "any_of", ["me"])
WEEK = ask("created_at", "in_last", {"n": 7, "unit": "days"})
FILTERS: dict[str, dict[str, Any]] = {
    "nothing": {"all": []},
    "tag of 30 %": {"all": [ask("tags", "has_any", [1])]},
    "tag of 3 %": {"all": [ask("tags", "has_any", [3])]},
    "tag of 0.01 %": {"all": [ask("tags", "has_any", [6])]},
    "tag of the oldest 3 %": {"all": [ask("tags", "has_any", [7])]},
    "two tags": {"all": [ask("tags", "has_all", [1, 2])]},
    "not the tag of 30 %": {"all": [ask("tags", "has_none", [1])]},
    "owner of a third": {"all": [ME]},
    "tag and owner": {"all": [ask("tags", "has_any", [2]), ME]},
    "tag or owner": {"any": [ask("tags", "has_any", [4]), ask("assigned_user", "any_of", [3])]},
    "this week": {"all": [WEEK]},
    "tags, owner, this week": {"all": [ask("tags", "has_any", [1, 2]), ME, WEEK]},
    "company": {"all": [ask("company", "any_of", [300])]},
    "company and tag": {"all": [ask("company", "any_of", [300, 301, 302]), ask("tags", "has_any", [1])]},
    "nobody's": {"all": [ask("assigned_user", "is_empty")]},
    "groups": {"all": [ask("tags", "has_none", [2]), {"any": [ME, {"all": [ask("tags", "has_any", [3]), WEEK]}]}]},
}
# What the index on `search` does not know, asked alone.
ALONE: dict[str, dict[str, Any]] = {
    "notes contain a word": {"all": [ask("notes", "contains", "hopper")]},
    "notes contain what is rare": {"all": [ask("notes", "contains", "number 77")]},
    "first name is": {"all": [ask("first_name", "is", "grace")]},
    "last name starts with": {"all": [ask("last_name", "starts_with", "so")]},
    "email is": {"all": [ask("email", "is", "grace.77@example.org")]},
    "email contains two letters": {"all": [ask("email", "contains", "qx")]},
    "phone contains": {"all": [ask("phone", "contains", "55501")]},
    "phone is": {"all": [ask("phone", "is", "+1 202 799 1900")]},
    "role contains": {"all": [ask("company_role", "contains", "purch")]},
    "role is what nobody is": {"all": [ask("company_role", "is", "astronaut")]},
    "no company": {"all": [ask("company", "is_empty")]},
    "no email": {"all": [ask("email", "is_empty")]},
    "no tag": {"all": [ask("tags", "is_empty")]},
    "changed this week": {"all": [ask("updated_at", "in_last", {"n": 7, "unit": "days"})]},
    "created before": {"all": [ask("created_at", "before", "2026-01-01")]},
    "created by nobody": {"all": [ask("created_by", "is_empty")]},
    "created by another": {"all": [ask("created_by", "any_of", [3])]},
    "tag none and old": {"all": [ask("tags", "has_none", [1]), ask("created_at", "before", "2025-06-01")]},
}
TIMES = 5
Case = tuple[str, Callable[[], Any]]


def main() -> None:
    """Measures lists, orders, the trash and counts."""
    with connection.cursor() as cursor:
        # What it costs is to be seen whole, in one process.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    actor = actor_of(User.objects.get(email="bench@example.com"))
    listing = functools.partial(list_contacts, actor=actor)
    written = {name: json.dumps(tree) for name, tree in {**FILTERS, **ALONE}.items()}
    mixed: list[Case] = [
        (f"“{q}” with {name}", functools.partial(listing, q=q, filter=written[name])) for name in FILTERS for q in TERMS
    ]
    report("searches with filters, newest first", mixed)
    for sort in (ContactSort.NEWEST, ContactSort.NAME, ContactSort.CHANGED):
        alone = [(name, functools.partial(listing, filter=tree, sort=sort)) for name, tree in written.items()]
        report(f"filters alone, by {sort.value}", alone)
    trash = [(name, functools.partial(listing, filter=tree, archived=True)) for name, tree in written.items()]
    report("filters in the trash", trash)
    counts: list[Case] = [
        (name, functools.partial(count_contacts, actor=actor, filter=tree)) for name, tree in written.items()
    ]
    report("counts up to a thousand", counts)


def report(title: str, cases: Sequence[Case]) -> None:
    """One line of percentiles, by the clock and by the processor, and the slowest."""
    taken = sorted((_median(run), name) for name, run in cases)
    clocks, worked = [clock for (clock, _), _ in taken], sorted(cpu for (_, cpu), _ in taken)
    print(f"{title}: {len(taken)} queries  {_figures(clocks)}   CPU {_figures(worked)}", flush=True)
    for (clock, cpu), name in taken[-int(os.environ.get("SLOWEST", "8")) :]:
        print(f"    {clock:8.1f} ms, CPU {cpu:8.1f} ms  {name}", flush=True)


def _figures(times: Sequence[float]) -> str:
    p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
    missed = "" if p95 <= 20 else " MISSED"
    return f"p50 {p50:.1f}  p95 {p95:.1f}{missed}  p99 {p99:.1f}  max {times[-1]:.1f} ms"


def _median(run: Callable[[], Any]) -> tuple[float, float]:
    clocks, cpus = zip(*(_milliseconds(run) for _ in range(TIMES)), strict=True)
    return statistics.median(clocks), statistics.median(cpus)


def _milliseconds(run: Callable[[], Any]) -> tuple[float, float]:
    """What the database took: by the clock, and on the processor (which counts when others use the machine too)."""
    spent = 0.0

    def clocked(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal spent
        start = time.perf_counter()
        try:
            return execute(*given)
        finally:
            spent += time.perf_counter() - start

    before = _on_processor()
    with connection.execute_wrapper(clocked):
        run()
    return spent * 1000, (_on_processor() - before) * 1000


def _on_processor() -> float:
    """Seconds that the server process of this connection has run."""
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


main()
