"""Asking people in: invite, send again, withdraw, accept.

An invitation's token is derived by the server's key from the row's id and nonce: the mail and the administrator's copy
are the same link, no token is stored, and a new nonce ends the old link.
"""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from crm.accounts.actors import actor_of, person_id
from crm.accounts.enums import InvitationState, Notice, Role
from crm.accounts.errors import InvitationIsOver, LinkNotValid
from crm.accounts.events import InvitationWithdrawn, UserCreated, UserInvited
from crm.accounts.models import Invitation, User
from crm.accounts.notices import ask_for
from crm.accounts.selectors import InvitationRow, invitation_row, state_of
from crm.accounts.services.setup import new_user
from crm.core import clock
from crm.core.access import Actor, Permission, open_to_all, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.text import has_refused_characters, tidy_line
from crm.journal.publishing import publish

INVITATION_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LinkedInvitation(InvitationRow):
    """An invitation with its link, for the administrator to hand over where no mail leaves the house."""

    link: str


@dataclass(frozen=True, slots=True)
class InvitationLook:
    """What a person sees who opens their invitation."""

    email: str
    name: str
    role: str
    invited_by: str
    expires_at: datetime


def link_of(invitation: Invitation) -> str:
    """The address that accepts `invitation`."""
    return f"{settings.PUBLIC_URL}/invitation?token={_token_of(invitation)}"


@requires(Permission.USERS_WRITE)
def invite_user(*, actor: Actor, email: str, role: str, name: str = "") -> LinkedInvitation:
    """Invites `email` with `role`; the mail leaves by a job. Raises `InvalidInput`."""
    email, name = email.strip().lower(), tidy_line(name)
    fields: dict[str, list[str]] = {}
    try:
        validate_email(email)
    except ValidationError:
        fields["email"] = ["This does not look like an email address."]
    if len(name) > 120 or has_refused_characters(name):
        fields["name"] = ["A name has at most 120 characters, none of them invisible."]
    if role not in Role.values:
        fields["role"] = [f"Choose one of {', '.join(Role.values)}."]
    if not fields and User.objects.filter(email=email).exists():
        fields["email"] = ["Somebody has an account with this address already."]
    if fields:
        raise InvalidInput(fields=fields)
    try:
        with transaction.atomic():
            now = clock.now()
            invitation = Invitation.objects.create(
                email=email,
                name=name,
                role=role,
                nonce=uuid.uuid4(),
                invited_by_id=person_id(actor),
                created_at=now,
                expires_at=now + INVITATION_LIFE,
            )
            publish(UserInvited(subject_id=invitation.pk, email=email, role=role), actor=actor)
            ask_for(Notice.INVITATION, about=invitation.pk)
    except IntegrityError as error:
        message = "This address has an invitation already. Send that one again, or withdraw it first."
        raise InvalidInput(fields={"email": [message]}) from error
    return _linked(invitation)


@requires(Permission.USERS_WRITE)
def resend_invitation(*, actor: Actor, invitation_id: int) -> LinkedInvitation:
    """Sends the invitation again, good for another 7 days. The link sent before is dead. Raises `InvitationIsOver`."""
    with transaction.atomic():
        invitation = _open_invitation(invitation_id)
        invitation.nonce = uuid.uuid4()
        invitation.expires_at = clock.now() + INVITATION_LIFE
        invitation.save(update_fields=["nonce", "expires_at"])
        publish(
            UserInvited(subject_id=invitation.pk, email=invitation.email, role=invitation.role, is_again=True),
            actor=actor,
        )
        ask_for(Notice.INVITATION, about=invitation.pk)
    return _linked(invitation)


@requires(Permission.USERS_WRITE)
def withdraw_invitation(*, actor: Actor, invitation_id: int) -> None:
    """Takes the invitation back: its link is dead. Raises `InvitationIsOver`."""
    with transaction.atomic():
        invitation = _open_invitation(invitation_id)
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])
        publish(InvitationWithdrawn(subject_id=invitation.pk), actor=actor)


@open_to_all
def look_up_invitation(*, token: str) -> InvitationLook:
    """What the link invites to, without spending it. Raises `LinkNotValid`."""
    invitation = _by_token(token, lock=False)
    return InvitationLook(
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        invited_by=invitation.invited_by.name,
        expires_at=invitation.expires_at,
    )


@open_to_all
def accept_invitation(*, token: str, name: str, password: str) -> User:
    """Makes the invited person's account. Of two at once, one does. Raises `LinkNotValid`, `InvalidInput`."""
    with transaction.atomic():
        invitation = _by_token(token, lock=True)
        user = new_user(name=name or invitation.name, email=invitation.email, password=password, role=invitation.role)
        invitation.accepted_at = clock.now()
        invitation.accepted_by = user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        publish(
            UserCreated(subject_id=user.pk, role=user.role, invitation_id=invitation.pk),
            actor=actor_of(user),
        )
    return user


def _linked(invitation: Invitation) -> LinkedInvitation:
    fresh = Invitation.objects.select_related("invited_by").get(pk=invitation.pk)
    return LinkedInvitation(**asdict(invitation_row(fresh)), link=link_of(fresh))


def _open_invitation(invitation_id: int) -> Invitation:
    invitation = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound("There is no such invitation.")
    if state_of(invitation, clock.now()) in (InvitationState.ACCEPTED, InvitationState.WITHDRAWN):
        raise InvitationIsOver
    return invitation


def _token_of(invitation: Invitation) -> str:
    seal = salted_hmac("crm.accounts.invitation", f"{invitation.pk}:{invitation.nonce}", algorithm="sha256")
    return f"{invitation.pk}.{seal.hexdigest()}"


def _by_token(token: str, *, lock: bool) -> Invitation:
    number, _, _ = token.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise LinkNotValid
    rows = Invitation.objects.select_related("invited_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    invitation = rows.filter(pk=int(number)).first()
    if invitation is None or not constant_time_compare(token, _token_of(invitation)):
        raise LinkNotValid
    if state_of(invitation, clock.now()) != InvitationState.PENDING:
        raise LinkNotValid
    return invitation
