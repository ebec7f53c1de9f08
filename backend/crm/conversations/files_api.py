"""Addresses of files, of mails as they may be shown, and of what providers posted."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router

from crm.conversations import selectors, services
from crm.conversations.files_schemas import (
    MailPageQuery,
    Payload,
    PayloadListQuery,
    PayloadPage,
    Upload,
    UploadFileQuery,
)
from crm.core.http import PROBLEMS, TAKES_FILE, attachment, caller_of, json_response, uploaded_file

router = Router(tags=["conversations"])

# What is sent to be saved, and shown to nobody: whatever a browser makes of it, it runs nothing.
FILE_POLICY = "default-src 'none'; sandbox"


@router.get("/files/{file_id}", response={200: str, **PROBLEMS}, operation_id="get_file")
def get_file(request: HttpRequest, file_id: int) -> StreamingHttpResponse:
    """A file of a message, to be saved."""
    file = selectors.get_file(actor=caller_of(request), file_id=file_id)
    answer = attachment([file.data], name=file.name, content_type=file.content_type)
    answer["Content-Length"] = str(len(file.data))
    answer["Content-Security-Policy"] = FILE_POLICY
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get("/messages/{message_id}/html", response={200: str, **PROBLEMS}, operation_id="get_message_html")
def get_message_html(request: HttpRequest, message_id: int, query: Query[MailPageQuery]) -> HttpResponse:
    """A mail as a document for a frame: it runs nothing, and loads nothing unless pictures are asked for."""
    page = selectors.get_message_html(actor=caller_of(request), message_id=message_id, **query.dict())
    return HttpResponse(page.markup, content_type="text/html; charset=utf-8", headers=page.headers)


@router.post("/uploads", response={201: Upload, **PROBLEMS}, operation_id="upload_file", openapi_extra=TAKES_FILE)
def upload_file(request: HttpRequest, query: Query[UploadFileQuery]) -> HttpResponse:
    """Keeps a file (the body itself, at most 25 MB) for a message that is being written."""
    made = services.upload_file(actor=caller_of(request), file=uploaded_file(request), **query.dict())
    return json_response(made, status=201)


@router.delete("/uploads/{upload_id}", response={204: None, **PROBLEMS}, operation_id="delete_upload")
def delete_upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Throws away a file that was not sent."""
    services.delete_upload(actor=caller_of(request), upload_id=upload_id)
    return HttpResponse(status=204)


@router.get("/channels/{account_id}/payloads", response={200: PayloadPage, **PROBLEMS}, operation_id="list_payloads")
def list_payloads(request: HttpRequest, account_id: int, query: Query[PayloadListQuery]) -> HttpResponse:
    """What was posted to a channel's hook, the newest first."""
    return json_response(selectors.list_payloads(actor=caller_of(request), account_id=account_id, **query.dict()))


@router.post("/payloads/{payload_id}/replay", response={200: Payload, **PROBLEMS}, operation_id="replay_payload")
def replay_payload(request: HttpRequest, payload_id: int) -> HttpResponse:
    """Has what was posted read again."""
    return json_response(services.replay_payload(actor=caller_of(request), payload_id=payload_id))
