"""What the API takes and says of contacts. Shape alone: what a value may hold, `values.py` decides."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.contacts.enums import ContactSort
from crm.core.filters import FILTER_MOST
from crm.core.http import FieldConflict, Problem, Ref
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST
from crm.core.search import QUERY_MOST

# Longer than any value may be: what is too long is told field by field, not as a wrong shape.
_TEXT_MOST = 100_000


class Tag(Schema):
    """A tag. `color` is one of eight."""

    id: int
    name: str
    color: str


class ContactRow(Schema):
    """A contact in a list."""

    id: int
    first_name: str
    last_name: str
    full_name: str
    email: str
    phone: str
    phone_display: str
    tags: list[Tag]
    assigned_user: Ref | None
    company: Ref | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    archived_by: Ref | None
    version: int


class Contact(ContactRow):
    """A contact with all that is kept of it."""

    phone_raw: str
    phone_is_valid: bool
    notes: str
    created_by: Ref | None


class ContactPage(Schema):
    """A page of contacts, and where the next one begins."""

    items: list[ContactRow]
    next_cursor: str | None


class ContactCount(Schema):
    """How many there are; `is_capped` says that there are more than were counted."""

    count: int
    is_capped: bool


class ContactIn(Schema):
    """A new contact. A name, an email address or a phone number is needed."""

    model_config = ConfigDict(extra="forbid")

    first_name: str = Field("", max_length=_TEXT_MOST)
    last_name: str = Field("", max_length=_TEXT_MOST)
    email: str = Field("", max_length=_TEXT_MOST)
    phone: str = Field("", max_length=_TEXT_MOST)
    notes: str = Field("", max_length=_TEXT_MOST)
    assigned_user_id: int | None = None
    company: str | None = Field(None, max_length=_TEXT_MOST)
    tags: list[str] = Field(default_factory=list, max_length=200)


class ContactPatch(Schema):
    """Fields to change; those left out stay. `version` is the one that was seen when the edit began."""

    model_config = ConfigDict(extra="forbid")

    version: int
    first_name: str = Field("", max_length=_TEXT_MOST)
    last_name: str = Field("", max_length=_TEXT_MOST)
    email: str = Field("", max_length=_TEXT_MOST)
    phone: str = Field("", max_length=_TEXT_MOST)
    notes: str = Field("", max_length=_TEXT_MOST)
    assigned_user_id: int | None = None
    company: str | None = Field(None, max_length=_TEXT_MOST)

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, and no others."""
        return self.model_dump(exclude_unset=True, exclude={"version"})


class ContactChanged(Schema):
    """The contact after a change, and the change's id for its undo: null when there was nothing to change."""

    contact: Contact
    change_id: UUID | None


class EditConflictProblem(Problem):
    """A refusal of an edit. With code `edit_conflict`: both values of each disputed field, and the contact as it is."""

    conflict: dict[str, FieldConflict] | None = None
    current: Contact | None = None


class TagIn(Schema):
    """The tag to put on, by name; made when there is none."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=_TEXT_MOST)


class DuplicateMatch(Schema):
    """A contact that shares an email address or a phone number with what was typed."""

    id: int
    full_name: str
    email: str
    phone: str
    matched_on: list[Literal["email", "phone"]]
    is_archived: bool


class Duplicates(Schema):
    """Up to ten matches."""

    matches: list[DuplicateMatch]


class ContactFilter(Schema):
    """Which contacts. `filter` is a tree as JSON; GET /filters/contact says of what."""

    q: str = Field("", max_length=QUERY_MOST)
    filter: str | None = Field(None, max_length=FILTER_MOST)
    archived: bool = False


class ContactCountQuery(ContactFilter):
    """Which contacts are counted; with `exact` all of them, however many."""

    exact: bool = False


class ContactListQuery(ContactFilter):
    """Which contacts, in which order, from where."""

    sort: ContactSort | None = None
    cursor: str | None = Field(None, max_length=4000)
    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)


class DuplicatesQuery(Schema):
    """What was typed so far."""

    email: str = Field("", max_length=1000)
    phone: str = Field("", max_length=1000)
    except_id: int | None = None


class TagsQuery(Schema):
    """Which tags."""

    q: str = Field("", max_length=QUERY_MOST)


class EraseIn(Schema):
    """The contact's name, typed, as a proof that the right one is meant."""

    model_config = ConfigDict(extra="forbid")

    confirm: str = Field(max_length=1000)


class Erased(Schema):
    """Who is no more."""

    contact_id: int
