"""Forgetting a person: what imports said of them, and the files they may have come in; telling what is kept of them."""

from django.db.models import Q

from crm.contacts.imports.enums import ImportState
from crm.contacts.imports.errors import ImportIsUnderWay
from crm.contacts.imports.models import ContactImport, ImportFix, ImportPiece, ImportRow
from crm.contacts.imports.preparing import forget_contents
from crm.contacts.selectors.company_links import read_links
from crm.core import clock
from crm.core.erasure import ERASED, Person, erases, tells_personal_data
from crm.journal.erasing import blank_events_naming

_UNDER_WAY = [ImportState.PREVIEWING, ImportState.RUNNING, ImportState.UNDOING]
_WAITING = [ImportState.UPLOADED, ImportState.READY]


@erases
def erase_from_imports(person: Person) -> None:
    """Empties the rows that became this person or name them; deletes all files, for any of them may hold the person.

    Imports that wait go with their files: what is still wanted is uploaded again, without the person. Raises
    `ImportIsUnderWay`, since nobody knows yet what that one will write.
    """
    if ContactImport.objects.filter(state__in=_UNDER_WAY).exists():
        raise ImportIsUnderWay("An import is under way, and may hold this person. Erase when it has ended.")
    for batch in ContactImport.objects.select_for_update().filter(state__in=_WAITING):
        forget_contents(batch)
        batch.hidden_at = clock.now()
        batch.save(update_fields=["hidden_at", "first_rows", "columns"])
    ImportPiece.objects.all().delete()
    for batch in ContactImport.objects.select_for_update().exclude(first_rows=[]):
        batch.first_rows = []
        batch.columns = [{**column, "samples": []} for column in batch.columns]
        batch.save(update_fields=["first_rows", "columns"])
    theirs = Q(contact_id__in=person.contact_ids)
    mended = named_file = Q(pk__in=[])
    for term in person.terms:
        theirs |= Q(cells__icontains=term) | Q(candidates__icontains=term) | Q(reasons__icontains=term)
        mended |= Q(cells__icontains=term)
        named_file |= Q(file_name__icontains=term)
    for row in ImportRow.objects.filter(theirs):
        ImportFix.objects.filter(batch_id=row.batch_id, line=row.line).delete()
    ImportFix.objects.filter(mended).delete()
    ImportRow.objects.filter(theirs).update(cells=None, candidates=None, reasons=[])
    ContactImport.objects.filter(named_file).update(file_name=ERASED)
    blank_events_naming("import", person.marks)


@tells_personal_data("imports")
def tell_imports(person: Person) -> list[dict[str, object]]:
    """Which rows of which files became this person, and what was said of them."""
    rows = ImportRow.objects.filter(contact_id=person.contact_id).select_related("batch").order_by("batch_id", "line")
    return [
        {
            "file": row.batch.file_name,
            "loaded_at": row.batch.finished_at,
            "line": row.line,
            "outcome": row.outcome,
            "reasons": row.reasons,
        }
        for row in rows
    ]


@tells_personal_data("companies")
def tell_companies(person: Person) -> list[dict[str, object]]:
    """Where the person works, or once did."""
    return [
        {
            "company": link.company.name,
            "role": link.role,
            "started_on": link.started_on,
            "ended_on": link.ended_on,
            "is_primary": link.is_primary,
        }
        for link in read_links(person.contact_id)
    ]
