"""What the API takes and says of tags as such."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.contacts.schemas import Tag
from crm.core.http import Problem, Ref

# Longer than any value may be: what is too long is told field by field, not as a wrong shape.
_TEXT_MOST = 100_000


class TagWithCount(Tag):
    """A tag, and how many contacts outside the trash have it."""

    contacts_count: int
    created_at: datetime


class TagPatch(Schema):
    """What is to change; what is left out stays. `color` is one of eight."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, max_length=_TEXT_MOST)
    color: str | None = Field(None, max_length=_TEXT_MOST)


class TagChanged(Schema):
    """The tag after the change; `change_id` undoes it, null when there was nothing to change."""

    tag: Tag
    change_id: UUID | None


class TagMerge(Schema):
    """Which tag stays."""

    model_config = ConfigDict(extra="forbid")

    into_id: int


class TagJob(Schema):
    """The job that merges or deletes a tag by and by: how far it has come, `/bulk/{id}` tells."""

    id: int
    label: str
    state: str
    total: int


class TagGone(Schema):
    """`change_id` brings the tag back, on all contacts that had it. Where many have it, a `job` takes it away."""

    change_id: UUID | None
    job: TagJob | None


class TagView(Schema):
    """A view whose filter asks for a tag."""

    id: int
    name: str
    owner: Ref


class TagUses(Schema):
    """Where a tag is used: contacts in lists, those in the trash, and views. `hidden_views` are others' own ones."""

    tag: Tag
    contacts_count: int
    archived_count: int
    views: list[TagView]
    hidden_views: int


class TagExistsProblem(Problem):
    """A refusal. With code `tag_exists`: the tag that has the name, to merge with."""

    tag: Tag | None = None
