"""A row of a file, cleaned by the rules that a form is held to; and what of it is new to somebody who is known."""

from dataclasses import dataclass, field

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

    @property
    def email_key(self) -> str:
        """What another row or contact with the same email address shares."""
        return self.email.lower()

    def absorb(self, other: "Newcomer") -> None:
        """Takes over from a later row of the same file what this one lacks."""
        if not self.first_name and not self.last_name:
            self.first_name, self.last_name = other.first_name, other.last_name
        self.notes = _joined_notes(self.notes, other, email=self.email, phone=(self.phone_raw, self.phone))
        self.email = self.email or other.email
        if not self.phone_raw:
            self.phone_raw, self.phone = other.phone_raw, other.phone
        self.company = self.company or other.company
        self.tags, _ = clean_tags(self.tags + other.tags)

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


def read_newcomer(row: Row, mapping: ColumnMapping, region: str) -> Newcomer | list[str]:
    """The person in `row`, or why there is none that can be stored."""
    if row.fault:
        return [row.fault]
    person = mapping.person(row.cells)
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
    tags, wrong_tags = clean_tags(person.tags[: TAGS_MOST + 1])
    if wrong_tags:
        wrong["tags"] = wrong_tags
    if wrong:
        return [f"{_SAID_AS[name]}: {message}" for name, messages in wrong.items() for message in messages]
    if nobody := check_is_somebody(cleaned):
        return ["There is no name, email address or phone number." for _ in nobody]
    phone = read_e164(cleaned["phone"], region=region) if cleaned["phone"] else ""
    newcomer = Newcomer(
        line=row.line,
        first_name=cleaned["first_name"],
        last_name=cleaned["last_name"],
        email=cleaned["email"],
        phone_raw=cleaned["phone"],
        phone=phone,
        notes=cleaned["notes"],
        company=cleaned["company"],
        tags=tags,
    )
    if newcomer.phone_raw and not phone:
        newcomer.warnings.append(f"The phone number {newcomer.phone_raw} can't be read; it is kept as it stands.")
    return newcomer
