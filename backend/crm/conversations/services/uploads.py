"""Files that one of us has chosen for a message that is not sent yet."""

from typing import Protocol

import msgspec
from django.db import transaction

from crm.conversations.errors import FileTooLarge
from crm.conversations.file_types import tidy_name, type_of
from crm.conversations.models import Upload
from crm.conversations.selectors.visibility import check_id
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotAllowed, NotFound

FILE_MOST = 25 * 1024 * 1024
# What one person has lying about, not sent: more is somebody who fills the disk.
UPLOADS_MOST = 100


class Readable(Protocol):
    """Something whose bytes can be read."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""


class Uploaded(msgspec.Struct, frozen=True):
    """An upload, as a message names it. What it is, its bytes say."""

    id: int
    name: str
    content_type: str
    size: int


@requires(Permission.MESSAGES_SEND)
@transaction.atomic
def upload_file(*, actor: Actor, file: Readable, name: str, content_type: str = "") -> Uploaded:
    """Keeps a file for a day, or as long as a draft has it, to be sent along with a message of the same person.

    Publishes nothing.

    Raises `FileTooLarge`, `InvalidInput`, `NotAllowed` for who is no person.
    """
    if actor.user_id is None:
        raise NotAllowed(Permission.MESSAGES_SEND)
    data = file.read(FILE_MOST + 1)
    if len(data) > FILE_MOST:
        raise FileTooLarge
    if not data:
        raise InvalidInput(fields={"file": ["This file is empty."]})
    if Upload.objects.filter(user_id=actor.user_id).count() >= UPLOADS_MOST:
        raise InvalidInput(fields={"file": ["Send or remove some of the files that you have added before."]})
    kind = type_of(data, content_type)
    made = Upload.objects.create(
        user_id=actor.user_id, name=tidy_name(name, kind), content_type=kind, size=len(data), data=data
    )
    return Uploaded(made.pk, made.name, kind, len(data))


@requires(Permission.MESSAGES_SEND)
@transaction.atomic
def delete_upload(*, actor: Actor, upload_id: int) -> None:
    """Throws away a file that was not sent. Publishes nothing. Raises `NotFound` for another's."""
    check_id(upload_id)
    deleted, _ = Upload.objects.filter(pk=upload_id, user_id=actor.user_id or 0).delete()
    if not deleted:
        raise NotFound
