"""What the accounts room's mails say. A link is minted here, at the moment of sending, and stands nowhere else."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from crm.accounts.enums import InvitationState, LinkKind, Notice
from crm.accounts.models import Invitation, Link, User
from crm.accounts.selectors import state_of
from crm.accounts.services.invitations import link_of
from crm.accounts.services.passwords import RESET_LIFE, make_link
from crm.accounts.services.signing_in import UNLOCK_LIFE
from crm.accounts.tries import MINUTES
from crm.core import clock

_NOT_YOU = "If this was not you, choose a new password at once and tell your administrator."


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: paragraphs, and at most one thing to do."""

    to: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    action: str = ""
    link: str = ""
    afterwards: str = ""


def send_letter(letter: Letter) -> None:
    """Hands the letter to the mail server, as plain text with an HTML twin."""
    values = {"letter": letter, "home": settings.PUBLIC_URL}
    mail = EmailMultiAlternatives(letter.subject, render_to_string("accounts/letter.txt", values), to=[letter.to])
    mail.attach_alternative(render_to_string("accounts/letter.html", values), "text/html")
    mail.send()


def write_letter(notice: Notice, *, about: int) -> Letter | None:
    """The letter that `notice` stands for; None when there is nobody left to tell."""
    if notice == Notice.INVITATION:
        return _invitation(about)
    user = User.objects.filter(pk=about, is_active=True).first()
    if user is None:
        return None
    if notice == Notice.PASSWORD_RESET:
        return _password_reset(user)
    if notice == Notice.LOCKED_OUT:
        return _locked_out(user)
    subject, words = _PLAIN[notice]
    return Letter(to=user.email, subject=subject, greeting=f"Hello {user.name},", paragraphs=(words, _NOT_YOU))


_PLAIN = {
    Notice.PASSWORD_CHANGED: (
        "Your password for Kith was changed",
        "Your password was changed just now, and all your other sessions have ended.",
    ),
    Notice.TWO_FACTOR_ENABLED: (
        "A second factor was set up for your account",
        "From now on, signing in asks for a code of your authenticator app. Your other sessions have ended.",
    ),
    Notice.TWO_FACTOR_DISABLED: (
        "Your second factor was turned off",
        "Signing in to your account asks for the password alone now. Your other sessions have ended.",
    ),
    Notice.TWO_FACTOR_RESET: (
        "An administrator removed your second factor",
        (
            "An administrator removed the second factor of your account, and all your sessions have ended. "
            "Sign in with your password and set up a new one."
        ),
    ),
    Notice.RECOVERY_CODES_MADE: (
        "New recovery codes were made for your account",
        "Ten new recovery codes were made. The old ones no longer work.",
    ),
    Notice.NEW_ADDRESS: (
        "Your account was signed in to from a new place",
        (
            "Somebody signed in to your account from an address that has not been used for it before. "
            "Under Settings you see where you are signed in, and can end any session."
        ),
    ),
}


def _invitation(invitation_id: int) -> Letter | None:
    invitation = Invitation.objects.select_related("invited_by").filter(pk=invitation_id).first()
    if invitation is None or state_of(invitation, clock.now()) != InvitationState.PENDING:
        return None
    return Letter(
        to=invitation.email,
        subject=f"{invitation.invited_by.name} invites you to Kith",
        greeting=f"Hello {invitation.name}," if invitation.name else "Hello,",
        paragraphs=(f"{invitation.invited_by.name} has invited you to work together in Kith.",),
        action="Accept the invitation",
        link=link_of(invitation),
        afterwards="The link works once, for 7 days. If you did not expect it, do nothing.",
    )


def _password_reset(user: User) -> Letter:
    token = make_link(LinkKind.PASSWORD_RESET, user=user, life=RESET_LIFE)
    return Letter(
        to=user.email,
        subject="Choose a new password for Kith",
        greeting=f"Hello {user.name},",
        paragraphs=("Somebody, most likely you, asked for a new password for your account.",),
        action="Choose a new password",
        link=f"{settings.PUBLIC_URL}/reset-password?key={token}",
        afterwards=f"The link works once, for {_words(RESET_LIFE)}. If it was not you, do nothing: nothing changed.",
    )


def _locked_out(user: User) -> Letter | None:
    recently = clock.now() - timedelta(minutes=MINUTES)
    if Link.objects.filter(user=user, kind=LinkKind.UNLOCK, ended_at=None, created_at__gt=recently).exists():
        # Somebody tries from many places. One letter, whose link releases them all, is enough.
        return None
    token = make_link(LinkKind.UNLOCK, user=user, life=UNLOCK_LIFE)
    return Letter(
        to=user.email,
        subject="Signing in to your account is locked for 15 minutes",
        greeting=f"Hello {user.name},",
        paragraphs=(
            "After too many wrong passwords or codes, no more tries are taken for 15 minutes.",
            "If it was you, you can go on at once:",
        ),
        action="Release the lock",
        link=f"{settings.PUBLIC_URL}/unlock?token={token}",
        afterwards=f"The link works once, for {_words(UNLOCK_LIFE)}. If it was not you, do nothing: "
        "the password was not found out.",
    )


def _words(life: timedelta) -> str:
    hours = int(life.total_seconds() // 3600)
    return "one hour" if hours == 1 else f"{hours} hours"
