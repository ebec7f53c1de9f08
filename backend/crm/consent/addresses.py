"""One spelling of an address."""

from django.conf import settings

from crm.consent.enums import Channel
from crm.core.phone import parse_phone


def normal_address(channel: Channel, address: str) -> str:
    """What two spellings of one address share: email in lower case, E.164 where a number can be read."""
    typed = address.strip()
    if channel is Channel.EMAIL:
        return typed.lower()
    return parse_phone(typed, region=settings.DEFAULT_PHONE_REGION).e164 or typed
