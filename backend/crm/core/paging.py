"""Keyset cursors: the last row's sort values, packed so that a client carries them without reading them."""

import base64
import binascii
from typing import Any

import msgspec

from crm.core.errors import InvalidInput

PAGE_SIZE = 50
PAGE_SIZE_MOST = 200


class BadCursor(InvalidInput):
    """The cursor was cut, changed, or belongs to another list."""

    code = "bad_cursor"


def pack_cursor(*values: Any) -> str:
    """An opaque cursor for `values` (strings, numbers, datetimes)."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def unpack_cursor(cursor: str, *types: Any) -> tuple[Any, ...]:
    """The values packed into `cursor`, converted to `types`. Raises `BadCursor`."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(raw, type=tuple[types])  # type: ignore[valid-type]
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise BadCursor(fields={"cursor": ["Start again from the first page."]}) from error
