"""Merging a tag into another one, and deleting one: at once, or as a job where many contacts have it.

A job takes its contacts by the batch, each a change of its own, all of one set, and ends as the short way begins: what
is left over is done, the tag goes, views follow.
"""

import uuid
from collections.abc import Mapping, Sequence

import msgspec
from django.db import connection, transaction
from psycopg import sql

from crm.bulk.catalogue import CHANGED, Outcome, unchanged
from crm.bulk.selectors import JobRow
from crm.bulk.services import start_job
from crm.contacts.errors import TagIsGone
from crm.contacts.events import ContactTagDeleted, ContactTagMerged, TagDeleted, TagMerged
from crm.contacts.services.tags import StoredTag, drop_tag, lock_tags, move_tag, take_tag_off
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.journal.catalogue import Event
from crm.journal.publishing import publish, publish_many
from crm.views.services import replace_in_views

# With more contacts than this it is a job: nobody else who writes one of them waits longer than for a batch.
AT_ONCE_MOST = 1000
MERGE, DELETE = "merge_tag", "delete_tag"
LACKS_IT = unchanged("It has this tag no more.")


class TagGone(msgspec.Struct, frozen=True):
    """What takes a tag away: a change, for its undo, or a job that does it by and by."""

    change_id: uuid.UUID | None = None
    job: JobRow | None = None


class TagToMerge(msgspec.Struct, frozen=True):
    """What a job merges."""

    tag_id: int
    into_id: int


class TagToDelete(msgspec.Struct, frozen=True):
    """What a job deletes."""

    tag_id: int


@requires(Permission.TAGS_WRITE)
@transaction.atomic
def merge_tag(*, actor: Actor, tag_id: int, into_id: int) -> TagGone:
    """Has every contact with the tag, in the trash too, bear `into_id` in its place; the tag is no more.

    Contacts count as unchanged: neither `updated_at` nor `version` rises. Views that ask for the tag ask for the other
    one. Publishes `tag.merged`, for each contact `contact.tag_merged` and for each view `view.updated`: one change in
    all, or a job where more than a thousand contacts have it. Raises `NotFound`, `InvalidInput`, `TooManyJobs`.
    """
    if tag_id == into_id:
        raise InvalidInput(fields={"into_id": ["Choose another tag to merge this one into."]})
    stored, into = lock_tags([tag_id, into_id])
    if _has_many(stored.id):
        return TagGone(job=_start(actor, MERGE, TagToMerge(stored.id, into.id), stored.id))
    return TagGone(change_id=_merge_rest(actor, stored, into))


@requires(Permission.TAGS_WRITE)
@transaction.atomic
def delete_tag(*, actor: Actor, tag_id: int) -> TagGone:
    """Takes the tag off every contact, in the trash too, and deletes it. Views that ask for it say that it is gone.

    Contacts count as unchanged, as by `merge_tag`. Publishes `tag.deleted` and for each contact `contact.tag_deleted`,
    one change in all, or a job where more than a thousand contacts have it. Raises `NotFound`, `TooManyJobs`.
    """
    (stored,) = lock_tags([tag_id])
    if _has_many(stored.id):
        return TagGone(job=_start(actor, DELETE, TagToDelete(stored.id), stored.id))
    return TagGone(change_id=_delete_rest(actor, stored))


@requires(Permission.TAGS_WRITE)
@transaction.atomic
def merge_tag_of(*, actor: Actor, contact_ids: Sequence[int], params: TagToMerge) -> dict[int, Outcome]:
    """A part of a merge: these contacts. Publishes `contact.tag_merged`. Raises `TagIsGone`."""
    stored, into = _locked([params.tag_id, params.into_id])
    moved = move_tag(stored.id, into.id, list(contact_ids))
    return _publish_each(actor, contact_ids, {contact_id: _merged(stored, into, contact_id, had_into)
                                              for contact_id, had_into in moved})  # fmt: skip


