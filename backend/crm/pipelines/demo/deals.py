"""Makes the demo's opportunities: half a year in which they came, moved, stood still, were won and were lost."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crm.contacts.models import Contact
from crm.core import clock
from crm.core.access import Actor
from crm.pipelines import services
from crm.pipelines.demo.past import Past
from crm.pipelines.demo.words import LOST, NEXT_STEPS, PIPELINES, PRODUCTS, WON

DEALS = 150
DAYS = 180
# Nobody else is at work here, so there is no version to have missed.
_ANY_VERSION = 2**31 - 1


@dataclass(slots=True)
class _Deal:
    actor: Actor
    stages: list[int]
    fields: dict[str, Any]
    id: int = 0
    place: int = 0


@dataclass(order=True, frozen=True, slots=True)
class _Step:
    """Something done at a moment. `number` tells apart what would be at once."""

    at: datetime
    number: int
    deal: _Deal = field(compare=False)
    what: str = field(compare=False)


def fill(*, administrator: Actor, user: Actor, count: int = DEALS, seed: int = 2026) -> int:
    """Makes two pipelines and so many opportunities with people who have a company; returns how many it made.

    What is done is done by the services, in the order of its moments; log, journal and records are of the past.
    """
    chance = random.Random(seed)
    people = _people(chance, count)
    now = clock.now().replace(microsecond=0)
    past = Past(begins=now - timedelta(days=DAYS + 1))
    ways = [
        services.create_pipeline(actor=administrator, name=name, stages=stages).pipeline for name, stages in PIPELINES
    ]
    steps: list[_Step] = []
    for contact_id, company_id, company in people:
        owner = chance.choices([administrator, user, None], [40, 50, 10])[0]
        deal = _Deal(
            actor=owner or administrator,
            stages=[stage.id for stage in chance.choices(ways, [70, 30])[0].stages],
            fields=_fields(chance, company) | {"contact_id": contact_id, "company_id": company_id},
        )
        deal.fields["assigned_user_id"] = owner.id if owner else None
        for at, what in _life(chance, now, len(deal.stages)):
            steps.append(_Step(at, len(steps), deal, what))
    for step in sorted(steps):
        with past.at(step.at):
            _do(chance, step)
    past.settle()
    return len(people)


def _people(chance: random.Random, count: int) -> list[tuple[int, int, str]]:
    """People at companies, neither of them in the trash: their ids and the company's name. Some come twice."""
    found = list(
        Contact.objects.filter(archived_at=None, company__isnull=False, company__archived_at=None)
        .order_by("id")
        .values_list("id", "company_id", "company__name")
    )
    return [chance.choice(found) for _ in range(count)] if found else []


def _fields(chance: random.Random, company: str) -> dict[str, Any]:
    product, least, most = chance.choice(PRODUCTS)
    return {
        "title": f"{product} for {company}"[:200],
        # Whole hundreds of dollars or euros.
        "value_cents": chance.randint(least, most) * 100_00,
        "currency": chance.choices(["USD", "EUR"], [75, 25])[0],
        "source": chance.choices(["manual", "form", "import", "api"], [60, 25, 10, 5])[0],
    }


def _life(chance: random.Random, now: datetime, stages: int) -> Iterator[tuple[datetime, str]]:
    """What becomes of an opportunity, up to now. More of them are young than old."""
    at = now - timedelta(days=DAYS * chance.random() ** 1.6, seconds=chance.randrange(60, 3_600))
    yield at, "create"
    place = 0
    while True:
        at += timedelta(days=min(chance.expovariate(1 / 13) + 0.2, 70))
        if at >= now:
            break
        fate = chance.random()
        if place == stages - 1 or fate < 0.13:
            yield at, "won" if place == stages - 1 and fate < 0.65 else chance.choice(["lost", "lost", "abandoned"])
            if chance.random() < 0.06 and at + timedelta(days=9) < now:
                yield at + timedelta(days=9), "reopen"
            return
        back = fate > 0.93 and place > 0
        place += -1 if back else 1
        yield at, "back" if back else "on"
    # Two in three of those that are open have a plan.
    if chance.random() < 0.66:
        yield now - timedelta(seconds=chance.randrange(60, 3_600)), "plan"


def _do(chance: random.Random, step: _Step) -> None:
    deal, day = step.deal, step.at.date()
    plan: dict[str, Any] = {
        "next_step": chance.choice(NEXT_STEPS),
        "next_step_on": day + timedelta(days=chance.randint(2, 12)),
    }
    if step.what == "create":
        close_on = day + timedelta(days=chance.randint(30, 100)) if chance.random() < 0.8 else None
        made = services.create_opportunity(
            actor=deal.actor, stage_id=deal.stages[0], expected_close_on=close_on, **plan, **deal.fields
        )
        deal.id = made.opportunity.id
        return
    known: dict[str, Any] = {"actor": deal.actor, "opportunity_id": deal.id, "version": _ANY_VERSION}
    if step.what in ("on", "back"):
        deal.place += 1 if step.what == "on" else -1
        services.move_opportunity(**known, stage_id=deal.stages[deal.place])
    elif step.what == "plan":
        services.update_opportunity(**known, changes=plan)
    elif step.what == "reopen":
        services.reopen_opportunity(**known)
    else:
        reason = chance.choice(WON if step.what == "won" else LOST)
        services.close_opportunity(**known, status=step.what, reason=reason)
