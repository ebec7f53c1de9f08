"""Reading what is known of addresses, for one or thousands in the same four statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from crm.consent.addresses import normal_address
from crm.consent.hashing import hash_address
from crm.consent.models import AddressFact, ConsentStatement, SentMark, Suppression
from crm.consent.standing import Known
from crm.consent.weighing import RATE_SPAN, Ask

_Key = tuple[str, str]


def tidy(ask: Ask) -> Ask:
    """The ask with its address in the one spelling."""
    return replace(ask, address=normal_address(ask.channel, ask.address))


def hash_of(ask: Ask) -> str:
    """What the address is kept as."""
    return hash_address(ask.channel.kind, ask.address)


def known_of(asks: Sequence[Ask]) -> list[Known]:
    """What is known of the address of each of `asks`, which are tidy, by its channel."""
    if not asks:
        return []
    keys: list[_Key] = [(ask.channel.value, hash_of(ask)) for ask in asks]
    hashes = {known for _, known in keys}
    erased = dict(Suppression.objects.filter(hash__in=hashes).values_list("hash", "since"))
    lines: dict[_Key, list[ConsentStatement]] = defaultdict(list)
    for line in ConsentStatement.objects.filter(hash__in=hashes, kind__in={ask.channel.kind for ask in asks}):
        lines[line.channel, line.hash].append(line)
    facts: dict[_Key, list[AddressFact]] = defaultdict(list)
    for fact in AddressFact.objects.filter(hash__in=hashes):
        facts[fact.channel, fact.hash].append(fact)
    sent: dict[_Key, list[dt.datetime]] = defaultdict(list)
    for mark in SentMark.objects.filter(hash__in=hashes, at__gt=min(ask.at for ask in asks) - RATE_SPAN):
        sent[mark.channel, mark.hash].append(mark.at)
    return [
        Known(erased_at=erased.get(key[1]), lines=lines.get(key, ()), facts=facts.get(key, ()), sent=sent.get(key, ()))
        for key in keys
    ]
