"""What is left of an erased person: that nobody writes to these addresses again."""

from crm.consent.enums import AddressKind, Reason
from crm.consent.hashing import hash_address
from crm.consent.models import Suppression
from crm.core.erasure import Person, erases


@erases
def suppress_addresses(person: Person) -> None:
    """Blocks all addresses and numbers that the person is known by, as keyed hashes."""
    addresses = [(AddressKind.EMAIL, email) for email in person.emails]
    addresses += [(AddressKind.PHONE, phone) for phone in person.phones]
    Suppression.objects.bulk_create(
        [Suppression(kind=kind, hash=hash_address(kind, address), reason=Reason.ERASED) for kind, address in addresses],
        ignore_conflicts=True,
    )