@requires(Permission.TAGS_WRITE)
@transaction.atomic
def finish_merge(*, actor: Actor, params: TagToMerge) -> None:
    """The end of a merge: contacts that got the tag meanwhile, views, the tag itself. Raises `TagIsGone`."""
    stored, into = _locked([params.tag_id, params.into_id])
    _merge_rest(actor, stored, into)


@requires(Permission.TAGS_WRITE)
@transaction.atomic
def delete_tag_of(*, actor: Actor, contact_ids: Sequence[int], params: TagToDelete) -> dict[int, Outcome]:
    """A part of a deletion: these contacts. Publishes `contact.tag_deleted`. Raises `TagIsGone`."""
    (stored,) = _locked([params.tag_id])
    bearers = take_tag_off(stored.id, list(contact_ids))
    return _publish_each(actor, contact_ids, {contact_id: _deleted(stored, contact_id) for contact_id in bearers})


@requires(Permission.TAGS_WRITE)
@transaction.atomic
def finish_deletion(*, actor: Actor, params: TagToDelete) -> None:
    """The end of a deletion: contacts that got the tag meanwhile, and the tag itself. Raises `TagIsGone`."""
    (stored,) = _locked([params.tag_id])
    _delete_rest(actor, stored)


def _has_many(tag_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM contacts_contacttag WHERE tag_id = %s LIMIT %s) AS bearers",
            [tag_id, AT_ONCE_MOST + 1],
        )
        (count,) = cursor.fetchone() or (0,)
    return bool(count > AT_ONCE_MOST)


def _start(actor: Actor, action: str, params: msgspec.Struct, tag_id: int) -> JobRow:
    bearers = sql.SQL("SELECT contact_id AS id FROM contacts_contacttag WHERE tag_id = %s")
    return start_job(actor=actor, subject="contact", action=action, params=params, matching=(bearers, [tag_id]))


def _merge_rest(actor: Actor, stored: StoredTag, into: StoredTag) -> uuid.UUID:
    """Merges all that is left of a locked tag, as one change."""
    moved = move_tag(stored.id, into.id)
    drop_tag(stored.id)
    change_id = publish(
        *(_merged(stored, into, contact_id, had_into) for contact_id, had_into in moved),
        TagMerged(
            subject_id=stored.id,
            tag=stored.name,
            color=stored.color,
            created_at=stored.created_at,
            into_id=into.id,
            into=into.name,
        ),
        actor=actor,
    )
    replace_in_views(actor, subject="contact", field="tags", before=stored.id, after=into.id, change_id=change_id)
    return change_id


def _delete_rest(actor: Actor, stored: StoredTag) -> uuid.UUID:
    """Deletes all that is left of a locked tag, as one change."""
    bearers = take_tag_off(stored.id)
    drop_tag(stored.id)
    return publish(
        *(_deleted(stored, contact_id) for contact_id in bearers),
        TagDeleted(subject_id=stored.id, tag=stored.name, color=stored.color, created_at=stored.created_at),
        actor=actor,
    )


def _merged(stored: StoredTag, into: StoredTag, contact_id: int, had_into: bool) -> ContactTagMerged:
    return ContactTagMerged(
        subject_id=contact_id, tag_id=stored.id, tag=stored.name, into_id=into.id, into=into.name, had_into=had_into
    )


def _deleted(stored: StoredTag, contact_id: int) -> ContactTagDeleted:
    return ContactTagDeleted(subject_id=contact_id, tag_id=stored.id, tag=stored.name)


def _publish_each(actor: Actor, contact_ids: Sequence[int], events: Mapping[int, Event]) -> dict[int, Outcome]:
    publish_many({uuid.uuid4(): [event] for event in events.values()}, actor=actor)
    return {contact_id: CHANGED if contact_id in events else LACKS_IT for contact_id in contact_ids}


def _locked(ids: Sequence[int]) -> list[StoredTag]:
    try:
        return lock_tags(ids)
    except NotFound as missing:
        raise TagIsGone from missing
