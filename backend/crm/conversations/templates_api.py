"""Addresses of templates: their texts in versions, folders, the library, previews, and what all of them carry."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.conversations import selectors, services
from crm.conversations import templates_schemas as schemas
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["templates"])
ONE = {200: schemas.Template, **PROBLEMS}
MADE = {201: schemas.Template, **PROBLEMS}


@router.get("/templates", response={200: schemas.TemplateList, **PROBLEMS}, operation_id="list_templates")
def list_templates(request: HttpRequest, query: Query[schemas.TemplateListQuery]) -> HttpResponse:
    """Templates in use, or those in the trash."""
    return json_response(selectors.list_templates(actor=caller_of(request), **query.dict()))


@router.post("/templates", response=MADE, operation_id="create_template")
def create_template(request: HttpRequest, payload: schemas.TemplateIn) -> HttpResponse:
    """Keeps a text as a template."""
    return json_response(services.create_template(actor=caller_of(request), **payload.dict()), status=201)


@router.get(
    "/templates/variables",
    response={200: list[schemas.TemplateVariable], **PROBLEMS},
    operation_id="list_template_variables",
)
def list_template_variables(request: HttpRequest) -> HttpResponse:
    """All variables that templates know."""
    return json_response(selectors.list_template_variables(actor=caller_of(request)))


@router.get(
    "/templates/library",
    response={200: list[schemas.LibraryTemplate], **PROBLEMS},
    operation_id="list_library_templates",
)
def list_library_templates(request: HttpRequest) -> HttpResponse:
    """Ready templates to take over."""
    return json_response(selectors.list_library_templates(actor=caller_of(request)))


@router.post("/templates/library/{key}/clone", response=MADE, operation_id="clone_library_template")
def clone_library_template(request: HttpRequest, key: str, payload: schemas.LibraryCloneIn) -> HttpResponse:
    """Takes a ready template over as one's own."""
    made = services.clone_library_template(actor=caller_of(request), key=key, **payload.dict())
    return json_response(made, status=201)


@router.get(
    "/templates/folders", response={200: list[schemas.TemplateFolder], **PROBLEMS}, operation_id="list_template_folders"
)
def list_template_folders(request: HttpRequest) -> HttpResponse:
    """All folders of templates."""
    return json_response(selectors.list_template_folders(actor=caller_of(request)))


@router.post(
    "/templates/folders", response={201: schemas.TemplateFolder, **PROBLEMS}, operation_id="create_template_folder"
)
def create_template_folder(request: HttpRequest, payload: schemas.TemplateFolderIn) -> HttpResponse:
    """Makes a folder."""
    return json_response(services.create_template_folder(actor=caller_of(request), **payload.dict()), status=201)


@router.patch(
    "/templates/folders/{folder_id}",
    response={200: schemas.TemplateFolder, **PROBLEMS},
    operation_id="update_template_folder",
)
def update_template_folder(request: HttpRequest, folder_id: int, payload: schemas.TemplateFolderIn) -> HttpResponse:
    """Renames a folder."""
    changed = services.update_template_folder(actor=caller_of(request), folder_id=folder_id, **payload.dict())
    return json_response(changed)


@router.delete(
    "/templates/folders/{folder_id}", response={204: None, **PROBLEMS}, operation_id="delete_template_folder"
)
def delete_template_folder(request: HttpRequest, folder_id: int) -> HttpResponse:
    """Deletes a folder. Its templates stay."""
    services.delete_template_folder(actor=caller_of(request), folder_id=folder_id)
    return HttpResponse(status=204)


@router.get("/templates/letterhead", response={200: schemas.Letterhead, **PROBLEMS}, operation_id="get_letterhead")
def get_letterhead(request: HttpRequest) -> HttpResponse:
    """The organisation's name and postal address."""
    return json_response(selectors.get_letterhead(actor=caller_of(request)))


@router.put("/templates/letterhead", response={200: schemas.Letterhead, **PROBLEMS}, operation_id="update_letterhead")
def update_letterhead(request: HttpRequest, payload: schemas.LetterheadIn) -> HttpResponse:
    """Enters the organisation's name and postal address."""
    return json_response(services.update_letterhead(actor=caller_of(request), **payload.dict()))


