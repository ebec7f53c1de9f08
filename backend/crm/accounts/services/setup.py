"""The first administrator: by a link printed in the terminal, or by the environment."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import QuerySet

from crm.accounts.actors import actor_of
from crm.accounts.enums import LinkKind, Role
from crm.accounts.errors import AlreadySetUp, LinkNotValid
from crm.accounts.events import UserCreated
from crm.accounts.models import Link, User
from crm.accounts.selectors import someone_exists
from crm.accounts.services.passwords import check_password_rule, end_links, make_link
from crm.accounts.services.people import checked_name
from crm.core import clock
from crm.core.access import Actor, open_to_all, system_actor
from crm.core.errors import InvalidInput
from crm.core.secrets import hash_token
from crm.journal.publishing import publish

# Held by whoever makes the first user, so that two who try at once make one.
_SETUP_LOCK = 7_203_001
_SETUP_LIFE = timedelta(days=365)


def setup_link() -> str | None:
    """The address where the first administrator is created; None when somebody has an account already.

    Each call makes a new token and ends the one before. Its hash alone is kept: this return value is its only copy.
    """
    with transaction.atomic():
        _wait_for_turn()
        if someone_exists():
            end_links(LinkKind.SETUP, user_id=None)
            return None
        token = make_link(LinkKind.SETUP, user=None, life=_SETUP_LIFE)
    return f"{settings.PUBLIC_URL}/setup?token={token}"


@open_to_all
def look_up_setup_link(*, token: str) -> None:
    """Whether the set-up link still works, without spending it. Raises `AlreadySetUp`, `LinkNotValid`."""
    if someone_exists():
        raise AlreadySetUp
    if not _links(token).exists():
        raise LinkNotValid


@open_to_all
def create_administrator(*, token: str, name: str, email: str, password: str) -> User:
    """The first administrator, by the set-up link. Raises `AlreadySetUp`, `LinkNotValid`, `InvalidInput`."""
    with transaction.atomic():
        _wait_for_turn()
        if someone_exists():
            raise AlreadySetUp
        links = _links(token)
        if not links.exists():
            raise LinkNotValid
        user = new_user(name=name, email=email, password=password, role=Role.ADMIN)
        links.update(ended_at=clock.now())
        publish(UserCreated(subject_id=user.pk, role=Role.ADMIN.value), actor=actor_of(user))
    return user


def create_administrator_from_environment() -> bool:
    """The first administrator from KITH_ADMIN_EMAIL and KITH_ADMIN_PASSWORD, when nobody has an account yet.

    Returns whether one was made. Raises `ImproperlyConfigured` when the two can't be used.
    """
    email, password = settings.ADMIN_EMAIL, settings.ADMIN_PASSWORD
    if not email or not password:
        return False
    with transaction.atomic():
        _wait_for_turn()
        if someone_exists():
            return False
        try:
            user = new_user(name=email.partition("@")[0], email=email, password=password, role=Role.ADMIN)
        except InvalidInput as refusal:
            faults = " ".join(message for messages in (refusal.fields or {}).values() for message in messages)
            raise ImproperlyConfigured(f"KITH_ADMIN_EMAIL or KITH_ADMIN_PASSWORD can't be used: {faults}") from refusal
        publish(UserCreated(subject_id=user.pk, role=Role.ADMIN.value), actor=_environment())
    return True


def new_user(*, name: str, email: str, password: str, role: str, time_zone: str | None = None) -> User:
    """A user whose fields have been checked. Raises `InvalidInput` with what is wrong with each field."""
    email = email.strip().lower()
    fields: dict[str, list[str]] = {}
    try:
        name = checked_name(name)
    except InvalidInput as refusal:
        fields.update(refusal.fields or {})
    try:
        validate_email(email)
    except ValidationError:
        fields["email"] = ["This does not look like an email address."]
    else:
        if User.objects.filter(email=email).exists():
            fields["email"] = ["Somebody has an account with this address already."]
    try:
        check_password_rule(password, User(name=name, email=email))
    except InvalidInput as refusal:
        fields.update(refusal.fields or {})
    if fields:
        raise InvalidInput(fields=fields)
    return User.objects.create_user(
        email, password, name=name, role=role, time_zone=time_zone or settings.DEFAULT_TIME_ZONE
    )


def _links(token: str) -> QuerySet[Link]:
    """The set-up link with this token, if it still works."""
    return Link.objects.filter(
        kind=LinkKind.SETUP, token_hash=hash_token(token), ended_at=None, expires_at__gt=clock.now()
    )


def _environment() -> Actor:
    return system_actor("Kith", via="KITH_ADMIN_EMAIL")


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SETUP_LOCK])
