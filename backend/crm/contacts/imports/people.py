"""A row of a file, cleaned by the rules that a form is held to; and what of it is new to somebody who is known."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm.contacts.imports.consent import ConsentPlan, Statement
from crm.contacts.imports.mapping import ColumnMapping
from crm.contacts.imports.reading import Row
from crm.contacts.services.stored import StoredContact
from crm.contacts.values import NOTES_MOST, TAGS_MOST, check_is_somebody, clean_fields, clean_tags
from crm.core.phone import read_e164
from crm.journal.edits import Value, phone_value, text_value

# A line of notes for what a contact has no second place for.
_OTHER_EMAIL = "Other email: "
_OTHER_PHONE = "Other phone: "
_SAID_AS = {
    "first_name": "First name",
    "last_name": "Last name",
    "email": "Email",
    "phone": "Phone",
    "notes": "Notes",
    "company": "Company",
    "tags": "Tags",
}


@dataclass(slots=True)
class Newcomer:
    """The person in one row, with values as they are stored."""

    line: int
    first_name: str
    last_name: str
    email: str
    phone_raw: str
    phone: str
    notes: str
    company: str
    tags: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    consent: list[Statement] = field(default_factory=list)
    consent_on: str | None = None

    @property
    def email_key(self) -> str:
        """What another row or contact with the same email address shares."""
        return self.email.lower()

    def absorb(self, other: "Newcomer") -> bool:
        """Takes over from a later row of the same file what this one lacks. Whether there was anything."""
        before = (self.first_name, self.last_name, self.notes, self.email, self.phone_raw, self.company, self.tags)
        if not self.first_name and not self.last_name:
            self.first_name, self.last_name = other.first_name, other.last_name
        self.notes = _joined_notes(self.notes, other, email=self.email, phone=(self.phone_raw, self.phone))
        self.email = self.email or other.email
        if not self.phone_raw:
            self.phone_raw, self.phone = other.phone_raw, other.phone
        self.company = self.company or other.company
        self.tags, _ = clean_tags(self.tags + other.tags)
        self.tags = self.tags or before[-1]
        self.consent = self.consent + [said for said in other.consent if said not in self.consent]
        self.consent_on = self.consent_on or other.consent_on
        now = (self.first_name, self.last_name, self.notes, self.email, self.phone_raw, self.company, self.tags)
        return now != before

    def new_to(self, stored: StoredContact) -> dict[str, Value]:
        """The text fields that this row adds to a contact: what is empty is filled, nothing is replaced."""
        values = stored.values
        wanted: dict[str, Value] = {}
        if not values["first_name"].kept and not values["last_name"].kept:
            wanted["first_name"], wanted["last_name"] = text_value(self.first_name), text_value(self.last_name)
        if self.email and not values["email"].kept:
            wanted["email"] = text_value(self.email)
        if self.phone_raw and not values["phone"].kept:
            wanted["phone"] = phone_value(self.phone_raw, self.phone)
        raw, e164 = values["phone"].kept or ("", "")
        notes = _joined_notes(values["notes"].kept, self, email=values["email"].kept, phone=(raw, e164))
        if notes != values["notes"].kept:
            wanted["notes"] = text_value(notes)
        return wanted


def _has_lines(text: str, part: str) -> bool:
    """Whether `part` stands in `text` as whole lines."""
    return f"\n{part}\n" in f"\n{text}\n"


def _joined_notes(notes: str, other: Newcomer, *, email: str, phone: tuple[str, str]) -> str:
    lines = [other.notes]
    if email and other.email and other.email_key != email.lower():
        lines.append(f"{_OTHER_EMAIL}{other.email}")
    raw, e164 = phone
    is_same = other.phone == e164 if other.phone and e164 else other.phone_raw == raw
    if raw and other.phone_raw and not is_same:
        lines.append(f"{_OTHER_PHONE}{other.phone_raw}")
    joined = notes
    for line in lines:
        if line and not _has_lines(joined, line):
            joined = f"{joined}\n{line}" if joined else line
    return joined if len(joined) <= NOTES_MOST else notes


class Reader:
    """Makes people of rows, by one mapping: what each field may hold is what a form lets through."""

    def __init__(
        self,
        mapping: ColumnMapping,
        *,
        region: str,
        consent: ConsentPlan | None = None,
        tags: Sequence[str] = (),
    ) -> None:
        self._mapping = mapping
        self._region = region
        self._consent = consent if consent and consent.says_something else None
        self._tags = list(tags)

    def read(self, row: Row) -> Newcomer | list[str]:
        """The person in `row`, or why there is none that can be stored, in words."""
        if row.fault:
            return [row.fault]
        newcomer, wrong = self.check(row)
        if newcomer is None:
            return [
                f"{_SAID_AS[name]}: {message}" if name in _SAID_AS else message
                for name, messages in wrong.items()
                for message in messages
            ]
        return newcomer

    def check(self, row: Row) -> tuple[Newcomer | None, Mapping[str, Sequence[str]]]:
        """The person in the cells of `row`; or what is wrong, by field ("" when it is none of them alone)."""
        person = self._mapping.person(row.cells)
        cleaned, wrong = clean_fields(
            {
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": person.email,
                "phone": person.phone,
                "notes": person.notes,
                "company": person.company,
            }
        )
        tags, wrong_tags = _clean_tags(tuple(person.tags[: TAGS_MOST + 1] + self._tags))
        if wrong_tags:
            wrong["tags"] = list(wrong_tags)
        if wrong:
            return None, wrong
        if check_is_somebody(cleaned):
            return None, {"": ["There is no name, email address or phone number."]}
        phone_raw = cleaned["phone"]
        phone = read_e164(phone_raw, region=self._region) if phone_raw else ""
        newcomer = Newcomer(
            row.line,
            cleaned["first_name"],
            cleaned["last_name"],
            cleaned["email"],
            phone_raw,
            phone,
            cleaned["notes"],
            cleaned["company"],
            list(tags),
        )
        if phone_raw and not phone:
            newcomer.warnings.append(f"The phone number {phone_raw} can't be read; it is kept as it stands.")
        if self._consent is not None:
            newcomer.consent, newcomer.consent_on, unread = self._consent.read(row.cells)
            newcomer.warnings += unread
        return newcomer, {}


@functools.lru_cache(maxsize=4096)
def _clean_tags(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    # A file has few sets of tags, and each of them on many rows.
    tags, wrong = clean_tags(list(names))
    return tuple(tags), tuple(wrong)
