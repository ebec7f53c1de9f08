"""Forgetting a person: views that look for this one person, by name, address or number, are of no use any more."""

from django.db.models import Q

from crm.core.erasure import Person, erases
from crm.views.models import View


@erases
def erase_from_views(person: Person) -> None:
    """Deletes views whose name, search or filter holds what names the person and hardly anybody else."""
    named = Q()
    for term in person.terms:
        named |= Q(name__icontains=term) | Q(q__icontains=term) | Q(filter__icontains=term)
    if named:
        View.objects.filter(named).delete()
