"""Addresses of the bulk room."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router

from crm.bulk import schemas, selectors, services
from crm.bulk.catalogue import Selection
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["bulk"])


@router.post("/bulk", response={202: schemas.BulkJob, **PROBLEMS}, operation_id="create_bulk_job")
def create_bulk_job(request: HttpRequest, payload: schemas.BulkOrder) -> HttpResponse:
    """Has something done to many records. The records are those that match at this moment."""
    job = services.create_bulk_job(
        actor=caller_of(request),
        subject=payload.subject,
        action=payload.action,
        params=payload.params,
        ids=payload.ids,
        selection=Selection(q=payload.q, filter=payload.filter, archived=payload.archived),
        expected_count=payload.expected_count,
    )
    return json_response(job, status=202)


@router.get("/bulk", response={200: list[schemas.BulkJob], **PROBLEMS}, operation_id="list_bulk_jobs")
def list_bulk_jobs(request: HttpRequest, query: Query[schemas.BulkJobsQuery]) -> HttpResponse:
    """Jobs, the newest first: one's own, or everybody's for administrators."""
    return json_response(selectors.list_bulk_jobs(actor=caller_of(request), limit=query.limit, everybody=query.all))


@router.get("/bulk/actions", response={200: list[schemas.BulkAction], **PROBLEMS}, operation_id="list_bulk_actions")
def list_bulk_actions(request: HttpRequest, query: Query[schemas.BulkActionsQuery]) -> HttpResponse:
    """What can be done to many records of a sort."""
    return json_response(selectors.list_bulk_actions(actor=caller_of(request), subject=query.subject))


@router.get("/bulk/{job_id}", response={200: schemas.BulkJob, **PROBLEMS}, operation_id="get_bulk_job")
def get_bulk_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job."""
    return json_response(selectors.get_bulk_job(actor=caller_of(request), job_id=job_id))


@router.get(
    "/bulk/{job_id}/results", response={200: schemas.BulkResultPage, **PROBLEMS}, operation_id="list_bulk_results"
)
def list_bulk_results(request: HttpRequest, job_id: int, query: Query[schemas.BulkResultsQuery]) -> HttpResponse:
    """Records that a job did not change, and why."""
    return json_response(selectors.list_bulk_results(actor=caller_of(request), job_id=job_id, **query.dict()))


@router.post("/bulk/{job_id}/cancel", response={200: schemas.BulkJob, **PROBLEMS}, operation_id="cancel_bulk_job")
def cancel_bulk_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stops a job after the batch in hand."""
    return json_response(services.cancel_bulk_job(actor=caller_of(request), job_id=job_id))


@router.post("/bulk/{job_id}/undo", response={202: schemas.BulkJob, **PROBLEMS}, operation_id="undo_bulk_job")
def undo_bulk_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Takes back all that a job did, by a job."""
    return json_response(services.undo_bulk_job(actor=caller_of(request), job_id=job_id), status=202)


@router.get("/bulk/{job_id}/file", response={200: bytes, **PROBLEMS}, operation_id="open_bulk_file")
def open_bulk_file(request: HttpRequest, job_id: int) -> StreamingHttpResponse:
    """The file that an export has made."""
    file = services.open_bulk_file(actor=caller_of(request), job_id=job_id)
    return StreamingHttpResponse(
        file.parts,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"', "Content-Length": str(file.size)},
    )
