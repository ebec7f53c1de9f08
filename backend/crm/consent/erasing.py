"""What is left of an erased person: that nobody writes to these addresses again. What is kept of them is told, too."""

from django.db import connection
from psycopg import sql

from crm.consent.enums import AddressKind, Reason
from crm.consent.hashing import hash_address
from crm.consent.models import ConsentStatement, Suppression
from crm.consent.selectors import about, lines_of
from crm.consent.services import LEDGER_LOCK
from crm.core.erasure import Person, erases, redact, tells_personal_data


@erases
def suppress_addresses(person: Person) -> None:
    """Blocks all addresses and numbers that the person is known by, as keyed hashes; the ledger forgets them.

    A block outweighs whatever was stated, so nothing is lost that would be asked for. Whoever shares an address with
    the person is blocked with it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LEDGER_LOCK])
    addresses = [(AddressKind.EMAIL, email) for email in person.emails]
    addresses += [(AddressKind.PHONE, phone) for phone in person.phones]
    Suppression.objects.bulk_create(
        [Suppression(kind=kind, hash=hash_address(kind, address), reason=Reason.ERASED) for kind, address in addresses],
        ignore_conflicts=True,
    )
    ConsentStatement.objects.filter(about(emails=person.emails, phones=(*person.phones, *person.numbers))).delete()
    # The files that statements about others came in may be called after the person.
    for column in ("source", "wording"):
        redact("consent_consentstatement", column, person.terms, where=sql.SQL("TRUE"), most=2000)


@tells_personal_data("consent")
def tell_consent(person: Person) -> list[dict[str, object]]:
    """What was stated of the consent behind the person's addresses, and where that is from."""
    return [
        {
            "channel": line.channel,
            "status": line.status,
            "source": line.source,
            "wording": line.wording,
            "stated_on": line.stated_on,
            "recorded_at": line.recorded_at,
            "taken_back_at": line.taken_back_at,
        }
        for line in lines_of(emails=person.emails, phones=(*person.phones, *person.numbers))
    ]
