"""Passwords: the rule, a new one, a forgotten one."""

from datetime import timedelta

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from crm.accounts import sessions, tries
from crm.accounts.actors import SIGN_IN, actor_of
from crm.accounts.enums import LinkKind, Notice
from crm.accounts.errors import LinkNotValid
from crm.accounts.events import NOBODY, PasswordChanged, PasswordResetRequested
from crm.accounts.models import Link, User
from crm.accounts.notices import ask_for
from crm.core import clock
from crm.core.errors import InvalidInput
from crm.core.secrets import hash_token, new_token
from crm.journal.publishing import publish

RESET_LIFE = timedelta(hours=1)


def check_password_rule(password: str, user: User) -> None:
    """Raises `InvalidInput` on the field `password` when it breaks the rule."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput(fields={"password": error.messages}) from error


def set_password(*, user: User, password: str, is_reset: bool, keep_session: str | None) -> None:
    """Gives `user` a new password. All sessions end, but `keep_session`; open reset links die; the owner is told."""
    with transaction.atomic():
        # Waits for another change of this person's password, and for a deactivation.
        User.objects.select_for_update().get(pk=user.pk)
        user.set_password(password)
        user.save(update_fields=["password"])
        end_links(LinkKind.PASSWORD_RESET, user_id=user.pk)
        sessions.end_sessions(user_id=user.pk, but=keep_session)
        publish(
            PasswordChanged(subject_id=user.pk, how="reset" if is_reset else "changed"),
            actor=actor_of(user, session_key=keep_session),
        )
        ask_for(Notice.PASSWORD_CHANGED, about=user.pk)


def request_reset(*, email: str, address: str) -> None:
    """Has a link to choose a new password mailed, if `email` is somebody's. Does the same work if it is nobody's.

    Raises `TooManyResets`.
    """
    tries.reserve_reset(email=email, address=address)
    with transaction.atomic():
        known = User.objects.filter(email=email.strip().lower(), is_active=True).values_list("pk", flat=True).first()
        about = known or NOBODY
        end_links(LinkKind.PASSWORD_RESET, user_id=about)
        publish(PasswordResetRequested(subject_id=about, address=address), actor=SIGN_IN)
        ask_for(Notice.PASSWORD_RESET, about=about)


def spend_reset(*, token: str, password: str) -> User:
    """Sets the password of the person whose link this is, once. Nobody is signed in by it. Raises `LinkNotValid`."""
    with transaction.atomic():
        user = spend_link(LinkKind.PASSWORD_RESET, token)
        set_password(user=user, password=password, is_reset=True, keep_session=None)
        tries.release_account(user.email)
    return user


def make_link(kind: LinkKind, *, user: User | None, life: timedelta) -> str:
    """A new one-time token; earlier ones of that kind for that person die. Kept as a hash."""
    token = new_token()
    with transaction.atomic():
        _lock_person(user)
        end_links(kind, user_id=user.pk if user else None)
        Link.objects.create(kind=kind, user=user, token_hash=hash_token(token), expires_at=clock.now() + life)
    return token


def end_links(kind: LinkKind, *, user_id: int | None) -> None:
    """Ends all live links of that kind for that person."""
    _of(user_id).filter(kind=kind, ended_at=None).update(ended_at=clock.now())


def forget_link(address: str) -> None:
    """Takes back a link that never left the house. An address without a token of ours is nothing."""
    _, _, token = address.rpartition("=")
    Link.objects.filter(token_hash=hash_token(token), ended_at=None).delete()


def _of(user_id: int | None) -> QuerySet[Link]:
    return Link.objects.filter(user__isnull=True) if user_id is None else Link.objects.filter(user_id=user_id)


def _lock_person(user: User | None) -> None:
    # Always before their links and sessions, so that no two who change both wait for each other.
    if user is not None:
        User.objects.select_for_update().filter(pk=user.pk).values_list("pk").first()


def find_link(kind: LinkKind, token: str) -> User:
    """Whose live link this is, without spending it. Raises `LinkNotValid`."""
    link = (
        Link.objects.select_related("user")
        .filter(kind=kind, token_hash=hash_token(token), ended_at=None, expires_at__gt=clock.now())
        .first()
    )
    if link is None or link.user is None or not link.user.is_active:
        raise LinkNotValid
    return link.user


def spend_link(kind: LinkKind, token: str) -> User:
    """As `find_link`, and it is dead afterwards: of two who come at once, one gets it. Called in a transaction."""
    user = find_link(kind, token)
    _lock_person(user)
    spent = Link.objects.filter(kind=kind, token_hash=hash_token(token), ended_at=None).update(ended_at=clock.now())
    if not spent:
        raise LinkNotValid
    return user
