"""Pipelines and stages: made, renamed, ordered, deleted with all that stands there moved on."""

from typing import Any

import pytest

from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed
from crm.journal.models import Event
from crm.journal.undo import undo_change
from crm.pipelines import selectors, services
from crm.pipelines.errors import LastStage, PipelineNotEmpty, StageNotEmpty
from crm.pipelines.models import StageVersion
from tests.pipelines.deals import deal, events_of, order, pipeline, read

pytestmark = pytest.mark.django_db


def names(actor: Actor) -> list[list[str]]:
    """Stages' names, by pipeline."""
    return [[stage.name for stage in one.stages] for one in selectors.list_pipelines(actor=actor)]


def test_only_administrators_change_pipelines(ada: Actor, uma: Actor) -> None:
    with pytest.raises(NotAllowed):
        pipeline(uma)
    pipeline(ada)
    assert names(uma) == [["New", "Talking", "Offer"]]


@pytest.mark.parametrize(
    ("name", "stages", "wrong"),
    [
        ("", [{"name": "A"}], "name"),
        ("Sales", [], "stages"),
        ("Sales", [{"name": "A"}, {"name": " a "}], "stages"),
        ("Sales", [{"name": ""}], "name"),
        ("Sales", [{"name": "A", "win_probability": 101}], "win_probability"),
        ("Sales", [{"name": "A", "expected_days": 0}], "expected_days"),
        ("Sales", [{"name": "A", "color": "pink"}], "color"),
        (" TAKEN ", [{"name": "A"}], "name"),
    ],
)
def test_what_is_wrong_is_named(ada: Actor, name: str, stages: list[dict[str, Any]], wrong: str) -> None:
    pipeline(ada, "Taken")

    with pytest.raises(InvalidInput) as refused:
        services.create_pipeline(actor=ada, name=name, stages=stages)

    assert list(refused.value.fields or {}) == [wrong]


def test_stages_are_put_in_order_and_renamed_with_their_history(ada: Actor) -> None:
    sales = pipeline(ada)
    new, talking, offer = sales.stages
    services.order_stages(actor=ada, pipeline_id=sales.id, ids=[offer.id, new.id, talking.id])
    assert names(ada) == [["Offer", "New", "Talking"]]

    version = next(stage.version for stage in selectors.list_pipelines(actor=ada)[0].stages if stage.id == new.id)
    services.update_stage(actor=ada, stage_id=new.id, version=version, changes={"name": "Fresh", "win_probability": 20})

    history = list(StageVersion.objects.filter(stage_id=new.id).order_by("from_at"))
    assert [(row.name, row.win_probability) for row in history] == [("New", 10), ("New", 10), ("Fresh", 20)]
    assert [row.until_at for row in history[:-1]] == [row.from_at for row in history[1:]]
    with pytest.raises(InvalidInput):
        services.update_stage(actor=ada, stage_id=new.id, version=version, changes={"name": "Newer"})
    with pytest.raises(InvalidInput):
        services.order_stages(actor=ada, pipeline_id=sales.id, ids=[offer.id, new.id])


def test_a_stage_goes_only_with_a_place_for_what_stands_there(ada: Actor) -> None:
    sales = pipeline(ada)
    new, talking, _ = sales.stages
    cards = [deal(ada, new.id, f"Deal {n}") for n in range(3)]
    won = services.close_opportunity(actor=ada, opportunity_id=cards[0].id, version=1, status="won").opportunity
    uses = selectors.get_stage_uses(actor=ada, stage_id=new.id)
    assert (uses.open, uses.closed, uses.archived) == (2, 1, 0)

    with pytest.raises(StageNotEmpty) as refused:
        services.delete_stage(actor=ada, stage_id=new.id)
    assert refused.value.extra == {"open": 2, "closed": 1, "archived": 0}
    with pytest.raises(InvalidInput):
        services.delete_stage(actor=ada, stage_id=new.id, move_to=new.id)
    done = services.delete_stage(actor=ada, stage_id=new.id, move_to=talking.id)

    assert names(ada) == [["Talking", "Offer"]]
    assert order(ada, sales.id) == [["Deal 2", "Deal 1"], []]
    assert [read(ada, card).stage_id for card in cards] == [talking.id] * 3
    assert read(ada, won).status == "won"
    assert [events_of(card.id)[-1] for card in cards] == ["opportunity.moved"] * 3

    assert done.change_id
    undo_change(actor=ada, change_id=done.change_id)
    assert names(ada) == [["New", "Talking", "Offer"]]
    assert order(ada, sales.id) == [["Deal 2", "Deal 1"], [], []]


def test_the_last_stage_stays(ada: Actor) -> None:
    (only,) = pipeline(ada, stages=[{"name": "Only"}]).stages
    with pytest.raises(LastStage):
        services.delete_stage(actor=ada, stage_id=only.id)


def test_a_pipeline_with_anything_in_it_stays(ada: Actor) -> None:
    sales, other = pipeline(ada), pipeline(ada, "Other")
    card = deal(ada, sales.stages[0].id)
    services.archive_opportunity(actor=ada, opportunity_id=card.id)
    with pytest.raises(PipelineNotEmpty) as refused:
        services.delete_pipeline(actor=ada, pipeline_id=sales.id)
    assert refused.value.extra["archived"] == 1

    services.delete_pipeline(actor=ada, pipeline_id=other.id)

    assert [one.name for one in selectors.list_pipelines(actor=ada)] == ["Sales"]
    assert Event.objects.filter(name="pipeline.deleted").count() == 1


def test_pipelines_are_put_in_order(ada: Actor) -> None:
    first, second = pipeline(ada), pipeline(ada, "Second")
    services.order_pipelines(actor=ada, ids=[second.id, first.id])
    assert [one.name for one in selectors.list_pipelines(actor=ada)] == ["Second", "Sales"]
