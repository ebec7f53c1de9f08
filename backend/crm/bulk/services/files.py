"""Handing out the file of an export."""

from collections.abc import Iterator
from dataclasses import dataclass

from crm.bulk.catalogue import EXPORTS
from crm.bulk.errors import FileIsGone
from crm.bulk.models import BulkFile, BulkFilePart
from crm.bulk.selectors import read_job
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that can be sent, piece by piece."""

    name: str
    content_type: str
    size: int
    parts: Iterator[bytes]


@requires(Permission.CONTACTS_BULK)
def open_bulk_file(*, actor: Actor, job_id: int) -> OpenFile:
    """The file that a job has made, for who may export such records still.

    Raises `NotFound`, `NotAllowed`, `FileIsGone`.
    """
    job = read_job(actor, job_id)
    export = EXPORTS.get(job.subject)
    if export is not None and not actor.may(export.permission):
        raise NotAllowed(export.permission)
    file = BulkFile.objects.filter(job_id=job_id, expires_at__gt=clock.now()).first()
    if file is None:
        raise FileIsGone
    return OpenFile(file.name, file.content_type, file.size, _parts(file.pk))


def _parts(file_id: int) -> Iterator[bytes]:
    number = 0
    while (
        content := BulkFilePart.objects.filter(file_id=file_id, number=number).values_list("content", flat=True).first()
    ):
        yield bytes(content)
        number += 1
