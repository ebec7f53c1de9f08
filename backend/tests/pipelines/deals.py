"""Short ways to pipelines, opportunities, and what became of them."""

from typing import Any

from crm.core.access import Actor
from crm.journal.models import Event
from crm.pipelines import selectors, services
from crm.pipelines.models import Standing
from crm.pipelines.selectors.pipelines import PipelineRow
from crm.pipelines.selectors.rows import Opportunity

STAGES = [
    {"name": "New", "win_probability": 10},
    {"name": "Talking", "win_probability": 40, "expected_days": 7},
    {"name": "Offer", "win_probability": 80},
]


def pipeline(actor: Actor, name: str = "Sales", stages: Any = STAGES) -> PipelineRow:
    """A pipeline with three stages."""
    return services.create_pipeline(actor=actor, name=name, stages=stages).pipeline


def deal(actor: Actor, stage_id: int, title: str = "Ten chairs", **fields: Any) -> Opportunity:
    """An opportunity on top of a stage."""
    return services.create_opportunity(actor=actor, title=title, stage_id=stage_id, **fields).opportunity


def move(
    actor: Actor, card: Opportunity, stage_id: int, *, version: int | None = None, **place: int | None
) -> Opportunity:
    """Moves a card as somebody who sees it as `card` says."""
    return services.move_opportunity(
        actor=actor,
        opportunity_id=card.id,
        version=card.version if version is None else version,
        stage_id=stage_id,
        **place,
    ).opportunity


def read(actor: Actor, card: Opportunity | int) -> Opportunity:
    """The opportunity as it is now."""
    return selectors.get_opportunity(actor=actor, opportunity_id=card if isinstance(card, int) else card.id)


def order(actor: Actor, pipeline_id: int, **which: Any) -> list[list[str]]:
    """Titles on the board, by column, from top to bottom."""
    board = selectors.get_board(actor=actor, pipeline_id=pipeline_id, **which)
    return [[card.title for card in column.cards] for column in board.columns]


def events_of(opportunity_id: int) -> list[str]:
    """Names of the opportunity's events, oldest first."""
    return list(Event.objects.filter(opportunity_id=opportunity_id).order_by("id").values_list("name", flat=True))


def standings_of(opportunity_id: int) -> list[tuple[Any, ...]]:
    """Stage, status and value of each period, oldest first; True for the present one."""
    rows = Standing.objects.filter(opportunity_id=opportunity_id).order_by("from_at", "id")
    return [(row.stage_id, row.status, row.value_cents, row.until_at is None) for row in rows]
