"""Makes the demo's people: most by an import, the others by hand, some of them edited, tagged and archived since."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from crm.companies.selectors import list_companies
from crm.contacts import services
from crm.contacts.demo.company import COMPANIES, EDITED_NOTES, NOTES, TAGS
from crm.contacts.demo.firms import found_companies, give_jobs
from crm.contacts.demo.names import CULTURES, Culture
from crm.contacts.imports.enums import Outcome
from crm.contacts.imports.loading import import_contacts
from crm.contacts.imports.mapping import guess_mapping
from crm.contacts.imports.reading import Row
from crm.core.access import Actor

IMPORTED = 1_400
BY_HAND = 600
EDITED = 240
ARCHIVED = 18
ARCHIVED_COMPANIES = 4


@dataclass(frozen=True, slots=True)
class Invented:
    """A person nobody is."""

    first_name: str
    last_name: str
    email: str
    phone: str
    company: str
    tags: list[str]
    notes: str


def invent(chance: random.Random) -> Iterator[Invented]:
    """People without end; each has an address of their own."""
    weights = [weight for weight, _ in CULTURES]
    cultures = [culture for _, culture in CULTURES]
    # A company's people come one after the other in an address book, so every company has some.
    number = 0
    while True:
        culture = chance.choices(cultures, weights)[0]
        (first, first_latin), (last, last_latin) = chance.choice(culture.given), chance.choice(culture.family)
        yield Invented(
            first_name=first,
            last_name="" if chance.random() < 0.03 else last,
            email="" if chance.random() < 0.08 else f"{first_latin}.{last_latin}{number}@{culture.domain}",
            phone="" if chance.random() < 0.15 else _phone(chance, culture, number),
            company=COMPANIES[number % len(COMPANIES)] if chance.random() < 0.7 or number < len(COMPANIES) else "",
            tags=chance.sample(TAGS, k=chance.choices([0, 1, 2, 3], [30, 40, 20, 10])[0]),
            notes=chance.choice(NOTES) if chance.random() < 0.3 else "",
        )
        number += 1


def _phone(chance: random.Random, culture: Culture, number: int) -> str:
    """A number of the country's usual shape, as somebody there might write it; another one for every `number`."""
    kind = chance.choice([PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE])
    example = phonenumbers.example_number_for_type(culture.region, kind)
    if example is None or example.national_number is None:
        return ""
    example.national_number = example.national_number // 10_000 * 10_000 + number * 7919 % 10_000
    # National ways of writing only from where the installation may stand; others would be read as something else.
    shape = PhoneNumberFormat.NATIONAL if culture.region == "US" else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(example, shape)


def fill(*, administrator: Actor, user: Actor, seed: int = 2026) -> int:
    """Makes companies and contacts; returns how many contacts. The two actors share the work as colleagues do."""
    chance = random.Random(seed)
    people = invent(chance)
    companies = found_companies(chance, administrator=administrator, user=user)
    made = _import(administrator, [next(people) for _ in range(IMPORTED)])
    made += [_make_by_hand(chance, people, administrator, user) for _ in range(BY_HAND)]
    give_jobs(chance, made, companies, actors=[administrator, user])
    for contact_id in chance.sample(made, k=EDITED):
        _go_on(chance, contact_id, chance.choice([administrator, user]))
    for contact_id in chance.sample(made, k=ARCHIVED):
        services.archive_contact(actor=chance.choice([administrator, user]), contact_id=contact_id)
    unwanted = list_companies(actor=user, limit=200).items
    for company in chance.sample(unwanted, k=ARCHIVED_COMPANIES):
        services.archive_company(actor=chance.choice([administrator, user]), company_id=company.id)
    return len(made)


def _import(actor: Actor, people: list[Invented]) -> list[int]:
    columns = ["First Name", "Last Name", "Email", "Phone", "Company", "Tags", "Notes"]
    rows = (
        Row(
            line=line,
            cells=[p.first_name, p.last_name, p.email, p.phone, p.company, "; ".join(p.tags), p.notes],
        )
        for line, p in enumerate(people, 2)
    )
    results = import_contacts(actor=actor, rows=rows, mapping=guess_mapping(columns), file_name="address-book.csv")
    return [result.contact_id for result in results if result.outcome is Outcome.CREATED and result.contact_id]


def _make_by_hand(chance: random.Random, people: Iterator[Invented], administrator: Actor, user: Actor) -> int:
    person = next(people)
    return services.create_contact(
        actor=chance.choice([administrator, user]),
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone,
        notes=person.notes,
        company=person.company,
        tags=person.tags,
        assigned_user_id=chance.choice([administrator.id, user.id, None]),
    ).contact.id


def _go_on(chance: random.Random, contact_id: int, actor: Actor) -> None:
    """One thing that colleagues do with a contact, now and then two."""
    for _ in range(chance.choice([1, 1, 2])):
        if chance.random() < 0.3:
            services.add_contact_tag(actor=actor, contact_id=contact_id, name=chance.choice(TAGS))
            continue
        changes: dict[str, Any] = chance.choice(
            [
                {"notes": chance.choice(EDITED_NOTES)},
                {"assigned_user_id": actor.id},
                {"company": chance.choice(COMPANIES)},
                {"notes": chance.choice(EDITED_NOTES), "assigned_user_id": actor.id},
            ]
        )
        # Nobody else is at work here, so there is no version to have missed.
        services.update_contact(actor=actor, contact_id=contact_id, version=2**31 - 1, changes=changes)
