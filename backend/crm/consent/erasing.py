"""What is left of an erased person: that nobody writes to these addresses again. What is kept of them is told, too."""

from django.db import connection
from psycopg import sql

from crm.consent.enums import AddressKind, FactKind, Reason
from crm.consent.hashing import hash_address
from crm.consent.models import AddressFact, ConsentStatement, SentMark, Suppression
from crm.consent.selectors import about, facts_of, hashes_of, lines_of
from crm.consent.services import LEDGER_LOCK, lock_address
from crm.core.erasure import Person, erases, redact, tells_personal_data

# The texts of facts, and how much of each is kept.
_TEXTS = {"wording": 2000, "via": 300}


@erases
def suppress_addresses(person: Person) -> None:
    """Blocks all addresses and numbers that the person is known by, as keyed hashes; the ledger forgets them.

    A block outweighs whatever was stated, so nothing is lost that would be asked for. Whoever shares an address with
    the person is blocked with it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LEDGER_LOCK])
    hashes = hashes_of(emails=person.emails, phones=(*person.phones, *person.numbers))
    for known in sorted(set(hashes)):
        lock_address(known)
    addresses = [(AddressKind.EMAIL, email) for email in person.emails]
    addresses += [(AddressKind.PHONE, phone) for phone in person.phones]
    Suppression.objects.bulk_create(
        [Suppression(kind=kind, hash=hash_address(kind, address), reason=Reason.ERASED) for kind, address in addresses],
        ignore_conflicts=True,
    )
    ConsentStatement.objects.filter(about(emails=person.emails, phones=(*person.phones, *person.numbers))).delete()
    AddressFact.objects.filter(hash__in=hashes).delete()
    SentMark.objects.filter(hash__in=hashes).delete()
    # The files that statements about others came in may be called after the person, and reasons may name them.
    for column in ("source", "wording"):
        redact("consent_consentstatement", column, person.terms, where=sql.SQL("TRUE"), most=2000)
    for column, most in _TEXTS.items():
        redact("consent_addressfact", column, person.terms, where=sql.SQL("TRUE"), most=most)


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


@tells_personal_data("consent_history")
def tell_history(person: Person) -> list[dict[str, object]]:
    """What happened to the person's addresses: opt-outs, blocks, what came back, each with its proof."""
    return [
        {
            "channel": fact.channel,
            "what": str(FactKind(fact.kind).label),
            "purposes": fact.purposes,
            "at": fact.at,
            "last_at": fact.last_at,
            "until": fact.until,
            "wording": fact.wording,
            "code": fact.code,
            "page": fact.page,
            "ip": fact.ip,
            "user_agent": fact.user_agent,
        }
        for fact in facts_of(emails=person.emails, phones=(*person.phones, *person.numbers))
    ]
