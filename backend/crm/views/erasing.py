"""Forgetting a person: views that look for this one person, by name, address or number, are of no use any more."""

from django.db.models import Q

from crm.core.erasure import Person, erases
from crm.journal.erasing import blank_events_naming
from crm.views.models import View


@erases
def erase_from_views(person: Person) -> None:
    """Deletes views whose name, search or filter holds what names the person and hardly anybody else.

    What the journal keeps of such views, deleted ones too, is blanked.
    """
    named = Q()
    for term in person.terms:
        named |= Q(name__iexact=term) | Q(q__iexact=term)
    for term in person.marks:
        named |= Q(name__icontains=term) | Q(q__icontains=term) | Q(filter__icontains=term)
    if named:
        View.objects.filter(named).delete()
    blank_events_naming("view", person.marks)
