"""Shapes of the accounts room's HTTP surface."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

RoleName = Literal["admin", "user", "viewer"]
ThemeName = Literal["system", "light", "dark"]
# Long enough for any passphrase, short enough that hashing it costs nobody anything.
Password = Annotated[str, Field(max_length=500)]
Token = Annotated[str, Field(max_length=200)]
Line = Annotated[str, Field(max_length=300)]


class Ref(Schema):
    """A record by id and name."""

    id: int
    name: str


class Setup(Schema):
    """Whether the first administrator is still to be made."""

    needed: bool


class SetupIn(Schema):
    """The first administrator, with the token of the link in the terminal."""

    token: Token
    name: Line
    email: Line
    password: Password


class TokenIn(Schema):
    """The token of a one-time link."""

    token: Token


class AcceptIn(Schema):
    """What a person adds to their invitation."""

    token: Token
    name: Line
    password: Password


class InvitationLook(Schema):
    """What a link invites to."""

    email: str
    name: str
    role: RoleName
    invited_by: str
    expires_at: datetime


class TwoFactor(Schema):
    """Where the person stands with the second factor."""

    enabled: bool
    required: bool
    required_from: date | None
    must_enrol_now: bool
    recovery_codes_left: int | None


class Me(Schema):
    """The person who is signed in."""

    id: int
    email: str
    name: str
    role: RoleName
    permissions: list[str]
    time_zone: str
    currency: str
    theme: ThemeName
    idle_timeout_seconds: int
    session_expires_at: datetime
    two_factor: TwoFactor
    mail_is_delivered: bool


class MePatch(Schema):
    """What a person changes of themselves."""

    name: Line | None = None
    time_zone: Line | None = None
    theme: ThemeName | None = None


class Touched(Schema):
    """When the session ends if nothing more is done."""

    session_expires_at: datetime


class Session(Schema):
    """One of the person's own sessions."""

    id: str
    ip: str | None
    user_agent: str
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


class Ended(Schema):
    """How many sessions ended."""

    ended: int


class User(Schema):
    """A colleague; what is None is for administrators to see."""

    id: int
    name: str
    is_active: bool
    email: str | None
    role: RoleName | None
    last_seen_at: datetime | None
    two_factor_enabled: bool | None


class UserPatch(Schema):
    """What an administrator changes of a user."""

    role: RoleName | None = None
    name: Line | None = None


class InvitationIn(Schema):
    """Whom to invite."""

    email: Line
    name: Line = ""
    role: RoleName


class Invitation(Schema):
    """An invitation and where it stands."""

    id: int
    email: str
    name: str
    role: RoleName
    invited_by: Ref
    created_at: datetime
    expires_at: datetime
    state: Literal["pending", "expired", "withdrawn", "accepted"]


class InvitationLinked(Invitation):
    """An invitation with its link, told only when it is made or sent again."""

    link: str


class Security(Schema):
    """The rules for everybody, and between which bounds the idle time is chosen."""

    idle_timeout_minutes: int
    idle_least_minutes: int
    idle_most_minutes: int
    two_factor_required: bool
    two_factor_required_from: date | None


class SecurityPatch(Schema):
    """Rules to set; those left out stay."""

    idle_timeout_minutes: int | None = None
    two_factor_required: bool | None = None
    two_factor_required_from: date | None = None


class Readiness(Schema):
    """Whether a person has a second factor."""

    user_id: int
    name: str
    email: str
    role: RoleName
    is_ready: bool
    last_seen_at: datetime | None
