"""Twilio's signature: HMAC-SHA1 over the public URL and the form's fields, or the hash of another body in the query.

Source: twilio.com/docs/usage/security. Depending on the product it is made with or without the port in the URL.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, parse_qsl, urlsplit, urlunsplit

# What Twilio posts has some forty fields.
FIELDS_MOST = 1000


def form_of(body: bytes) -> list[tuple[str, str]]:
    """The fields of a form. Raises `ValueError`."""
    return parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS_MOST)


def signature_of(token: str, url: str, fields: Sequence[tuple[str, str]]) -> str:
    """The signature of a form: names in order, a name's values once each and in order."""
    signed = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def is_signed(tokens: Sequence[str], *, url: str, content_type: str, body: bytes, signature: str) -> bool:
    """Whether one of the tokens signed this very request."""
    try:
        fields = form_of(body) if content_type.startswith("application/x-www-form-urlencoded") else []
    except ValueError:
        return False
    told_hash = parse_qs(urlsplit(url).query).get("bodySHA256", [""])[0]
    if told_hash:
        fields = []
        if not hmac.compare_digest(hashlib.sha256(body).hexdigest(), told_hash.lower()):
            return False
    elif body and not fields:
        # A body that nothing signs.
        return False
    is_found = False
    for token in tokens:
        for one in _spellings(url):
            # All are compared: how long it takes says nothing of which.
            is_found |= hmac.compare_digest(signature_of(token, one, fields).encode(), signature.encode())
    return is_found


def _spellings(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    yield url
    port = {"https": 443, "http": 80}.get(parts.scheme)
    if parts.port is None and port:
        yield urlunsplit(parts._replace(netloc=f"{parts.netloc}:{port}"))
    elif parts.port is not None:
        yield urlunsplit(parts._replace(netloc=parts.netloc.rpartition(":")[0]))
