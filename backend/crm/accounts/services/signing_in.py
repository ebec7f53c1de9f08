"""Signing in and out, as far as it is not a matter of HTTP: what is counted, noted and told."""

from datetime import timedelta

from django.db import transaction

from crm.accounts import sessions, tries
from crm.accounts.actors import SIGN_IN, actor_of
from crm.accounts.devices import device_words
from crm.accounts.enums import LinkKind, Notice
from crm.accounts.events import NOBODY, SignInFailed, UserLockedOut, UserLockReleased, UserSignedIn, UserSignedOut
from crm.accounts.models import KnownAddress, User
from crm.accounts.notices import ask_for
from crm.accounts.services.passwords import spend_link
from crm.core import clock
from crm.core.access import open_to_all
from crm.journal.publishing import publish

UNLOCK_LIFE = timedelta(hours=1)
# An address from which a person has not signed in for so long is known no more.
KNOWN_FOR = timedelta(days=90)


def note_signed_in(*, user: User, session_key: str, address: str, user_agent: str) -> None:
    """A person is signed in in full under `session_key`. A place not seen before is told to them by mail."""
    now = clock.now()
    block = tries.address_block(address)
    with transaction.atomic():
        sessions.start_session(user=user, session_key=session_key, address=address or None, user_agent=user_agent)
        others = list(
            KnownAddress.objects.filter(user=user, last_at__gt=now - KNOWN_FOR).values_list("address", flat=True)
        )
        KnownAddress.objects.update_or_create(user=user, address=block, defaults={"last_at": now})
        publish(
            UserSignedIn(subject_id=user.pk, address=address, device=device_words(user_agent)),
            actor=actor_of(user, session_key=session_key),
        )
        if others and block not in others:
            ask_for(Notice.NEW_ADDRESS, about=user.pk)


def note_failed(*, email: str, address: str, what: str, reservation: tries.Reservation) -> None:
    """A wrong password or code was tried for `email`. When it was the last one allowed, its owner is told, once.

    The same is done, and as much, when `email` is nobody's.
    """
    with transaction.atomic():
        known = User.objects.filter(email=email.strip().lower(), is_active=True).values_list("pk", flat=True).first()
        about = known or NOBODY
        publish(SignInFailed(subject_id=about, address=address, what=what), actor=SIGN_IN)
        if reservation.locks:
            publish(UserLockedOut(subject_id=about, address=address), actor=SIGN_IN)
            ask_for(Notice.LOCKED_OUT, about=about)


def note_signed_out(*, user: User, session_key: str) -> None:
    """The session has been ended by its owner."""
    with transaction.atomic():
        if sessions.end_these([session_key]):
            publish(UserSignedOut(subject_id=user.pk), actor=actor_of(user, session_key=session_key))


@open_to_all
def release_lock(*, token: str) -> None:
    """Ends the lock of the account whose owner was mailed this link. Raises `LinkNotValid`."""
    with transaction.atomic():
        user = spend_link(LinkKind.UNLOCK, token)
        tries.release_account(user.email)
        publish(UserLockReleased(subject_id=user.pk), actor=actor_of(user))
