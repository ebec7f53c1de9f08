"""What was posted to a form, the newest first."""

from collections.abc import Sequence
from typing import Any

import msgspec

from crm.contacts.imports.matching import find_known
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.paging import PAGE_SIZE, BadCursor, pack_cursor, unpack_cursor
from crm.core.rows import Ref
from crm.intake.enums import SubmissionState
from crm.intake.models import Submission
from crm.intake.selectors.forms import ID_MOST, find_form

RAW_MOST = 20_000


class SubmissionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A submission in a list: who it became, or why nobody."""

    id: int
    state: str
    state_label: str
    reason: str
    contact: Ref | None
    summary: str
    received_at: str


class SubmissionPage(msgspec.Struct, frozen=True):
    """Some submissions, the newest first."""

    items: list[SubmissionRow]
    next_cursor: str | None


class SubmissionView(SubmissionRow, frozen=True, kw_only=True):
    """A submission with its fields, whom it may be, and the beginning of what was posted."""

    form: Ref
    values: dict[str, str]
    candidates: list[dict[str, Any]]
    content_type: str
    raw: str
    address: str
    attempts: int


@requires(Permission.FORMS_READ)
def list_submissions(*, actor: Actor, form_id: int, state: str = "", cursor: str | None = None) -> SubmissionPage:
    """Submissions of a form, by state. Raises `NotFound`, `InvalidInput`."""
    find_form(form_id)
    found = Submission.objects.filter(form_id=form_id)
    if state:
        if state not in SubmissionState.values:
            raise InvalidInput(fields={"state": [f"Use one of {', '.join(SubmissionState.values)}."]})
        found = found.filter(state=state)
    if cursor:
        (last_id,) = unpack_cursor(cursor, int)
        if not 0 < last_id <= ID_MOST:
            raise BadCursor(fields={"cursor": ["Start again from the first page."]})
        found = found.filter(pk__lt=last_id)
    rows = list(found.order_by("-pk").defer("body")[: PAGE_SIZE + 1])
    page = rows[:PAGE_SIZE]
    names = _names(actor, page)
    items = [SubmissionRow(**_facts(one, names)) for one in page]
    return SubmissionPage(items, pack_cursor(page[-1].pk) if len(rows) > PAGE_SIZE else None)


@requires(Permission.FORMS_READ)
def get_submission(*, actor: Actor, submission_id: int) -> SubmissionView:
    """One submission. Raises `NotFound`."""
    return view_of_submission(actor, find_submission(submission_id))


def find_submission(submission_id: int, *, lock: bool = False) -> Submission:
    """The submission; locked until the transaction ends. Raises `NotFound`."""
    found = Submission.objects.filter(pk=submission_id if 0 < submission_id <= ID_MOST else 0)
    one = (found.select_for_update(of=("self",)) if lock else found).select_related("form").first()
    if one is None:
        raise NotFound
    return one


def view_of_submission(actor: Actor, one: Submission) -> SubmissionView:
    """The submission as its panel shows it."""
    return SubmissionView(
        **_facts(one, _names(actor, [one])),
        form=Ref(one.form_id, one.form.name),
        values=one.values,
        candidates=one.candidates,
        content_type=one.content_type,
        raw=bytes(one.body[:RAW_MOST]).decode("utf-8", "replace"),
        address=one.address,
        attempts=one.attempts,
    )


def _names(actor: Actor, rows: Sequence[Submission]) -> dict[int, str]:
    ids = [one.contact_id for one in rows if one.contact_id is not None]
    return {known.id: known.name for known in find_known(actor, ids).values()} if ids else {}


def _facts(one: Submission, names: dict[int, str]) -> dict[str, Any]:
    contact_id = one.contact_id
    return {
        "id": one.pk,
        "state": one.state,
        "state_label": SubmissionState(one.state).label,
        "reason": one.reason,
        "contact": Ref(contact_id, names[contact_id]) if contact_id in names and contact_id else None,
        "summary": ", ".join(value for value in list(one.values.values())[:4] if value)[:200],
        "received_at": one.received_at.isoformat(),
    }
