"""The token that leads an answer to its conversation: in the plus-address of Reply-To, or in the subject (R13).

`support+k2f-9c41d0a7b3e2@example.com`: the conversation's id in base 36 and a keyed hash of it, so that nobody gets
into another conversation by counting. Mail programs change the case of addresses; the token has none.
"""

import hmac
import re

from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "kith.conversations.reply"
_SIGNATURE = 12
_IN_ADDRESS = re.compile(rf"\+k([0-9a-z]{{1,13}})-([0-9a-f]{{{_SIGNATURE}}})@", re.IGNORECASE)
# The same in a pattern of the database's, of an address in lower case: without it it is one of our senders'.
TOKEN_PATTERN = rf"\+k[0-9a-z]{{1,13}}-[0-9a-f]{{{_SIGNATURE}}}@"
_IN_SUBJECT = re.compile(rf"\[k([0-9a-z]{{1,13}})-([0-9a-f]{{{_SIGNATURE}}})\]", re.IGNORECASE)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def reply_address(address: str, conversation_id: int) -> str:
    """`address` with the conversation's token behind its local part."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{_token(conversation_id)}@{domain}"


def subject_token(conversation_id: int) -> str:
    """What a subject can carry where no plus-address is possible."""
    return f"[{_token(conversation_id)}]"


def conversation_in_address(address: str) -> int | None:
    """The conversation that a recipient's address names with a valid token."""
    return _read(_IN_ADDRESS.search(address))


def conversation_in_subject(subject: str) -> int | None:
    """The conversation that a subject names with a valid token."""
    return _read(_IN_SUBJECT.search(subject))


def _token(conversation_id: int) -> str:
    return f"k{_base36(conversation_id)}-{_signature(conversation_id, settings.SECRET_KEY)}"


def _read(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    conversation_id, given = int(found[1], 36), found[2].lower()
    # Links and mails outlive keys: what was signed under a former one is still read.
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_ours = any(hmac.compare_digest(given, _signature(conversation_id, key)) for key in keys)
    return conversation_id if is_ours and 0 < conversation_id < 2**63 else None


def _signature(conversation_id: int, key: str) -> str:
    return salted_hmac(_SALT, str(conversation_id), secret=key, algorithm="sha256").hexdigest()[:_SIGNATURE]


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
