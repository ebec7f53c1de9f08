"""Makes the demo's companies, and the jobs that people have at them, had before, or have by the way."""

import random
from datetime import date, timedelta

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from crm.companies.services import create_company
from crm.contacts.demo.company import CITIES, ELSEWHERE, INDUSTRIES, PLACES, ROLES, TRADES
from crm.contacts.selectors import list_contact_companies
from crm.contacts.services import add_contact_company, update_contact_company
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import InvalidInput

ROLED = 500
SECOND_JOBS = 120
FORMER_JOBS = 160


def found_companies(chance: random.Random, *, administrator: Actor, user: Actor) -> list[str]:
    """Makes the companies, each as somebody might have written it down; returns their names."""
    names = []
    for number, (place, trade) in enumerate((place, trade) for place in PLACES for trade in TRADES):
        name = f"{place} {trade}"
        site = name.lower().replace(" ", "-") + ".example.com"
        create_company(
            actor=chance.choice([administrator, user]),
            name=name,
            website="" if chance.random() < 0.08 else chance.choice(["https://www.", "https://", ""]) + site,
            phone="" if chance.random() < 0.15 else _phone("US", number),
            address=""
            if chance.random() < 0.12
            else f"{chance.randint(1, 980)} {_street(chance)}\n{chance.choice(CITIES)}",
            industry=INDUSTRIES[trade],
            notes=chance.choice(["", "", "", "Pays within a week.", "Orders twice a year, in March and in September."]),
        )
        names.append(name)
    for number, (name, slug, industry, region, address) in enumerate(ELSEWHERE):
        create_company(
            actor=chance.choice([administrator, user]),
            name=name,
            website=f"https://{slug}",
            phone=_phone(region, number),
            address=address,
            industry=industry,
        )
        names.append(name)
    return names


def _street(chance: random.Random) -> str:
    return f"{chance.choice(PLACES)} {chance.choice(['Street', 'Avenue', 'Road', 'Lane', 'Square'])}"


def _phone(region: str, number: int) -> str:
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.FIXED_LINE)
    if example is None or example.national_number is None:
        return ""
    example.national_number = example.national_number // 10_000 * 10_000 + number * 6133 % 10_000
    return phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL)


def give_jobs(chance: random.Random, people: list[int], companies: list[str], *, actors: list[Actor]) -> None:
    """Says what some people do where they work, where else they belong, and where they worked before."""
    for contact_id in chance.sample(people, k=ROLED):
        actor = chance.choice(actors)
        for link in list_contact_companies(actor=actor, contact_id=contact_id)[:1]:
            update_contact_company(
                actor=actor,
                contact_id=contact_id,
                link_id=link.link_id,
                changes={"role": chance.choice(ROLES), "started_on": _day(chance, years=(0, 9))},
            )
    for contact_id in chance.sample(people, k=SECOND_JOBS):
        _add(
            chance,
            chance.choice(actors),
            contact_id,
            companies,
            role=chance.choice(["Adviser", "Board member", "Owner"]),
        )
    for contact_id in chance.sample(people, k=FORMER_JOBS):
        ended_on = _day(chance, years=(0, 4))
        _add(
            chance,
            chance.choice(actors),
            contact_id,
            companies,
            role=chance.choice(ROLES),
            started_on=ended_on - timedelta(days=chance.randint(90, 2500)),
            ended_on=ended_on,
        )


def _add(
    chance: random.Random,
    actor: Actor,
    contact_id: int,
    companies: list[str],
    *,
    role: str,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> None:
    try:
        add_contact_company(
            actor=actor,
            contact_id=contact_id,
            company=chance.choice(companies),
            role=role,
            started_on=started_on,
            ended_on=ended_on,
        )
    except InvalidInput:
        # Chance has picked where the person works already.
        return


def _day(chance: random.Random, *, years: tuple[int, int]) -> date:
    return clock.today("UTC") - timedelta(days=chance.randint(years[0] * 365 + 20, years[1] * 365 + 300))
