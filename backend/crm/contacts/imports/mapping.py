"""Columns of an export → fields of a contact.

Column names are those that Google Contacts (old and new), Outlook and HubSpot write, and the plain ones people type.
Comparison ignores case, spaces and punctuation.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_GOOGLE_SEPARATOR = " ::: "


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


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which columns give which field, best first, and which columns nothing is made of."""

    columns: dict[str, list[str]]
    unused: list[str]

    def person(self, cells: Mapping[str, str]) -> Person:
        """The person in `cells`. Further addresses and numbers are kept in the notes, so that nothing is lost."""
        first, last = self._first("first_name", cells), self._first("last_name", cells)
        if not first and not last:
            first, last = split_full_name(self._first("full_name", cells))
        middle = self._first("middle_name", cells)
        if middle and first:
            first = f"{first} {middle}"
        emails = self._all("email", cells)
        phones = self._all("phone", cells)
        notes = [self._first("notes", cells)]
        notes += [f"Other e-mail: {email}" for email in emails[1:]]
        notes += [f"Other phone: {phone}" for phone in phones[1:]]
        return Person(
            first_name=first,
            last_name=last,
            email=emails[0] if emails else "",
            phone=phones[0] if phones else "",
            company=self._first("company", cells),
            notes="\n".join(line for line in notes if line),
            tags=self._tags(cells),
        )

    def _first(self, name: str, cells: Mapping[str, str]) -> str:
        values = self._all(name, cells)
        return values[0] if values else ""

    def _all(self, name: str, cells: Mapping[str, str]) -> list[str]:
        found: list[str] = []
        for column in self.columns.get(name, []):
            cell = cells.get(column)
            if not cell:
                continue
            for part in cell.split(_GOOGLE_SEPARATOR):
                value = part.strip()
                if value and value not in found:
                    found.append(value)
        return found

    def _tags(self, cells: Mapping[str, str]) -> list[str]:
        tags: list[str] = []
        for value in self._all("tags", cells):
            # Google marks groups of its own (myContacts) with a star; they say nothing of the person.
            if value.startswith("* "):
                continue
            tags += [part.strip() for part in re.split(r"[;,]", value) if part.strip()]
        return list(dict.fromkeys(tags))


# Field → names of columns, the most telling first. Outlook's many numbers: a mobile before a desk before a home.
_NAMES: dict[str, list[str]] = {
    "first_name": ["First Name", "Given Name", "Forename", "Vorname", "Prénom"],
    "middle_name": ["Middle Name", "Additional Name"],
    "last_name": ["Last Name", "Family Name", "Surname", "Nachname", "Nom"],
    "full_name": ["Name", "Full Name", "Display Name", "File As", "Contact Name", "E-mail Display Name"],
    "email": [
        "E-mail", "Email", "Email Address", "E-mail Address", "Work Email", "Mail",
        *(f"E-mail {n} - Value" for n in range(1, 10)),
        *(f"E-mail {n} Address" for n in range(2, 10)),
    ],
    "phone": [
        "Mobile Phone", "Mobile Phone Number", "Mobile", "Cell", "Phone", "Phone Number", "Telephone", "Tel",
        "Primary Phone",
        *(f"Phone {n} - Value" for n in range(1, 10)),
        "Business Phone", "Business Phone 2", "Home Phone", "Home Phone 2", "Other Phone", "Car Phone",
    ],
    "company": [
        "Company", "Company Name", "Associated Company", "Organization Name", "Organization 1 - Name", "Organization",
        "Organisation", "Account Name",
    ],
    "notes": ["Notes", "Note", "Comments", "Description"],
    "tags": ["Tags", "Tag", "Labels", "Label", "Group Membership", "Categories", "Category", "Groups"],
}  # fmt: skip


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


_RANKS = {_key(name): (target, rank) for target, names in _NAMES.items() for rank, name in enumerate(names)}


def guess_mapping(columns: Iterable[str]) -> ColumnMapping:
    """The mapping that the columns' names speak for."""
    ranked: dict[str, list[tuple[int, str]]] = {}
    unused: list[str] = []
    for column in columns:
        known = _RANKS.get(_key(column))
        if known is None:
            unused.append(column)
        else:
            ranked.setdefault(known[0], []).append((known[1], column))
    found = {target: [column for _, column in sorted(pairs)] for target, pairs in ranked.items()}
    return ColumnMapping(columns=found, unused=unused)


def split_full_name(name: str) -> tuple[str, str]:
    """First and last name out of one: "Last, First", else the last word is the last name."""
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    words = name.split()
    if len(words) < 2:
        return name.strip(), ""
    return " ".join(words[:-1]), words[-1]
