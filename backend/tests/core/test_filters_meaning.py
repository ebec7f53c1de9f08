"""What a filter means in SQL is what it says: compared with a plain reading of it, on random trees."""

import unicodedata
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.accounts.models import User
from crm.companies.models import Company
from crm.contacts.models import Contact, ContactCompany, ContactTag, Tag
from crm.core import clock
from crm.core.access import Actor
from crm.core.filters import matching
from tests import cast

NOW = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
ZONE = "America/New_York"
TEXTS = [
    "",
    "Zoë",
    "zoe",
    "ZOË ann",
    "Ann",
    "O'Brien",
    "100%",
    "a_b",
    "back\\slash",
    "鈴木村",
    "Müller-Lüdenscheidt",
    "an",
]
EMAILS = ["", "ann@example.com", "Zoe.Ann@Example.org", "a_b@example.com"]
PHONES = [("", ""), ("(202) 555-0143", "+12025550143"), ("+49 30 901820", "+4930901820"), ("ext. 55", "")]
NOTES = ["", "Met Zoë\nin Ann Arbor", "100% sure", "x"]
# Around both nights in which clocks change there, and around now.
MOMENTS = [
    datetime.fromisoformat(text)
    for text in (
        "2026-03-08T04:59:59.999999Z", "2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z", "2026-03-09T04:00:00Z",
        "2026-10-31T03:59:59Z", "2026-10-31T04:00:00Z", "2026-11-01T03:59:59Z", "2026-11-01T04:00:00Z",
        "2026-11-01T05:30:00Z", "2026-10-02T04:00:00Z", "2026-10-02T03:59:59Z", "2026-10-26T04:00:00Z",
    )
]  # fmt: skip
DAYS = ["2026-03-07", "2026-03-08", "2026-03-09", "2026-10-31", "2026-11-01", "2026-11-02"]


