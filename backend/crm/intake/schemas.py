"""What the API takes and says of forms and submissions. Shape alone: the services decide what holds."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.core.http import Ref
from crm.intake.enums import SubmissionState

# Longer than any value may be: what is too long is told field by field, not as a wrong shape.
_TEXT_MOST = 100_000
_INT_MOST = 2**31 - 1


class FormListItem(Schema):
    """A form in a list: how many submissions wait for somebody, and when the last one came."""

    id: int
    name: str
    is_active: bool
    is_archived: bool
    to_do: int
    last_at: datetime | None


class FieldChoiceOut(Schema):
    """A field of contacts that a form's field can give."""

    key: str
    label: str


class IncomingOut(Schema):
    """A field as it came last, with its value then, and the field of contacts that it gives."""

    name: str
    sample: str
    target: str


class FormOut(Schema):
    """A form. `url` is where to post to; `consent` names the fields that state it, by channel, and the wording."""

    id: int
    name: str
    key: str
    url: str
    version: int
    is_active: bool
    is_archived: bool
    has_secret: bool
    is_learnt: bool
    fields: list[IncomingOut]
    targets: list[FieldChoiceOut]
    consent: dict[str, str]
    tags: list[str]
    assigned_user: Ref | None
    honeypot: str
    redirect_url: str
    per_minute: int
    counts: dict[str, int]


class NewSecretOut(Schema):
    """The secret, told this once, and the form."""

    secret: str
    form: FormOut


class SubmissionListItem(Schema):
    """A submission in a list: who it became, or why nobody."""

    id: int
    state: SubmissionState
    state_label: str
    reason: str
    contact: Ref | None
    summary: str
    received_at: datetime


class SubmissionList(Schema):
    """Some submissions, the newest first."""

    items: list[SubmissionListItem]
    next_cursor: str | None


class SubmissionOut(SubmissionListItem):
    """A submission with its fields, whom it may be, and the beginning of what was posted."""

    form: Ref
    values: dict[str, str]
    candidates: list[dict[str, Any]]
    content_type: str
    raw: str
    address: str
    attempts: int


class ReplayedSubmissions(Schema):
    """How many submissions are read again."""

    replayed: int


class FormIn(Schema):
    """A new form."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=_TEXT_MOST)


class FormPatch(Schema):
    """Fields of a form to change; those left out stay. `version` is the one that was seen."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name: str = Field("", max_length=_TEXT_MOST)
    mapping: dict[str, str] = Field(default_factory=dict, max_length=1000)
    consent: dict[str, str] = Field(default_factory=dict, max_length=10)
    tags: list[str] = Field(default_factory=list, max_length=100)
    assigned_user_id: int | None = Field(None, ge=-_INT_MOST, le=_INT_MOST)
    honeypot: str = Field("", max_length=_TEXT_MOST)
    redirect_url: str = Field("", max_length=_TEXT_MOST)
    per_minute: int = Field(60, ge=-_INT_MOST, le=_INT_MOST)
    is_active: bool = True

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, and no others."""
        return self.model_dump(exclude_unset=True, exclude={"version"})


class DecideIn(Schema):
    """Whose it is; null for somebody who is new."""

    model_config = ConfigDict(extra="forbid")

    merge_into: int | None = None


class FormsQuery(Schema):
    """Which forms."""

    archived: bool = False


class SubmissionsQuery(Schema):
    """Which submissions, from where."""

    state: SubmissionState | None = None
    cursor: str | None = Field(None, max_length=4000)

    def asked(self) -> dict[str, Any]:
        """What was asked, as the selector takes it."""
        return {**self.model_dump(), "state": self.state or ""}
