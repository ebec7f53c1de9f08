"""The address that providers post to: verified before it is read, stored once, answered before it is worked on."""

import logging

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from crm.conversations.adapters import adapter_of, settings_of
from crm.conversations.models import ChannelAccount
from crm.conversations.port import ADAPTERS, HookRequest, NotVerified
from crm.conversations.receiving.payloads import store_payload
from crm.core import clock
from crm.core.errors import Refusal
from crm.core.http import problem_response, unknown_path

log = logging.getLogger(__name__)

# SendGrid's posts of mail are up to 30 MB; the bridge takes no more of any (see `crm/bridge.py`).
BODY_MOST = 35 * 1024 * 1024
ID_MOST = 43


class NotSigned(Refusal):
    """What was posted does not carry the provider's signature."""

    status = 403
    code = "not_signed"
    title = "This request is not signed as it should be"


class HookTooLarge(Refusal):
    """More than any provider posts."""

    status = 413
    code = "too_large"
    title = "This is more than 35 MB"


class PostOnly(Refusal):
    """Nothing is to be read here."""

    status = 405
    code = "post_only"
    title = "Only POST is answered here"


@csrf_exempt
def receive_hook(request: HttpRequest, kind: str, hook_id: str) -> HttpResponse:
    """Keeps what a provider posts, as it came, once; the worker reads it. 204, or 404, 403, 413.

    An id that is unknown, of another kind, or switched off looks like an address that there is not.
    """
    if request.method != "POST":
        return problem_response(PostOnly())
    account = _find(kind, hook_id)
    if account is None:
        return unknown_path(request)
    body = request.read(BODY_MOST + 1)
    if len(body) > BODY_MOST:
        return problem_response(HookTooLarge())
    asked = HookRequest(
        url=_public_url(request),
        content_type=request.META.get("CONTENT_TYPE", ""),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        received_at=clock.now(),
    )
    adapter, chosen = adapter_of(account), settings_of(account)
    try:
        adapter.verify(chosen, asked)
    except NotVerified as refusal:
        log.warning("A post to the hook of channel account %s was refused: %s", account.pk, refusal)
        ChannelAccount.objects.filter(pk=account.pk).update(
            refused_hooks=F("refused_hooks") + 1, refused_hook_at=asked.received_at
        )
        return problem_response(NotSigned())
    store_payload(account_id=account.pk, key=adapter.key_of(chosen, asked), request=asked)
    if account.refused_hooks:
        ChannelAccount.objects.filter(pk=account.pk).update(refused_hooks=0)
    return HttpResponse(status=204)


def _find(kind: str, hook_id: str) -> ChannelAccount | None:
    if kind not in ADAPTERS or not hook_id or len(hook_id) > ID_MOST or not hook_id.isprintable():
        return None
    return ChannelAccount.objects.filter(hook_id=hook_id, kind=kind, is_active=True).first()


def _public_url(request: HttpRequest) -> str:
    """The address as the provider was given it: scheme and host of the public one, whatever proxies made of them."""
    query = request.META.get("QUERY_STRING", "")
    # The path as it was sent: some sign it with its escapes.
    return f"{settings.PUBLIC_URL}{request.get_full_path_info().partition('?')[0]}" + (f"?{query}" if query else "")
