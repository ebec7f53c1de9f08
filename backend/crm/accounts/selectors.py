"""What is read of accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from crm.accounts import sessions
from crm.accounts.actors import person_id
from crm.accounts.devices import device_words
from crm.accounts.enums import InvitationState
from crm.accounts.models import Invitation, SecuritySettings, SignIn, User
from crm.accounts.roles import permissions_of
from crm.core import clock
from crm.core.access import Actor, Permission, open_to_all, requires
from crm.core.errors import NotSignedIn


def someone_exists() -> bool:
    """Whether any account has been made here."""
    return User.objects.exists()


@open_to_all
def get_setup() -> bool:
    """Whether the first administrator is still to be made."""
    return not someone_exists()


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of users by id, deactivated ones included; ids that nobody has are left out. One query, none for no ids."""
    wanted = {user_id for user_id in ids if user_id is not None}
    if not wanted:
        return {}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))


def active_users(ids: Iterable[int]) -> set[int]:
    """Those of `ids` that are people who may sign in."""
    return set(User.objects.filter(pk__in=list(ids), is_active=True).values_list("pk", flat=True))


def live_session_is_valid(session_key: str) -> int | None:
    """The user's id while that session may be used; None once it is over, or waits for a second factor's set-up."""
    session = sessions.find_session(session_key)
    now = clock.now()
    if session is None or session.expires_at <= now or session.must_enrol(now):
        return None
    return session.user_id


@dataclass(frozen=True, slots=True)
class TwoFactor:
    """Where a person stands with the second factor."""

    enabled: bool
    required: bool
    required_from: date | None
    must_enrol_now: bool
    recovery_codes_left: int | None


@dataclass(frozen=True, slots=True)
class Me:
    """The person who asks, and what the client needs to know of their session."""

    id: int
    email: str
    name: str
    role: str
    permissions: list[str]
    time_zone: str
    # What amounts are in unless somebody says otherwise: an ISO 4217 code.
    currency: str
    theme: str
    idle_timeout_seconds: int
    session_expires_at: datetime
    two_factor: TwoFactor
    mail_is_delivered: bool


@requires(Permission.SELF_MANAGE)
def get_me(*, actor: Actor) -> Me:
    """The person behind `actor`. Raises `NotSignedIn` when the session is over."""
    session = sessions.find_session(actor.session_key or "")
    if session is None:
        raise NotSignedIn
    return Me(
        id=session.user_id,
        email=session.email,
        name=session.name,
        role=session.role,
        permissions=sorted(permissions_of(session.role)),
        time_zone=session.time_zone,
        currency=settings.DEFAULT_CURRENCY,
        theme=session.theme,
        idle_timeout_seconds=session.idle_minutes * 60,
        session_expires_at=session.expires_at,
        two_factor=TwoFactor(
            enabled=session.has_two_factor,
            required=session.two_factor_required,
            required_from=session.two_factor_required_from if session.two_factor_required else None,
            must_enrol_now=session.must_enrol(clock.now()),
            recovery_codes_left=_recovery_codes_left(session.user_id),
        ),
        mail_is_delivered=settings.MAIL_IS_DELIVERED,
    )


def _recovery_codes_left(user_id: int) -> int | None:
    codes = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One of a person's own sessions."""

    id: str
    ip: str | None
    user_agent: str
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


@requires(Permission.SELF_MANAGE)
def list_sessions(*, actor: Actor) -> list[SessionRow]:
    """Where the actor is signed in, the last used first. Sessions whose time is over are left out."""
    now = clock.now()
    idle = get_settings().idle_timeout_minutes
    oldest = now - timedelta(minutes=idle)
    rows = SignIn.objects.filter(user_id=person_id(actor), expires_at__gt=now, last_seen_at__gt=oldest)
    return [
        SessionRow(
            id=str(row.pk),
            ip=row.address,
            user_agent=row.user_agent,
            device=device_words(row.user_agent),
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_current=row.session_key == actor.session_key,
        )
        for row in rows.order_by("-last_seen_at", "-id")
    ]


@dataclass(frozen=True, slots=True)
class UserRow:
    """A colleague. All but id, name and whether active is for administrators."""

    id: int
    name: str
    is_active: bool
    email: str | None = None
    role: str | None = None
    last_seen_at: datetime | None = None
    two_factor_enabled: bool | None = None


def _with_two_factor() -> QuerySet[User]:
    totp = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return User.objects.annotate(has_two_factor=Exists(totp))


def user_row(user_id: int) -> UserRow:
    """One user as an administrator sees them."""
    return _full_row(_with_two_factor().get(pk=user_id))


def _is_ready(user: User) -> bool:
    return bool(user.has_two_factor)  # type: ignore[attr-defined]


def _full_row(user: User) -> UserRow:
    return UserRow(
        id=user.pk,
        name=user.name,
        is_active=user.is_active,
        email=user.email,
        role=user.role,
        last_seen_at=user.last_seen_at,
        two_factor_enabled=_is_ready(user),
    )


@requires(Permission.USERS_READ)
def list_users(*, actor: Actor) -> list[UserRow]:
    """All who have an account, by name. Who may not change users sees names only."""
    if not actor.may(Permission.USERS_WRITE):
        rows = User.objects.order_by("name", "id").values_list("pk", "name", "is_active")
        return [UserRow(id=pk, name=name, is_active=is_active) for pk, name, is_active in rows]
    return [_full_row(user) for user in _with_two_factor().order_by("name", "id")]


def get_settings() -> SecuritySettings:
    """The rules for everybody, as set or as they are at first."""
    return SecuritySettings.objects.filter(pk=1).first() or SecuritySettings()


@requires(Permission.SETTINGS_READ)
def get_security(*, actor: Actor) -> SecuritySettings:
    """The rules for everybody."""
    return get_settings()


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a person has the second factor that is, or will be, required."""

    user_id: int
    name: str
    email: str
    role: str
    is_ready: bool
    last_seen_at: datetime | None


@requires(Permission.SETTINGS_READ)
def list_readiness(*, actor: Actor) -> list[Readiness]:
    """All active people, those without a second factor first."""
    users = sorted(_with_two_factor().filter(is_active=True).order_by("name", "id"), key=_is_ready)
    return [
        Readiness(
            user_id=user.pk,
            name=user.name,
            email=user.email,
            role=user.role,
            is_ready=_is_ready(user),
            last_seen_at=user.last_seen_at,
        )
        for user in users
    ]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation and where it stands."""

    id: int
    email: str
    name: str
    role: str
    invited_by: dict[str, int | str]
    created_at: datetime
    expires_at: datetime
    state: str


def state_of(invitation: Invitation, now: datetime) -> InvitationState:
    """Where `invitation` stands."""
    if invitation.accepted_at:
        return InvitationState.ACCEPTED
    if invitation.withdrawn_at:
        return InvitationState.WITHDRAWN
    return InvitationState.PENDING if invitation.expires_at > now else InvitationState.EXPIRED


def invitation_row(invitation: Invitation) -> InvitationRow:
    """`invitation`, whose inviter has been read with it."""
    return InvitationRow(
        id=invitation.pk,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        invited_by={"id": invitation.invited_by_id, "name": invitation.invited_by.name},
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
        state=state_of(invitation, clock.now()).value,
    )


@requires(Permission.USERS_WRITE)
def list_invitations(*, actor: Actor) -> list[InvitationRow]:
    """All invitations, the newest first."""
    rows = Invitation.objects.select_related("invited_by").order_by("-created_at", "-id")[:200]
    return [invitation_row(invitation) for invitation in rows]
