"""Forms in a list, and one with all that its page shows."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Count, Max, Q

from crm.accounts.selectors import names_of
from crm.contacts.imports.mapping import FIELDS
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.rows import Ref, ref_from
from crm.intake.enums import SubmissionState
from crm.intake.models import Form, Submission

ID_MOST = 2**63 - 1
FORMS_MOST = 500


class FormRow(msgspec.Struct, frozen=True, kw_only=True):
    """A form in a list: how many submissions wait for somebody, and when the last one came."""

    id: int
    name: str
    is_active: bool
    is_archived: bool
    to_do: int
    last_at: str | None


class FieldChoice(msgspec.Struct, frozen=True):
    """A field of contacts that a form's field can give."""

    key: str
    label: str


class Incoming(msgspec.Struct, frozen=True):
    """A field as it came last, with its value then, and the field of contacts that it gives."""

    name: str
    sample: str
    target: str


class FormView(msgspec.Struct, frozen=True, kw_only=True):
    """A form as its page shows it. `url` is where to post to."""

    id: int
    name: str
    key: str
    url: str
    version: int
    is_active: bool
    is_archived: bool
    has_secret: bool
    is_learnt: bool
    fields: list[Incoming]
    targets: list[FieldChoice]
    consent: dict[str, str]
    tags: list[str]
    assigned_user: Ref | None
    honeypot: str
    redirect_url: str
    per_minute: int
    counts: dict[str, int]


@requires(Permission.FORMS_READ)
def list_forms(*, actor: Actor, archived: bool = False) -> list[FormRow]:
    """Forms by name. Two queries."""
    forms = list(Form.objects.filter(archived_at__isnull=not archived).order_by("name", "id")[:FORMS_MOST])
    waiting = Q(state__in=(SubmissionState.HELD, SubmissionState.FAILED))
    counted: dict[int, Mapping[str, Any]] = {
        row["form_id"]: row
        for row in Submission.objects.filter(form_id__in=[form.pk for form in forms])
        .values("form_id")
        .annotate(to_do=Count("id", filter=waiting), last=Max("received_at"))
    }
    return [
        FormRow(
            id=form.pk,
            name=form.name,
            is_active=form.is_active,
            is_archived=form.archived_at is not None,
            to_do=counted.get(form.pk, {}).get("to_do", 0),
            last_at=last.isoformat() if (last := counted.get(form.pk, {}).get("last")) else None,
        )
        for form in forms
    ]


@requires(Permission.FORMS_READ)
def get_form(*, actor: Actor, form_id: int) -> FormView:
    """One form. Raises `NotFound`."""
    return view_of(find_form(form_id))


def find_form(form_id: int, *, lock: bool = False) -> Form:
    """The form; locked until the transaction ends. Raises `NotFound`."""
    found = Form.objects.filter(pk=form_id if 0 < form_id <= ID_MOST else 0)
    form = (found.select_for_update() if lock else found).first()
    if form is None:
        raise NotFound
    return form


def view_of(form: Form) -> FormView:
    """The form as its page shows it."""
    people = names_of([form.assigned_user_id])
    counts = Submission.objects.filter(form_id=form.pk).values("state").annotate(count=Count("id"))
    return FormView(
        id=form.pk,
        name=form.name,
        key=form.key,
        url=f"{settings.PUBLIC_URL}/ingest/form/{form.key}",
        version=form.version,
        is_active=form.is_active,
        is_archived=form.archived_at is not None,
        has_secret=bool(form.secret),
        is_learnt=form.is_learnt,
        fields=_incoming(form),
        targets=[FieldChoice(key, label) for key, label in FIELDS.items()],
        consent=form.consent,
        tags=form.tags,
        assigned_user=ref_from(form.assigned_user_id, people.get(form.assigned_user_id or 0)),
        honeypot=form.honeypot,
        redirect_url=form.redirect_url,
        per_minute=form.per_minute,
        counts={row["state"]: row["count"] for row in counts},
    )


def _incoming(form: Form) -> list[Incoming]:
    """Fields of the last submissions that could be taken apart, and those that the mapping names besides."""
    lately = Submission.objects.filter(form_id=form.pk).exclude(values={}).order_by("-id").values_list("values")[:5]
    samples: dict[str, Any] = {}
    for (values,) in lately:
        for name, value in values.items():
            samples.setdefault(name, value)
    for name in [*form.mapping, form.consent.get("email", ""), form.consent.get("sms", "")]:
        if name:
            samples.setdefault(name, "")
    return [Incoming(name, str(value)[:200], form.mapping.get(name, "")) for name, value in samples.items()]
