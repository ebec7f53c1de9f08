"""The pages that mails link to: for strangers, so without login, cookie or script, and kept out of search engines.

Mail scanners open every link: GET and HEAD change nothing, the button does, by POST. The POST of a mail program's own
button (RFC 8058) is answered like that of the page, without a redirect.
"""

import base64
import hashlib
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import get_template, render_to_string
from django.views.decorators.csrf import csrf_exempt

from crm.consent.enums import Choice, Stream
from crm.consent.services import Proof, choose_by_link, get_preferences, unsubscribe_by_link
from crm.core.errors import NotFound, TooManyRequests

_METHODS = ["GET", "HEAD", "POST"]
# A form of two fields. More is none that was sent from here.
_FORM_MOST = 4096
_ONE_CLICK = "One-Click"


@csrf_exempt
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether to unsubscribe; POST does it, however often it comes."""
    if request.method not in _METHODS:
        return HttpResponseNotAllowed(_METHODS)
    try:
        if request.method == "POST":
            by_program = _ONE_CLICK in _posted(request)
            wording = "List-Unsubscribe=One-Click, by the mail program" if by_program else "Unsubscribe, by the button"
            chosen = unsubscribe_by_link(token=token, proof=_proof(request, "/unsubscribe", wording))
        else:
            chosen = get_preferences(token=token)
    except NotFound:
        return _unknown()
    context = {
        "address": chosen.address,
        "is_done": request.method == "POST" or chosen.is_off,
        "is_all": chosen.stream is Stream.ALL,
        "preferences": f"/preferences/{token}",
    }
    return _page("unsubscribe", context)


@csrf_exempt
def preferences_page(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what somebody gets; POST changes it."""
    if request.method not in _METHODS:
        return HttpResponseNotAllowed(_METHODS)
    status, problem = 200, ""
    try:
        choice = _choice_in(_posted(request)) if request.method == "POST" else None
        if choice is not None:
            proof = _proof(request, "/preferences", str(choice.label))
            try:
                chosen = choose_by_link(token=token, choice=choice, proof=proof)
            except TooManyRequests as refusal:
                status, problem = refusal.status, f"{refusal.title}."
                chosen = get_preferences(token=token)
        else:
            chosen = get_preferences(token=token)
            if request.method == "POST":
                status, problem = 422, "Choose one of these first."
    except NotFound:
        return _unknown()
    context = {
        "address": chosen.address,
        "choices": [
            {"value": one.value, "label": one.label, "help": _HELP[one], "is_chosen": one is chosen.choice}
            for one in Choice
        ],
        "paused_until": chosen.paused_until,
        "is_saved": request.method == "POST" and not problem,
        "problem": problem,
    }
    return _page("preferences", context, status=status)


_HELP = {
    Choice.NEWS: "What is new, now and then.",
    Choice.PAUSE_30: "They start again on their own.",
    Choice.PAUSE_90: "They start again on their own.",
    Choice.NO_NEWS: "Mail about what you have ordered or booked still comes.",
    Choice.NOTHING: "No news, no reminders, no confirmations. Somebody may still answer you in person.",
}


def _posted(request: HttpRequest) -> str:
    """What was posted, as far as a form of ours goes; nothing for what can't be read."""
    return request.read(_FORM_MOST).decode("utf-8", "replace")


def _choice_in(posted: str) -> Choice | None:
    values = parse_qs(posted, max_num_fields=20).get("choice", []) if posted.count("&") < 20 else []
    return Choice(values[0]) if len(values) == 1 and values[0] in Choice.values else None


def _proof(request: HttpRequest, page: str, wording: str) -> Proof:
    return Proof(
        wording=wording,
        page=page,
        ip=request.META.get("REMOTE_ADDR", ""),
        user_agent=request.META.get("HTTP_USER_AGENT", ""),
    )


def _unknown() -> HttpResponse:
    return _page("no_such_link", {}, status=404)


def _page(name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page whose address gives nothing away: not kept, not passed on, not found by searching."""
    house = {"house": urlsplit(settings.PUBLIC_URL).hostname}
    response = HttpResponse(render_to_string(f"consent/{name}.html", {**house, **context}), status=status)
    response["Content-Security-Policy"] = _policy()
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@cache
def _policy() -> str:
    """Nothing but the page's own style, known by its hash, and its own form."""
    style = get_template("consent/page.css").render()
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{known}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
