"""The links in mails by which somebody is taken off a stream: no login, no cookie, and they work for years (RFC 8058).

A link holds the address and the stream, sealed under a key from `KITH_SECRET_KEY` (former keys are still read, see
`core/sealing.py`): nothing is stored for it, nobody reads the address out of it, and nobody makes one for another.
"""

from dataclasses import dataclass

import msgspec
from django.conf import settings

from crm.consent.addresses import normal_address
from crm.consent.enums import Channel, Stream
from crm.core.sealing import CannotUnseal, seal, unseal

_PURPOSE = "unsubscribe link"
_TOKEN_MOST = 1200


@dataclass(frozen=True, slots=True)
class Link:
    """Whose link it is, and what it takes them off."""

    address: str
    stream: Stream


class _Inside(msgspec.Struct, array_like=True):
    address: str
    stream: str


def make_token(*, address: str, stream: Stream) -> str:
    """The part of a link that says whose it is."""
    inside = _Inside(normal_address(Channel.EMAIL, address), stream.value)
    return seal(msgspec.json.encode(inside), purpose=_PURPOSE).decode().rstrip("=")


def read_token(token: str) -> Link | None:
    """Whose link it is; None for one that was cut, changed, or never ours."""
    if len(token) > _TOKEN_MOST or not token.isascii():
        return None
    try:
        inside = msgspec.json.decode(unseal(_padded(token), purpose=_PURPOSE), type=_Inside)
        return Link(inside.address, Stream(inside.stream))
    except (CannotUnseal, msgspec.DecodeError, ValueError):
        return None


def _padded(token: str) -> bytes:
    # Mail programs end a link before signs that may not belong to it: the padding is left out.
    return (token + "=" * (-len(token) % 4)).encode()


def unsubscribe_url(*, address: str, stream: Stream = Stream.MARKETING) -> str:
    """The page that takes the address off the stream, by its button or by one click in the mail program."""
    return f"{settings.PUBLIC_URL}/unsubscribe/{make_token(address=address, stream=stream)}"


def preferences_url(*, address: str) -> str:
    """The page where the owner of the address chooses what to get."""
    return f"{settings.PUBLIC_URL}/preferences/{make_token(address=address, stream=Stream.MARKETING)}"


def unsubscribe_headers(*, address: str, stream: Stream = Stream.MARKETING) -> dict[str, str]:
    """The headers of a mail by which mail programs offer to unsubscribe with one click (RFC 8058, RFC 2369).

    Both belong under the DKIM signature. One click needs https: without it, the link alone is given.
    """
    headers = {"List-Unsubscribe": f"<{unsubscribe_url(address=address, stream=stream)}>"}
    if settings.IS_HTTPS:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def masked(address: str) -> str:
    """An address as a link that was passed on may show it: `g•••@example.com`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"
