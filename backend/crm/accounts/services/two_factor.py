"""Second factors: each code once, on and off, removed by an administrator."""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

from crm.accounts import sessions
from crm.accounts.actors import actor_of
from crm.accounts.enums import Notice
from crm.accounts.errors import NotYourself, OwnTwoFactorNeeded, TwoFactorRequired
from crm.accounts.events import RecoveryCodesMade, TwoFactorDisabled, TwoFactorEnabled, TwoFactorReset
from crm.accounts.models import User
from crm.accounts.notices import ask_for
from crm.accounts.selectors import UserRow, get_settings, user_row
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.journal.publishing import publish

_LAST_STEP = "last_step"


def lock_factors(user: User) -> None:
    """Codes of `user` are looked at one after the other until the caller's transaction ends."""
    list(Authenticator.objects.select_for_update().filter(user=user).order_by("pk").values_list("pk", flat=True))


def is_used_step(user: User, code: str) -> bool:
    """Whether `code` is right for a time step that has served already, or is older than one that has."""
    totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    step = _step_of(totp, code)
    return totp is not None and step is not None and step <= totp.data.get(_LAST_STEP, 0)


def note_step(user: User, code: str) -> None:
    """The time step of `code` has served: neither it nor an older one will again."""
    totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    step = _step_of(totp, code)
    if totp is not None and step is not None:
        totp.data[_LAST_STEP] = step
        totp.save(update_fields=["data"])


def _step_of(totp: Authenticator | None, code: str) -> int | None:
    if totp is None:
        return None
    secret, typed = decrypt(totp.data["secret"]), normalize_user_code(code)
    # The latest step that fits, should one code happen to fit two.
    fitting = [step for step in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, step)) == typed]
    return max(fitting, default=None)


def note_enabled(*, user: User, session_key: str) -> None:
    """`user` has set up a second factor: their other sessions, which were opened without it, end."""
    with transaction.atomic():
        sessions.end_sessions(user_id=user.pk, but=session_key)
        publish(TwoFactorEnabled(subject_id=user.pk), actor=actor_of(user, session_key=session_key))
        ask_for(Notice.TWO_FACTOR_ENABLED, about=user.pk)


def note_disabled(*, user: User, session_key: str) -> None:
    """`user` has turned the second factor off: their other sessions end."""
    with transaction.atomic():
        sessions.end_sessions(user_id=user.pk, but=session_key)
        publish(TwoFactorDisabled(subject_id=user.pk), actor=actor_of(user, session_key=session_key))
        ask_for(Notice.TWO_FACTOR_DISABLED, about=user.pk)


def note_codes_made(*, user: User, session_key: str) -> None:
    """`user` has new recovery codes: whoever signed in by an old one is out."""
    with transaction.atomic():
        sessions.end_sessions(user_id=user.pk, but=session_key)
        publish(RecoveryCodesMade(subject_id=user.pk), actor=actor_of(user, session_key=session_key))
        ask_for(Notice.RECOVERY_CODES_MADE, about=user.pk)


def refuse_if_required() -> None:
    """Raises `TwoFactorRequired` while everybody must have a second factor, or will have to."""
    if get_settings().two_factor_required:
        raise TwoFactorRequired("A second factor is required for everybody here, so it can't be turned off.")


@requires(Permission.USERS_WRITE)
def reset_two_factor(*, actor: Actor, user_id: int) -> UserRow:
    """Removes another person's second factor and ends their sessions; they sign in by password and set up a new one.

    Raises `NotYourself`, and `OwnTwoFactorNeeded` unless the administrator has a second factor himself.
    """
    if user_id == actor.id:
        raise NotYourself
    with transaction.atomic():
        if not Authenticator.objects.filter(user_id=actor.id, type=Authenticator.Type.TOTP).exists():
            raise OwnTwoFactorNeeded
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            raise NotFound("There is no such user.")
        removed, _ = Authenticator.objects.filter(user=user).delete()
        if removed:
            sessions.end_sessions(user_id=user.pk)
            publish(TwoFactorReset(subject_id=user.pk), actor=actor)
            ask_for(Notice.TWO_FACTOR_RESET, about=user.pk)
    return user_row(user_id)