@router.get("/templates/signature", response={200: schemas.Signature, **PROBLEMS}, operation_id="get_signature")
def get_signature(request: HttpRequest) -> HttpResponse:
    """One's own signature."""
    return json_response(selectors.get_signature(actor=caller_of(request)))


@router.put("/templates/signature", response={200: schemas.Signature, **PROBLEMS}, operation_id="save_signature")
def save_signature(request: HttpRequest, payload: schemas.SignatureIn) -> HttpResponse:
    """Keeps one's own signature."""
    return json_response(services.save_signature(actor=caller_of(request), **payload.dict()))


@router.post("/templates/preview", response={200: schemas.TemplatePreview, **PROBLEMS}, operation_id="preview_template")
def preview_template(request: HttpRequest, payload: schemas.TemplatePreviewIn) -> HttpResponse:
    """A template as one contact would get it, and what is worth knowing of it."""
    return json_response(selectors.preview_template(actor=caller_of(request), **payload.dict()))


@router.post(
    "/templates/reach", response={200: schemas.TemplateReach, **PROBLEMS}, operation_id="measure_template_reach"
)
def measure_template_reach(request: HttpRequest, payload: schemas.TemplateReachIn) -> HttpResponse:
    """What the words would come to for the contacts that were changed last."""
    return json_response(selectors.measure_template_reach(actor=caller_of(request), **payload.dict()))


@router.get("/templates/{template_id}", response=ONE, operation_id="get_template")
def get_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """One template."""
    return json_response(selectors.get_template(actor=caller_of(request), template_id=template_id))


@router.patch("/templates/{template_id}", response=ONE, operation_id="update_template")
def update_template(request: HttpRequest, template_id: int, payload: schemas.TemplatePatch) -> HttpResponse:
    """Changes a template. Changed words are a new version."""
    changed = services.update_template(
        actor=caller_of(request), template_id=template_id, version=payload.version, changes=payload.sent()
    )
    return json_response(changed)


@router.post("/templates/{template_id}/archive", response=ONE, operation_id="archive_template")
def archive_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """Moves a template to the trash."""
    return json_response(services.archive_template(actor=caller_of(request), template_id=template_id))


@router.post("/templates/{template_id}/restore", response=ONE, operation_id="restore_template")
def restore_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """Takes a template out of the trash."""
    return json_response(services.restore_template(actor=caller_of(request), template_id=template_id))


@router.get(
    "/templates/{template_id}/versions",
    response={200: list[schemas.TemplateVersion], **PROBLEMS},
    operation_id="list_template_versions",
)
def list_template_versions(request: HttpRequest, template_id: int) -> HttpResponse:
    """What a template has said, the newest first."""
    return json_response(selectors.list_template_versions(actor=caller_of(request), template_id=template_id))


@router.post(
    "/templates/{template_id}/versions/{number}/restore", response=ONE, operation_id="restore_template_version"
)
def restore_template_version(request: HttpRequest, template_id: int, number: int) -> HttpResponse:
    """Makes the words of an old version the present ones."""
    restored = services.restore_template_version(actor=caller_of(request), template_id=template_id, number=number)
    return json_response(restored)


@router.get(
    "/templates/{template_id}/uses", response={200: schemas.TemplateUses, **PROBLEMS}, operation_id="list_template_uses"
)
def list_template_uses(request: HttpRequest, template_id: int) -> HttpResponse:
    """The messages that were made from a template."""
    return json_response(selectors.list_template_uses(actor=caller_of(request), template_id=template_id))


@router.post(
    "/templates/{template_id}/test", response={201: schemas.TemplateTest, **PROBLEMS}, operation_id="send_template_test"
)
def send_template_test(request: HttpRequest, template_id: int, payload: schemas.TemplateTestIn) -> HttpResponse:
    """Sends a template to oneself."""
    sent = services.send_template_test(actor=caller_of(request), template_id=template_id, **payload.dict())
    return json_response(sent, status=201)
