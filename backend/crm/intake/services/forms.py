"""Setting up forms and changing them."""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.db import transaction
from django.db.models.functions import Now

from crm.accounts.selectors import active_users
from crm.contacts.imports.mapping import FIELDS
from crm.contacts.values import clean_tags
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.sealing import seal
from crm.core.text import has_refused_characters, tidy_line
from crm.intake.errors import ChangedMeanwhile, FormIsArchived
from crm.intake.events import FormChanged, FormCreated
from crm.intake.models import Form
from crm.intake.parsing import FIELDS_MOST, NAME_MOST
from crm.intake.receiving import SECRET_PURPOSE
from crm.intake.selectors.forms import FormView, find_form, view_of
from crm.journal.publishing import publish

TITLE_MOST, WORDING_MOST, URL_MOST, RATE_MOST = 80, 2000, 500, 600


class NewSecret(msgspec.Struct, frozen=True):
    """The secret, told this once, and the form."""

    secret: str
    form: FormView


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def create_form(*, actor: Actor, name: str) -> FormView:
    """Sets up a form with an address of its own. Publishes `form.created`. Raises `InvalidInput`."""
    made = Form.objects.create(name=_name(name), key=secrets.token_urlsafe(24), created_by_id=actor.user_id)
    publish(FormCreated(subject_id=made.pk, form=made.name), actor=actor)
    return view_of(find_form(made.pk))


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def update_form(*, actor: Actor, form_id: int, version: int, changes: Mapping[str, Any]) -> FormView:
    """Changes what was sent of a form. `version` is the one that was seen. Publishes `form.changed`.

    Raises `NotFound`, `InvalidInput`, `ChangedMeanwhile`, `FormIsArchived`.
    """
    form = find_form(form_id, lock=True)
    if form.archived_at is not None:
        raise FormIsArchived
    facts = {field: _CLEAN[field](value) for field, value in changes.items()}
    different = {field: value for field, value in facts.items() if value != getattr(form, field)}
    if not different:
        return view_of(form)
    if version != form.version:
        raise ChangedMeanwhile
    if "mapping" in different:
        # Said by a person: nothing is learnt over it.
        different["is_learnt"] = True
    Form.objects.filter(pk=form.pk).update(**different, version=form.version + 1)
    told = sorted(field.removesuffix("_id") for field in different)
    publish(FormChanged(subject_id=form.pk, form=different.get("name", form.name), fields=told), actor=actor)
    return view_of(find_form(form_id))


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def rotate_form_secret(*, actor: Actor, form_id: int) -> NewSecret:
    """Makes a secret with which submissions have to be signed from now on. Publishes `form.changed`."""
    form = _open(form_id)
    secret = secrets.token_urlsafe(32)
    _write_secret(actor, form, seal(secret.encode(), purpose=SECRET_PURPOSE).decode())
    return NewSecret(secret, view_of(find_form(form_id)))


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def drop_form_secret(*, actor: Actor, form_id: int) -> FormView:
    """Has submissions need no signature any more. Publishes `form.changed`. Raises `NotFound`, `FormIsArchived`."""
    _write_secret(actor, _open(form_id), "")
    return view_of(find_form(form_id))


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def archive_form(*, actor: Actor, form_id: int) -> FormView:
    """Puts it into the trash: its address answers nobody. Publishes `form.changed`. Raises `NotFound`."""
    return _put(actor, form_id, is_archived=True)


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def restore_form(*, actor: Actor, form_id: int) -> FormView:
    """Brings it back from the trash, at the same address. Publishes `form.changed`. Raises `NotFound`."""
    return _put(actor, form_id, is_archived=False)


def _put(actor: Actor, form_id: int, *, is_archived: bool) -> FormView:
    form = find_form(form_id, lock=True)
    if (form.archived_at is not None) != is_archived:
        Form.objects.filter(pk=form.pk).update(archived_at=Now() if is_archived else None)
        publish(FormChanged(subject_id=form.pk, form=form.name, fields=["trash"]), actor=actor)
    return view_of(find_form(form_id))


def _open(form_id: int) -> Form:
    form = find_form(form_id, lock=True)
    if form.archived_at is not None:
        raise FormIsArchived
    return form


def _write_secret(actor: Actor, form: Form, sealed: str) -> None:
    Form.objects.filter(pk=form.pk).update(secret=sealed, version=form.version + 1)
    publish(FormChanged(subject_id=form.pk, form=form.name, fields=["secret"]), actor=actor)


def _name(name: str) -> str:
    tidy = tidy_line(name)
    if not tidy or len(tidy) > TITLE_MOST or has_refused_characters(tidy):
        raise InvalidInput(fields={"name": [f"Give it a name of at most {TITLE_MOST} characters."]})
    return tidy


def _mapping(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: target for name, target in given.items() if target}
    if len(kept) > FIELDS_MOST or any(len(name) > NAME_MOST or has_refused_characters(name) for name in kept):
        raise InvalidInput(fields={"mapping": [f"At most {FIELDS_MOST} fields of {NAME_MOST} characters each."]})
    unknown = sorted(set(kept.values()) - set(FIELDS))
    if unknown:
        raise InvalidInput(
            fields={"mapping": [f"There is no field {unknown[0][:40]}. Use one of {', '.join(FIELDS)}."]}
        )
    return kept


def _consent(given: Mapping[str, str]) -> dict[str, str]:
    kept = {key: tidy_line(value) for key, value in given.items() if key in {"email", "sms", "wording"} and value}
    if len(kept.get("wording", "")) > WORDING_MOST or any(has_refused_characters(value) for value in kept.values()):
        raise InvalidInput(fields={"consent": [f"The wording may have {WORDING_MOST} characters at the most."]})
    return kept


def _tags(given: list[str]) -> list[str]:
    names, wrong = clean_tags(given)
    if wrong:
        raise InvalidInput(fields={"tags": wrong})
    return list(names)


def _user(user_id: int | None) -> int | None:
    if user_id is not None and user_id not in active_users([user_id]):
        raise InvalidInput(fields={"assigned_user_id": ["Choose a colleague who can sign in."]})
    return user_id


def _honeypot(name: str) -> str:
    tidy = tidy_line(name)
    if len(tidy) > NAME_MOST or has_refused_characters(tidy):
        raise InvalidInput(fields={"honeypot": [f"Name a field of at most {NAME_MOST} characters."]})
    return tidy


def _redirect(url: str) -> str:
    tidy = tidy_line(url)
    if tidy and (len(tidy) > URL_MOST or urlsplit(tidy).scheme not in {"http", "https"} or not urlsplit(tidy).netloc):
        raise InvalidInput(fields={"redirect_url": ["Use a whole address that begins with https://."]})
    return tidy


def _rate(per_minute: int) -> int:
    if not 1 <= per_minute <= RATE_MOST:
        raise InvalidInput(fields={"per_minute": [f"Choose a number from 1 to {RATE_MOST}."]})
    return per_minute


_CLEAN: Mapping[str, Any] = {
    "name": _name,
    "mapping": _mapping,
    "consent": _consent,
    "tags": _tags,
    "assigned_user_id": _user,
    "honeypot": _honeypot,
    "redirect_url": _redirect,
    "per_minute": _rate,
    "is_active": bool,
}