@pytest.fixture
def people(db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[Actor, list[dict[str, Any]]]:
    """Uma, who looks from New York in the night when clocks go back, and 120 contacts as plain data."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    uma, ada = cast.uma(), cast.ada()
    uma.time_zone = ZONE
    tags = Tag.objects.bulk_create([Tag(name=f"t{n}", key=f"t{n}") for n in range(4)])
    companies = Company.objects.bulk_create([Company(name=f"c{n}", name_key=f"c{n}") for n in range(3)])
    users: list[User | None] = [None, uma, ada]
    rows: list[dict[str, Any]] = []
    for n in range(120):
        raw, e164 = PHONES[n % 4]
        contact = Contact.objects.create(
            first_name=TEXTS[n % 12],
            last_name=TEXTS[(n // 3 + 5) % 12],
            email=EMAILS[(n // 2) % 4],
            phone_raw=raw,
            phone=e164,
            notes=NOTES[(n // 4) % 4],
            assigned_user=users[n % 3],
            created_by=users[(n // 5) % 3],
            created_at=MOMENTS[n % 12],
            updated_at=MOMENTS[(n // 7) % 12],
            archived_at=NOW if n % 6 == 0 else None,
        )
        worn = [tag for bit, tag in enumerate(tags) if (n * 7 + n // 9) >> bit & 1]
        ContactTag.objects.bulk_create([ContactTag(contact=contact, tag=tag) for tag in worn])
        present, role = set(), ["", "Head of Sales", "ceo"][n % 3]
        if n % 5:
            ContactCompany.objects.create(contact=contact, company=companies[n % 2], is_primary=True, role=role)
            present.add(companies[n % 2].pk)
        if n % 7 == 0:
            ContactCompany.objects.create(
                contact=contact, company=companies[2], ended_on=date(2026, 1, n % 3 + 1), role="CEO"
            )
        if n % 11 == 0:
            ContactCompany.objects.create(contact=contact, company=companies[2], role="")
            present.add(companies[2].pk)
        contact.refresh_from_db()
        rows.append(
            {field: getattr(contact, field) for field in ("first_name", "last_name", "email", "phone", "notes")}
            | {"id": contact.pk, "phone_raw": raw, "tags": {tag.pk for tag in worn}, "archived": n % 6 == 0}
            | {"assigned_user": contact.assigned_user_id, "created_by": contact.created_by_id}
            | {
                "primary_company": contact.company_id,
                "company": present,
                "company_role": role,
                "me": uma.pk,
                "users": [uma.pk, ada.pk],
            }
            | {"created_at": contact.created_at, "updated_at": contact.updated_at}
            | {"all_tags": [tag.pk for tag in tags], "companies": [company.pk for company in companies]}
        )
    return cast.as_actor(uma), rows


def fold(text: str) -> str:
    """Without accents and case."""
    bare = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in bare if not unicodedata.combining(c))).lower()


def digits(text: str) -> str:
    """The digits alone."""
    return "".join(c for c in text if c.isdigit())


def says_text(stored: str, op: str, value: str) -> bool:
    """A condition on text."""
    stored, value = fold(stored), fold(value)
    match op:
        case "contains":
            return value in stored
        case "not_contains":
            return value not in stored
        case "is":
            return stored == value
        case "is_not":
            return stored != value
        case "starts_with":
            return stored.startswith(value)
        case "is_empty":
            return stored == ""
    return stored != ""


def says_ids(stored: set[int], op: str, value: list[int]) -> bool:
    """A condition on links."""
    match op:
        case "has_any" | "any_of":
            return bool(stored & set(value))
        case "has_all":
            return stored >= set(value)
        case "has_none" | "none_of":
            return not stored & set(value)
        case "is_empty":
            return not stored
    return bool(stored)


def says_day(stored: datetime, op: str, value: Any) -> bool:
    """A condition on a moment, by the day that it is in New York."""
    zone = ZoneInfo(ZONE)
    day, today = stored.astimezone(zone).date(), NOW.astimezone(zone).date()
    match op:
        case "on":
            return day == date.fromisoformat(value)
        case "before":
            return day < date.fromisoformat(value)
        case "after":
            return day > date.fromisoformat(value)
        case "between":
            return date.fromisoformat(value[0]) <= day <= date.fromisoformat(value[1])
    if value["unit"] == "months":
        year, month = divmod(today.year * 12 + today.month - 1 - value["n"], 12)
        edge = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    else:
        edge = today - timedelta(days=value["n"] * {"days": 1, "weeks": 7}[value["unit"]])
    return (edge < day <= today) == (op == "in_last")


def holds(node: dict[str, Any], row: dict[str, Any]) -> bool | None:
    """Whether the tree lets the person through; None for a group that says nothing."""
    for join, combine in (("all", all), ("any", any)):
        if join in node:
            said = [answer for member in node[join] if (answer := holds(member, row)) is not None]
            return combine(said) if said else None
    field, op, value = node["field"], node["op"], node.get("value")
    match field:
        case "phone":
            shown = digits(row["phone"] or row["phone_raw"])
            return says_text(row["phone_raw"] if "empty" in op else shown, op, digits(value or "x"))
        case "first_name" | "last_name" | "email" | "notes":
            return says_text(row[field], op, value or "")
        case "company_role":
            return says_text(row["company_role"] if row["primary_company"] else "", op, value or "")
        case "tags" | "company":
            return says_ids(row[field], op, value or [])
        case "created_at" | "updated_at":
            return says_day(row[field], op, value)
    ids = [row["me"] if one == "me" else one for one in value or []]
    return says_ids({row[field]} - {None}, op, ids)


def conditions(row: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions on what there is, and on a little more."""
    gone = [987_654]

    def asked(field: str, ops: list[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        return st.builds(lambda op, value: {"field": field, "op": op, "value": value}, st.sampled_from(ops), values)

    def ids(choices: list[Any]) -> st.SearchStrategy[Any]:
        return st.lists(st.sampled_from([*choices, *gone]), min_size=1, max_size=3, unique=True)

    texts = ["contains", "not_contains", "is", "is_not", "starts_with"]
    pieces = [
        "zoe",
        "ZOË",
        "a",
        "an",
        "n",
        "Ann",
        "%",
        "_",
        "\\",
        "'",
        "木村",
        "村",
        "100%",
        "@example",
        "lud",
        "zoe ann",
        "met",
    ]
    days = ["on", "before", "after"]
    spans = st.builds(
        lambda n, unit: {"n": n, "unit": unit}, st.integers(1, 40), st.sampled_from(["days", "weeks", "months"])
    )
    empty = st.builds(
        lambda field, op: {"field": field, "op": op},
        st.sampled_from(
            [
                "first_name",
                "email",
                "phone",
                "notes",
                "tags",
                "assigned_user",
                "primary_company",
                "company",
                "company_role",
            ]
        ),
        st.sampled_from(["is_empty", "is_not_empty"]),
    )
    choices = [empty]
    choices += [asked(f, texts, st.sampled_from(pieces)) for f in ("first_name", "last_name", "email", "notes")]
    choices += [asked("phone", ["contains", "not_contains"], st.sampled_from(["5", "55", "202", "(202) 555", "0182"]))]
    choices += [
        asked("phone", ["is", "is_not", "starts_with"], st.sampled_from(["+4930901820", "+1 202 555 0143", "55"]))
    ]
    choices += [asked("tags", ["has_any", "has_all", "has_none"], ids(row["all_tags"]))]
    choices += [asked(f, ["any_of", "none_of"], ids([*row["users"], "me"])) for f in ("assigned_user", "created_by")]
    choices += [asked(f, ["any_of", "none_of"], ids(row["companies"])) for f in ("company", "primary_company")]
    choices += [asked("company_role", texts, st.sampled_from(["ceo", "head", "Sales", "a"]))]
    for field in ("created_at", "updated_at"):
        choices += [asked(field, days, st.sampled_from(DAYS)), asked(field, ["in_last", "not_in_last"], spans)]
        choices += [asked(field, ["between"], st.lists(st.sampled_from(DAYS), min_size=2, max_size=2).map(sorted))]
    return st.one_of(choices)


def trees(row: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Groups in groups, some of them empty, four deep at the most."""
    inner: st.SearchStrategy[dict[str, Any]] = conditions(row)
    for _ in range(4):
        group = st.builds(
            lambda join, members: {join: members}, st.sampled_from(["all", "any"]), st.lists(inner, max_size=4)
        )
        inner = st.one_of(conditions(row), group)
    return group


def test_sql_finds_whom_a_plain_reading_finds(people: tuple[Actor, list[dict[str, Any]]]) -> None:
    actor, rows = people

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(tree=trees(rows[0]), archived=st.booleans())
    def compare(tree: dict[str, Any], archived: bool) -> None:
        statement, values = matching(actor=actor, subject="contact", filter=tree, archived=archived)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            found = {pk for (pk,) in cursor.fetchall()}
        assert found == {row["id"] for row in rows if row["archived"] is archived and holds(tree, row) in {True, None}}

    compare()
