"""Forgetting a person: what they posted to forms; telling of it."""

from typing import Any

from django.db import connection

from crm.core.erasure import Person, erases, tells_personal_data
from crm.core.text import escape_like
from crm.intake.models import Submission


@erases
def erase_from_forms(person: Person) -> None:
    """Deletes the submissions that became this person, and those that name their addresses, numbers or whole name.

    What could not be taken apart has no fields: there, the body as it came is looked through.
    """
    patterns = [f"%{escape_like(mark)}%" for mark in person.marks]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM intake_submission WHERE contact_id = ANY(%s) OR values::text ILIKE ANY(%s) "
            "OR (values = '{}' AND encode(body, 'escape') ILIKE ANY(%s))",
            [list(person.contact_ids), patterns, patterns],
        )


@tells_personal_data("form_submissions")
def tell_submissions(person: Person) -> list[dict[str, Any]]:
    """What the person posted, to which form, when."""
    found = Submission.objects.filter(contact_id=person.contact_id).select_related("form").order_by("id")
    return [{"form": one.form.name, "received_at": one.received_at, "values": one.values} for one in found]
