"""Refusals. Each is a class with a status and a code; `core/http.py` answers them as problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Refusal(Exception):
    """Something the caller may not or can't do, said in words a person can act on.

    `fields` maps a field's name to its messages; `extra` are further members of the problem document.
    """

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "This can't be done"

    def __init__(
        self, detail: str | None = None, *, fields: Mapping[str, Sequence[str]] | None = None, **extra: Any
    ) -> None:
        self.detail = detail or self.title
        self.fields = {name: list(messages) for name, messages in fields.items()} if fields else None
        self.extra = extra
        super().__init__(self.detail)


class NotSignedIn(Refusal):
    """No identity came with the request."""

    status = 401
    code = "not_signed_in"
    title = "Sign in to go on"


class NotAllowed(Refusal):
    """The actor is known and lacks the permission."""

    status = 403
    code = "not_allowed"
    title = "Your role does not allow this"

    def __init__(self, permission: str) -> None:
        super().__init__(f"Your role does not allow this ({permission}).", permission=str(permission))


class NotFound(Refusal):
    """The id is unknown, or not the actor's to see: both look alike."""

    status = 404
    code = "not_found"
    title = "Not found"


class InvalidInput(Refusal):
    """What was sent can't be used as it is; `fields` says which part and how to mend it."""

    status = 422
    code = "invalid_input"
    title = "Some of this needs another look"


class TooManyRequests(Refusal):
    """A limit on tries was reached."""

    status = 429
    code = "too_many_requests"
    title = "Too many tries. Wait a little and try again"
