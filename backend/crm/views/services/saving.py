"""Saving, changing and deleting a view."""

import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction

from crm.accounts.actors import person_id
from crm.accounts.selectors import names_of
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.filters import subject_of
from crm.journal.catalogue import Change
from crm.journal.edits import conflicts, differences, history_since
from crm.journal.errors import EditConflict
from crm.journal.publishing import publish
from crm.views.errors import NotYourView, TooManyViews
from crm.views.events import ViewCreated, ViewDeleted, ViewUpdated, name_fields
from crm.views.models import Pin, View
from crm.views.selectors import ViewRow, read_view
from crm.views.services.stored import FIELDS, StoredView, check_may_share, lock_view, value_of, write_fields
from crm.views.values import clean_view

VIEWS_MOST = 200


class ViewChanged(msgspec.Struct, frozen=True):
    """The view after a change, and the change's id for its undo: None when there was nothing to change."""

    view: ViewRow
    change_id: uuid.UUID | None


class ViewGone(msgspec.Struct, frozen=True):
    """The id of the change that deleted a view, for its undo."""

    change_id: uuid.UUID


@requires(Permission.VIEWS_WRITE)
@transaction.atomic
def create_view(*, actor: Actor, subject: str, **given: Any) -> ViewChanged:
    """Saves a view of one's own: `name`, `filter` (a tree), `q`, `sort`, `columns`, `layout`, `is_shared`.

    Publishes `view.created`. Raises `InvalidInput`, `NotAllowed` (to share takes a permission of its own),
    `TooManyViews`.
    """
    person = person_id(actor)
    check_subject(actor, subject)
    fields = clean_view(subject, given)
    if fields.get("is_shared"):
        check_may_share(actor)
    if View.objects.filter(owner_id=person).count() >= VIEWS_MOST:
        raise TooManyViews
    view = View.objects.create(owner_id=person, subject=subject, **fields)
    change_id = publish(ViewCreated(subject_id=view.pk, view=view.name), actor=actor)
    return ViewChanged(view=read_view(actor, view.pk), change_id=change_id)


def check_subject(actor: Actor, subject: str) -> None:
    """Raises `InvalidInput` for a sort of record that there is none of, or that is not the actor's to see."""
    try:
        is_known = actor.may(subject_of(subject).permission)
    except NotFound:
        is_known = False
    if not is_known:
        raise InvalidInput(fields={"subject": ["There is no such list."]})


@requires(Permission.VIEWS_WRITE)
@transaction.atomic
def update_view(*, actor: Actor, view_id: int, version: int, changes: Mapping[str, Any]) -> ViewChanged:
    """Changes the fields in `changes` of one's own view; administrators, of shared ones too.

    `version` is the one that was seen when the edit began; a field that somebody else has changed since is an
    `EditConflict`. Publishes `view.updated`. Raises `NotFound`, `NotYourView`, `NotAllowed`, `InvalidInput`.
    """
    stored = lock_view(actor, view_id)
    cleaned = clean_view(stored.subject, changes)
    is_shared = cleaned.get("is_shared", stored.is_shared)
    if is_shared:
        check_may_share(actor)
    elif stored.owner_id != person_id(actor):
        raise NotYourView("Only its owner can make this view private. You can delete it.")
    wanted = {field: value_of(actor, stored.subject, field, kept) for field, kept in cleaned.items()}
    different = differences(stored.values, wanted)
    if not different:
        return ViewChanged(view=read_view(actor, view_id), change_id=None)
    if version < stored.version:
        _check_conflicts(actor, stored, different, version)
    new_version = write_fields(stored, different)
    name = different["name"].after if "name" in different else stored.name
    change_id = publish(ViewUpdated(subject_id=view_id, view=name, version=new_version, fields=different), actor=actor)
    return ViewChanged(view=read_view(actor, view_id), change_id=change_id)


def _check_conflicts(actor: Actor, stored: StoredView, different: Mapping[str, Change], version: int) -> None:
    history = history_since(
        subject="view", subject_id=stored.id, version=version, events=[ViewUpdated], name_people=names_of
    )
    disputed = conflicts(stored.values, different, history)
    if not disputed:
        return
    raise EditConflict(
        f"Somebody else has changed {name_fields(list(disputed))} since you began. Choose which value stays.",
        conflict=disputed,
        current=msgspec.json.decode(msgspec.json.encode(read_view(actor, stored.id))),
    )


@requires(Permission.VIEWS_WRITE)
@transaction.atomic
def delete_view(*, actor: Actor, view_id: int) -> ViewGone:
    """Deletes one's own view; administrators, shared ones too. Its undo brings it back, pins and all.

    Publishes `view.deleted`. Raises `NotFound`, `NotYourView`.
    """
    stored = lock_view(actor, view_id)
    return ViewGone(change_id=publish(remove_view(stored), actor=actor))


def remove_view(stored: StoredView) -> ViewDeleted:
    """Deletes a locked view. Returns what is to be published of it."""
    pins = list(Pin.objects.filter(view_id=stored.id).order_by("user_id").values_list("user_id", "position"))
    kept = {field: stored.values[field].kept for field in FIELDS}
    View.objects.filter(pk=stored.id).delete()
    return ViewDeleted(
        subject_id=stored.id,
        view=stored.name,
        kept={**kept, "owner": stored.owner_id, "subject": stored.subject, "version": stored.version},
        pins=pins,
    )
