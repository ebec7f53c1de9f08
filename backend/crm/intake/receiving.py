"""The public address of forms: checked, stored as it came, answered. What it says is read by the worker alone."""

import hashlib
import hmac
from datetime import timedelta

from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from crm.core import clock
from crm.core.errors import Refusal
from crm.core.http import problem_response, unknown_path
from crm.core.prepared import prepared_cursor
from crm.core.sealing import unseal
from crm.intake.errors import NotSigned, PostOnly, TooLarge, TooMany
from crm.intake.models import Form, Submission

BODY_MOST = 256 * 1024
KEY_MOST = 43
SECRET_PURPOSE = "form secret"  # noqa: S105 - what it is for, not what it is
# So long the same words again are the same submission.
SAME_FOR = timedelta(minutes=10)
_HEADERS = {
    # Forms stand on other sites, and nothing that a browser keeps of ours is read here.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key, X-Form-Key, X-Form-Signature",
    "Access-Control-Max-Age": "86400",
}
THANKS = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Thank you</title>'
    "<h1>Thank you</h1><p>We have received what you sent. You can close this page.</p></html>"
)


@csrf_exempt
def receive_form(request: HttpRequest, key: str = "") -> HttpResponse:
    """Keeps what is posted to a form, once: 202, or a page for browsers; 403, 404, 413, 429.

    The form is named by the address or the header `X-Form-Key`; one that is unknown or switched off looks like an
    address that there is not.
    """
    response = _answer(request, key)
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def _answer(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method != "POST":
        return problem_response(PostOnly())
    form = _find(key or request.headers.get("X-Form-Key", ""))
    if form is None:
        return unknown_path(request)
    body = request.read(BODY_MOST + 1)
    try:
        _check(form, request, body)
    except Refusal as refusal:
        response = problem_response(refusal)
        if isinstance(refusal, TooMany):
            response.headers["Retry-After"] = "60"
        return response
    _store(form, request, body)
    if request.content_type == "application/json" or "text/html" not in request.headers.get("Accept", ""):
        return JsonResponse({"status": "received"}, status=202)
    if form.redirect_url:
        # Where an administrator sends people on to; nothing of the request is in it.
        return HttpResponseRedirect(form.redirect_url)
    return HttpResponse(THANKS, status=200)


def _find(key: str) -> Form | None:
    if not key or len(key) > KEY_MOST or not key.isascii() or not key.isprintable():
        return None
    return Form.objects.filter(key=key, is_active=True, archived_at=None).first()


def _check(form: Form, request: HttpRequest, body: bytes) -> None:
    if len(body) > BODY_MOST:
        raise TooLarge
    if form.secret:
        secret = unseal(form.secret.encode(), purpose=SECRET_PURPOSE)
        given = request.headers.get("X-Form-Signature", "").removeprefix("sha256=").lower()
        if not hmac.compare_digest(hmac.new(secret, body, hashlib.sha256).hexdigest().encode(), given.encode()):
            raise NotSigned
    lately = Submission.objects.filter(form_id=form.pk, received_at__gt=Now() - timedelta(minutes=1))
    if lately[: form.per_minute].count() >= form.per_minute:
        raise TooMany


def _store(form: Form, request: HttpRequest, body: bytes) -> None:
    content_type = request.META.get("CONTENT_TYPE", "")[:300].replace("\0", "")
    given = request.headers.get("Idempotency-Key", "")
    if given:
        key = f"given:{hashlib.sha256(given.encode()).hexdigest()}"
    else:
        window = int(clock.now().timestamp() // SAME_FOR.total_seconds())
        key = f"body:{hashlib.sha256(content_type.encode() + body).hexdigest()}:{window}"
    with prepared_cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_submission (form_id, key, content_type, body, address) "
            "VALUES (%s::bigint, %s::text, %s::text, %s::bytea, %s::text) ON CONFLICT (form_id, key) DO NOTHING",
            [form.pk, key, content_type, body, request.META.get("REMOTE_ADDR", "")[:64]],
        )
