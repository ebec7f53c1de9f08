"""Columns of a table → fields of a contact: the guess, and the reading of a row by it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm.contacts.imports.guessing import looks_like_email, looks_like_phone
from crm.contacts.imports.names import fields_by_name, rank_of
from crm.core.cells import plain_cell

_GOOGLE_SEPARATOR = " ::: "
_TAG_SEPARATORS = re.compile(r"[;,]")

# Field → what people call it, in the order in which they are offered.
FIELDS: dict[str, str] = {
    "first_name": "First name",
    "middle_name": "Middle name",
    "last_name": "Last name",
    "full_name": "Full name",
    "email": "Email",
    "phone": "Phone",
    "company": "Company",
    "tags": "Tags",
    "notes": "Notes",
    "note": "A line of the notes, with the column's name",
    "consent_on": "Day on which consent was given",
}


@dataclass(frozen=True, slots=True)
class Person:
    """What one row says of a person, as text; nothing is checked yet."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    notes: str = ""
    tags: list[str] = field(default_factory=list)


class ColumnMapping:
    """Which columns (by position) give which field, the most telling first."""

    def __init__(self, columns: Sequence[str], fields: Mapping[int, str]) -> None:
        self.columns = list(columns)
        self.fields = dict(fields)
        by_field: dict[str, list[int]] = {}
        for position in sorted(fields, key=lambda position: (rank_of(columns[position], fields[position]), position)):
            by_field.setdefault(fields[position], []).append(position)
        self._first_name = by_field.get("first_name", [])
        self._middle_name = by_field.get("middle_name", [])
        self._last_name = by_field.get("last_name", [])
        self._full_name = by_field.get("full_name", [])
        self._email = by_field.get("email", [])
        self._phone = by_field.get("phone", [])
        self._company = by_field.get("company", [])
        self._notes = by_field.get("notes", [])
        self._tags = by_field.get("tags", [])
        # Columns whose name people want to see beside the value stand in the order of the file.
        self._note_lines = sorted(by_field.get("note", []))
        self.consent_on = by_field.get("consent_on", [])

    @property
    def names(self) -> dict[str, list[str]]:
        """Field → names of the columns that give it."""
        found: dict[str, list[str]] = {}
        for position, target in self.fields.items():
            found.setdefault(target, []).append(self.columns[position])
        return {target: sorted(names, key=lambda name: rank_of(name, target)) for target, names in found.items()}

    @property
    def unused(self) -> list[str]:
        """Names of the columns that nothing is made of."""
        return [name for position, name in enumerate(self.columns) if position not in self.fields]

    def person(self, cells: Sequence[str]) -> Person:
        """The person in `cells`. Further addresses and numbers are kept in the notes, so that nothing is lost."""
        first, last = _first(self._first_name, cells), _first(self._last_name, cells)
        if not first and not last and self._full_name:
            first, last = split_full_name(_first(self._full_name, cells))
        if self._middle_name and first and (middle := _first(self._middle_name, cells)):
            first = f"{first} {middle}"
        emails, phones = _all(self._email, cells), _all(self._phone, cells)
        notes = _all(self._notes, cells, split=False)
        if len(emails) > 1:
            notes += [f"Other email: {email}" for email in emails[1:]]
        if len(phones) > 1:
            notes += [f"Other phone: {phone}" for phone in phones[1:]]
        for position in self._note_lines:
            if value := _plain(cells[position]):
                notes.append(f"{self.columns[position]}: {value}")
        return Person(
            first_name=first,
            last_name=last,
            email=emails[0] if emails else "",
            phone=phones[0] if phones else "",
            company=_first(self._company, cells),
            notes="\n".join(notes),
            tags=_tags(_all(self._tags, cells)) if self._tags else [],
        )


def _plain(cell: str) -> str:
    """The text of a cell. What was exported safe from spreadsheets comes back as it was."""
    value = cell.strip()
    return plain_cell(value) if value.startswith("'") else value


def _first(positions: list[int], cells: Sequence[str]) -> str:
    for position in positions:
        if (cell := cells[position]) and (value := _plain(cell)):
            return value.partition(_GOOGLE_SEPARATOR)[0].strip() if _GOOGLE_SEPARATOR in value else value
    return ""


def _all(positions: list[int], cells: Sequence[str], *, split: bool = True) -> list[str]:
    found: list[str] = []
    for position in positions:
        cell = cells[position]
        if not cell:
            continue
        for part in cell.split(_GOOGLE_SEPARATOR) if split and _GOOGLE_SEPARATOR in cell else (cell,):
            value = _plain(part)
            if value and value not in found:
                found.append(value)
    return found


def _tags(values: list[str]) -> list[str]:
    tags: list[str] = []
    for value in values:
        # Google marks groups of its own (myContacts) with a star; they say nothing of the person.
        if value.startswith("* "):
            continue
        tags += [tag for part in _TAG_SEPARATORS.split(value) if (tag := part.strip())]
    return list(dict.fromkeys(tags))


def guess_mapping(columns: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> ColumnMapping:
    """The mapping that the columns' names speak for; where no name does, what stands in the first rows."""
    fields = fields_by_name(columns)
    for target, looks_like in (("email", looks_like_email), ("phone", looks_like_phone)):
        if target in fields.values():
            continue
        for position in range(len(columns)):
            values = [cells[position] for cells in rows if position < len(cells) and cells[position].strip()]
            if position not in fields and values and sum(map(looks_like, values)) * 5 >= len(values) * 4:
                fields[position] = target
                break
    return ColumnMapping(columns, fields)


def split_full_name(name: str) -> tuple[str, str]:
    """First and last name out of one: "Last, First", else the last word is the last name."""
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    words = name.split()
    if len(words) < 2:
        return name.strip(), ""
    return " ".join(words[:-1]), words[-1]
