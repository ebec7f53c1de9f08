"""Addresses of the pipelines room: pipelines, stages, the board."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.core.http import PROBLEMS, caller_of, json_response
from crm.pipelines import selectors, services
from crm.pipelines.query_schemas import BoardQuery
from crm.pipelines.schemas import (
    Board,
    CountProblem,
    Pipeline,
    PipelineChanged,
    PipelineIn,
    PipelineNameIn,
    PipelineOrderIn,
    StageChoice,
    StageDeleteIn,
    StageIn,
    StagePatch,
    StagesQuery,
    StageUses,
)

router = Router(tags=["pipelines"])

CHANGED: dict[Any, Any] = {200: PipelineChanged, **PROBLEMS}
COUNTED: dict[Any, Any] = {409: CountProblem}


@router.get("/pipelines", response={200: list[Pipeline], **PROBLEMS}, operation_id="list_pipelines")
def list_pipelines(request: HttpRequest) -> HttpResponse:
    """All pipelines with their stages."""
    return json_response(selectors.list_pipelines(actor=caller_of(request)))


@router.post("/pipelines", response={201: PipelineChanged, **PROBLEMS}, operation_id="create_pipeline")
def create_pipeline(request: HttpRequest, payload: PipelineIn) -> HttpResponse:
    """Makes a pipeline with its stages."""
    return json_response(
        services.create_pipeline(actor=caller_of(request), **payload.model_dump(mode="json")), status=201
    )


@router.post("/pipelines/order", response={204: None, **PROBLEMS}, operation_id="order_pipelines")
def order_pipelines(request: HttpRequest, payload: PipelineOrderIn) -> HttpResponse:
    """Puts all pipelines in this order."""
    services.order_pipelines(actor=caller_of(request), ids=payload.ids)
    return HttpResponse(status=204)


@router.patch("/pipelines/{pipeline_id}", response=CHANGED, operation_id="update_pipeline")
def update_pipeline(request: HttpRequest, pipeline_id: int, payload: PipelineNameIn) -> HttpResponse:
    """Renames a pipeline."""
    return json_response(services.update_pipeline(actor=caller_of(request), pipeline_id=pipeline_id, name=payload.name))


@router.delete("/pipelines/{pipeline_id}", response={204: None, **PROBLEMS, **COUNTED}, operation_id="delete_pipeline")
def delete_pipeline(request: HttpRequest, pipeline_id: int) -> HttpResponse:
    """Deletes a pipeline in which nothing has stood."""
    services.delete_pipeline(actor=caller_of(request), pipeline_id=pipeline_id)
    return HttpResponse(status=204)


@router.post(
    "/pipelines/{pipeline_id}/stages", response={201: PipelineChanged, **PROBLEMS}, operation_id="create_stage"
)
def create_stage(request: HttpRequest, pipeline_id: int, payload: StageIn) -> HttpResponse:
    """Adds a stage behind the others."""
    return json_response(
        services.create_stage(actor=caller_of(request), pipeline_id=pipeline_id, **payload.model_dump(mode="json")),
        status=201,
    )


@router.post("/pipelines/{pipeline_id}/stages/order", response=CHANGED, operation_id="order_stages")
def order_stages(request: HttpRequest, pipeline_id: int, payload: PipelineOrderIn) -> HttpResponse:
    """Puts a pipeline's stages in this order."""
    return json_response(services.order_stages(actor=caller_of(request), pipeline_id=pipeline_id, ids=payload.ids))


@router.get("/stages", response={200: list[StageChoice], **PROBLEMS}, operation_id="list_stages")
def list_stages(request: HttpRequest, query: Query[StagesQuery]) -> HttpResponse:
    """Stages to choose from."""
    return json_response(selectors.list_stages(actor=caller_of(request), **query.dict()))


@router.patch("/stages/{stage_id}", response=CHANGED, operation_id="update_stage")
def update_stage(request: HttpRequest, stage_id: int, payload: StagePatch) -> HttpResponse:
    """Changes a stage's name, colour or rules."""
    return json_response(
        services.update_stage(
            actor=caller_of(request), stage_id=stage_id, version=payload.version, changes=payload.sent()
        )
    )


@router.get("/stages/{stage_id}/uses", response={200: StageUses, **PROBLEMS}, operation_id="get_stage_uses")
def get_stage_uses(request: HttpRequest, stage_id: int) -> HttpResponse:
    """What stands in a stage, for whoever is about to delete it."""
    return json_response(selectors.get_stage_uses(actor=caller_of(request), stage_id=stage_id))


@router.post("/stages/{stage_id}/delete", response={**CHANGED, **COUNTED}, operation_id="delete_stage")
def delete_stage(request: HttpRequest, stage_id: int, payload: StageDeleteIn) -> HttpResponse:
    """Deletes a stage; what stands there moves to `move_to`."""
    return json_response(services.delete_stage(actor=caller_of(request), stage_id=stage_id, move_to=payload.move_to))


@router.get("/board", response={200: Board, **PROBLEMS}, operation_id="get_board")
def get_board(request: HttpRequest, query: Query[BoardQuery]) -> HttpResponse:
    """A pipeline's board: all cards, with counts and sums per column."""
    return json_response(selectors.get_board(actor=caller_of(request), **query.dict()))
