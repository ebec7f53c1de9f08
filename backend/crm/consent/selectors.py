"""Asking whether an address is blocked."""

from collections.abc import Collection

from crm.consent.enums import AddressKind
from crm.consent.hashing import hash_address
from crm.consent.models import Suppression


def suppressed_among(*, kind: AddressKind, addresses: Collection[str]) -> set[str]:
    """Those of the addresses that nothing may be sent to."""
    hashes = {address: hash_address(kind, address) for address in addresses}
    blocked = set(Suppression.objects.filter(kind=kind, hash__in=hashes.values()).values_list("hash", flat=True))
    return {address for address, known in hashes.items() if known in blocked}
