"""Addresses of imports."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router

from crm.contacts.imports import orders, preparing, rows, selectors
from crm.contacts.imports.schemas import (
    Import,
    ImportChoices,
    ImportMapping,
    ImportMappingIn,
    ImportPatch,
    ImportRow,
    ImportRowPage,
    ImportRowPatch,
    ImportRowsQuery,
    ImportUndo,
    UploadQuery,
)
from crm.core.http import PROBLEMS, TAKES_FILE, attachment, caller_of, json_response, uploaded_file

router = Router(tags=["imports"])

ONE: dict[Any, Any] = {200: Import, **PROBLEMS}
UNDER_WAY: dict[Any, Any] = {202: Import, **PROBLEMS}


@router.post("/imports", response={201: Import, **PROBLEMS}, operation_id="upload_import", openapi_extra=TAKES_FILE)
def upload_import(request: HttpRequest, query: Query[UploadQuery]) -> HttpResponse:
    """Keeps a CSV or XLSX file (the body itself, at most 100 MB) and says what it was taken for."""
    file = uploaded_file(request)
    view = preparing.upload_import(actor=caller_of(request), file=file, file_name=query.file_name)
    return json_response(view, status=201)


@router.get("/imports", response={200: list[Import], **PROBLEMS}, operation_id="list_imports")
def list_imports(request: HttpRequest) -> HttpResponse:
    """The latest imports: one's own, all of them for administrators."""
    return json_response(selectors.list_imports(actor=caller_of(request)))


@router.get("/imports/choices", response={200: ImportChoices, **PROBLEMS}, operation_id="list_import_choices")
def list_import_choices(request: HttpRequest) -> HttpResponse:
    """What can be chosen for an import, with the words for it."""
    return json_response(selectors.list_import_choices(actor=caller_of(request)))


@router.get("/imports/{import_id}", response=ONE, operation_id="get_import")
def get_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """One import."""
    return json_response(selectors.get_import(actor=caller_of(request), import_id=import_id))


@router.patch("/imports/{import_id}", response=ONE, operation_id="change_import")
def change_import(request: HttpRequest, import_id: int, payload: ImportPatch) -> HttpResponse:
    """Changes settings; the file is read again by them, and a preview is thrown away."""
    changes = payload.sent()
    return json_response(preparing.change_import(actor=caller_of(request), import_id=import_id, changes=changes))


@router.delete("/imports/{import_id}", response={204: None, **PROBLEMS}, operation_id="delete_import")
def delete_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Takes an import off the list, with its file; what it has loaded stays."""
    preparing.delete_import(actor=caller_of(request), import_id=import_id)
    return HttpResponse(status=204)


@router.post("/imports/{import_id}/preview", response=UNDER_WAY, operation_id="preview_import")
def preview_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Begins to tell what would become of each row. Nothing is written."""
    return json_response(orders.preview_import(actor=caller_of(request), import_id=import_id), status=202)


@router.post("/imports/{import_id}/start", response=UNDER_WAY, operation_id="start_import")
def start_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Begins to load the file, as it was previewed."""
    return json_response(orders.start_import(actor=caller_of(request), import_id=import_id), status=202)


@router.post("/imports/{import_id}/cancel", response=ONE, operation_id="cancel_import")
def cancel_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Stops what is under way; what was loaded stays."""
    return json_response(orders.cancel_import(actor=caller_of(request), import_id=import_id))


@router.post("/imports/{import_id}/run-fixed", response=UNDER_WAY, operation_id="run_fixed_rows")
def run_fixed_rows(request: HttpRequest, import_id: int) -> HttpResponse:
    """Begins to load the rows that were mended or decided since the run, and only those."""
    return json_response(orders.run_fixed_rows(actor=caller_of(request), import_id=import_id), status=202)


@router.post("/imports/{import_id}/undo", response={202: ImportUndo, **PROBLEMS}, operation_id="undo_import")
def undo_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Begins to take back all that the import has changed: a job over many records."""
    return json_response(orders.undo_import(actor=caller_of(request), import_id=import_id), status=202)


@router.get("/imports/{import_id}/rows", response={200: ImportRowPage, **PROBLEMS}, operation_id="list_import_rows")
def list_import_rows(request: HttpRequest, import_id: int, query: Query[ImportRowsQuery]) -> HttpResponse:
    """Rows and what became of them, or would."""
    return json_response(rows.list_import_rows(actor=caller_of(request), import_id=import_id, **query.dict()))


@router.patch("/imports/{import_id}/rows/{line}", response={200: ImportRow, **PROBLEMS}, operation_id="fix_import_row")
def fix_import_row(request: HttpRequest, import_id: int, line: int, payload: ImportRowPatch) -> HttpResponse:
    """Mends cells of a row, or decides of it."""
    changes = payload.sent()
    return json_response(rows.fix_import_row(actor=caller_of(request), import_id=import_id, line=line, changes=changes))


@router.get("/imports/{import_id}/errors.csv", response={200: bytes, **PROBLEMS}, operation_id="write_import_errors")
def write_import_errors(request: HttpRequest, import_id: int) -> StreamingHttpResponse:
    """The rows that were refused, as they stood in the file, each with the reason."""
    name, lines = rows.write_import_errors(actor=caller_of(request), import_id=import_id)
    return attachment(lines, name=name, content_type="text/csv; charset=utf-8")


@router.get("/import-mappings", response={200: list[ImportMapping], **PROBLEMS}, operation_id="list_import_mappings")
def list_import_mappings(request: HttpRequest) -> HttpResponse:
    """The mappings that were kept."""
    return json_response(selectors.list_import_mappings(actor=caller_of(request)))


@router.post("/import-mappings", response={201: ImportMapping, **PROBLEMS}, operation_id="save_import_mapping")
def save_import_mapping(request: HttpRequest, payload: ImportMappingIn) -> HttpResponse:
    """Keeps an import's mapping under a name; one of that name for the same columns is replaced."""
    return json_response(preparing.save_import_mapping(actor=caller_of(request), **payload.dict()), status=201)


@router.delete("/import-mappings/{mapping_id}", response={204: None, **PROBLEMS}, operation_id="delete_import_mapping")
def delete_import_mapping(request: HttpRequest, mapping_id: int) -> HttpResponse:
    """Forgets a mapping."""
    preparing.delete_import_mapping(actor=caller_of(request), mapping_id=mapping_id)
    return HttpResponse(status=204)
