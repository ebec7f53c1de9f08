"""Addresses of the reports room."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.core.http import PROBLEMS, caller_of, json_response
from crm.reports import pipeline, services
from crm.reports.schemas import FigureList, PipelineReport, ReportListQuery, ReportQuery

router = Router(tags=["reports"])


@router.get("/reports/pipeline", response={200: PipelineReport, **PROBLEMS}, operation_id="get_pipeline_report")
def get_pipeline_report(request: HttpRequest, query: Query[ReportQuery]) -> HttpResponse:
    """What stands in each stage of a pipeline, and how opportunities go through them."""
    return json_response(pipeline.get_pipeline_report(actor=caller_of(request), **query.dict()))


@router.get(
    "/reports/pipeline/opportunities", response={200: FigureList, **PROBLEMS}, operation_id="list_pipeline_report"
)
def list_pipeline_report(request: HttpRequest, query: Query[ReportListQuery]) -> HttpResponse:
    """The opportunities that one figure counts."""
    return json_response(pipeline.list_pipeline_report(actor=caller_of(request), **query.dict()))


@router.post("/reports/pipeline/export", response={200: str, **PROBLEMS}, operation_id="export_pipeline_report")
def export_pipeline_report(request: HttpRequest, payload: ReportQuery) -> HttpResponse:
    """The report as a CSV file. It is noted who took it."""
    content = services.export_pipeline_report(actor=caller_of(request), **payload.dict())
    return HttpResponse(
        content.encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="pipeline.csv"'},
    )
