"""Folders of templates, the letterhead, and one's own signature."""

from django.db import IntegrityError, transaction

from crm.accounts.actors import person_id
from crm.conversations.errors import ChangedMeanwhile
from crm.conversations.models import Letterhead, MessageTemplate, Signature, TemplateFolder
from crm.conversations.selectors.template_previews import LetterheadRow, SignatureRow, read_letterhead
from crm.conversations.selectors.templates import FolderRow, read_folder
from crm.conversations.selectors.visibility import check_id
from crm.conversations.template_events import (
    LetterheadChanged,
    TemplateFolderAdded,
    TemplateFolderRemoved,
    TemplateFolderRenamed,
)
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.text import has_refused_characters, identity_key, tidy_block, tidy_line
from crm.journal.publishing import publish

NAME_MOST = 80
FOLDERS_MOST = 100
OUR_NAME_MOST = 120
ADDRESS_MOST = 300
SIGNATURE_MOST = 500


@requires(Permission.TEMPLATES_WRITE)
@transaction.atomic
def create_template_folder(*, actor: Actor, name: str) -> FolderRow:
    """Makes a folder. Publishes `template.folder_added`. Raises `InvalidInput`."""
    name = _name(name)
    if TemplateFolder.objects.count() >= FOLDERS_MOST:
        raise InvalidInput(fields={"name": [f"There are {FOLDERS_MOST} folders already. Delete one first."]})
    try:
        with transaction.atomic():
            folder = TemplateFolder.objects.create(name=name, name_key=identity_key(name)[:NAME_MOST])
    except IntegrityError as error:
        raise _taken() from error
    publish(TemplateFolderAdded(subject_id=folder.pk, folder=name), actor=actor)
    return read_folder(folder)


@requires(Permission.TEMPLATES_WRITE)
@transaction.atomic
def update_template_folder(*, actor: Actor, folder_id: int, name: str) -> FolderRow:
    """Renames a folder. Publishes `template.folder_renamed`. Raises `NotFound`, `InvalidInput`."""
    folder, name = _lock(folder_id), _name(name)
    former = folder.name
    if name != former:
        try:
            with transaction.atomic():
                TemplateFolder.objects.filter(pk=folder_id).update(name=name, name_key=identity_key(name)[:NAME_MOST])
        except IntegrityError as error:
            raise _taken() from error
        publish(TemplateFolderRenamed(subject_id=folder_id, folder=name, former=former), actor=actor)
        folder.name = name
    return read_folder(folder)


@requires(Permission.TEMPLATES_WRITE)
@transaction.atomic
def delete_template_folder(*, actor: Actor, folder_id: int) -> None:
    """Deletes a folder; its templates stay, in no folder. Publishes `template.folder_removed`. Raises `NotFound`."""
    folder = _lock(folder_id)
    MessageTemplate.objects.filter(folder_id=folder_id).update(folder_id=None)
    folder.delete()
    publish(TemplateFolderRemoved(subject_id=folder_id, folder=folder.name), actor=actor)


@requires(Permission.SETTINGS_WRITE)
@transaction.atomic
def update_letterhead(*, actor: Actor, version: int, name: str, address: str) -> LetterheadRow:
    """Enters the organisation's name and postal address, which {{our_name}} and {{our_address}} stand for.

    Publishes `template.letterhead_changed`. Raises `InvalidInput`, `ChangedMeanwhile`.
    """
    name, address = tidy_line(name), tidy_block(address)
    wrong: dict[str, list[str]] = {}
    if len(name) > OUR_NAME_MOST or has_refused_characters(name):
        wrong["name"] = [f"At most {OUR_NAME_MOST} characters."]
    if len(address) > ADDRESS_MOST or has_refused_characters(address, lines=True):
        wrong["address"] = [f"At most {ADDRESS_MOST} characters."]
    if wrong:
        raise InvalidInput(fields=wrong)
    Letterhead.objects.bulk_create([Letterhead(pk=1, version=0)], ignore_conflicts=True)
    head = Letterhead.objects.select_for_update().get(pk=1)
    if head.version != version:
        raise ChangedMeanwhile
    if (head.name, head.address) != (name, address):
        Letterhead.objects.filter(pk=1).update(name=name, address=address, version=version + 1)
        publish(LetterheadChanged(subject_id=1), actor=actor)
    return read_letterhead()


@requires(Permission.SELF_MANAGE)
@transaction.atomic
def save_signature(*, actor: Actor, text: str) -> SignatureRow:
    """Keeps what {{signature}} stands for in one's own messages; empty, one's name does. Raises `InvalidInput`."""
    text = tidy_block(text)
    if len(text) > SIGNATURE_MOST or has_refused_characters(text, lines=True):
        raise InvalidInput(fields={"text": [f"At most {SIGNATURE_MOST} characters."]})
    if text:
        Signature.objects.update_or_create(user_id=person_id(actor), defaults={"text": text})
    else:
        Signature.objects.filter(pk=person_id(actor)).delete()
    return SignatureRow(text)


def _name(name: str) -> str:
    tidy = tidy_line(name)
    if not tidy or len(tidy) > NAME_MOST or has_refused_characters(tidy):
        raise InvalidInput(fields={"name": [f"Give it a name of at most {NAME_MOST} characters."]})
    return tidy


def _taken() -> InvalidInput:
    return InvalidInput(fields={"name": ["There is a folder of this name already."]})


def _lock(folder_id: int) -> TemplateFolder:
    check_id(folder_id)
    folder = TemplateFolder.objects.select_for_update().filter(pk=folder_id).first()
    if folder is None:
        raise NotFound
    return folder
