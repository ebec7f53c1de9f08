"""People who have an account: their role, their name, whether they may sign in."""

from django.db import transaction

from crm.accounts import sessions
from crm.accounts.enums import LinkKind, Role
from crm.accounts.errors import LastAdministrator, NotYourself
from crm.accounts.events import InvitationWithdrawn, UserActivated, UserDeactivated, UserRenamed, UserRoleChanged
from crm.accounts.models import Invitation, User
from crm.accounts.roles import permissions_of
from crm.accounts.selectors import UserRow, user_row
from crm.accounts.services.passwords import end_links
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.text import has_refused_characters, tidy_line
from crm.journal.catalogue import Event
from crm.journal.publishing import publish


@requires(Permission.USERS_WRITE)
def update_user(*, actor: Actor, user_id: int, role: str | None = None, name: str | None = None) -> UserRow:
    """Changes role and name of a user. Raises `LastAdministrator` when no active administrator would be left."""
    if role is not None and role not in Role.values:
        raise InvalidInput(fields={"role": [f"Choose one of {', '.join(Role.values)}."]})
    with transaction.atomic():
        user = _lock(user_id)
        events: list[Event] = []
        if role is not None and role != user.role:
            if user.role == Role.ADMIN:
                _keep_an_administrator(without=user)
            events.append(UserRoleChanged(subject_id=user.pk, before=user.role, after=role))
            user.role = role
            events += _withdraw_invitations_of(user)
        if name is not None and (wanted := checked_name(name)) != user.name:
            events.append(UserRenamed(subject_id=user.pk, before=user.name, after=wanted))
            user.name = wanted
        user.save(update_fields=["role", "name"])
        publish(*events, actor=actor)
    return user_row(user_id)


@requires(Permission.USERS_WRITE)
def deactivate_user(*, actor: Actor, user_id: int) -> UserRow:
    """Lets a user in no more; all their sessions and links end at once. Their work keeps their name.

    Raises `NotYourself`, `LastAdministrator`.
    """
    if user_id == actor.id:
        raise NotYourself
    with transaction.atomic():
        user = _lock(user_id)
        if user.is_active:
            if user.role == Role.ADMIN:
                _keep_an_administrator(without=user)
            user.is_active = False
            user.save(update_fields=["is_active"])
            sessions.end_sessions(user_id=user.pk)
            for kind in (LinkKind.PASSWORD_RESET, LinkKind.UNLOCK):
                end_links(kind, user_id=user.pk)
            publish(UserDeactivated(subject_id=user.pk), *_withdraw_invitations_of(user), actor=actor)
    return user_row(user_id)


def _withdraw_invitations_of(user: User) -> list[Event]:
    """Ends the invitations of somebody who may no longer invite: else they could come back by a link of their own."""
    if user.is_active and Permission.USERS_WRITE in permissions_of(user.role):
        return []
    open_ones = Invitation.objects.filter(invited_by=user, withdrawn_at__isnull=True, accepted_at__isnull=True)
    ids = list(open_ones.select_for_update().values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=ids).update(withdrawn_at=clock.now())
    return [InvitationWithdrawn(subject_id=pk) for pk in ids]


@requires(Permission.USERS_WRITE)
def activate_user(*, actor: Actor, user_id: int) -> UserRow:
    """Lets a deactivated user in again, with the password and second factor they had."""
    with transaction.atomic():
        user = _lock(user_id)
        if not user.is_active:
            user.is_active = True
            user.save(update_fields=["is_active"])
            publish(UserActivated(subject_id=user.pk), actor=actor)
    return user_row(user_id)


def checked_name(name: str) -> str:
    """`name` without spaces around it. Raises `InvalidInput` when nothing, or too much, is left."""
    name = tidy_line(name)
    if not name or len(name) > 120 or has_refused_characters(name):
        raise InvalidInput(fields={"name": ["A name has between 1 and 120 characters, none of them invisible."]})
    return name


def _lock(user_id: int) -> User:
    """The user, locked. All administrators are locked first, in one order, so that two at once see each other."""
    list(User.objects.select_for_update().filter(role=Role.ADMIN).order_by("pk").values_list("pk", flat=True))
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound("There is no such user.")
    return user


def _keep_an_administrator(*, without: User) -> None:
    if not User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=without.pk).exists():
        raise LastAdministrator
