"""People and Kith itself as actors."""

from crm.accounts.models import User
from crm.accounts.roles import permissions_of
from crm.core.access import Actor, ActorKind, system_actor
from crm.core.errors import NotSignedIn

# What happens before anybody is known: wrong tries, locks, reset mails.
SIGN_IN = system_actor("Sign-in")


def person_id(actor: Actor) -> int:
    """The id of the person who acts. Raises `NotSignedIn` when it is not a person."""
    if actor.kind is not ActorKind.USER or actor.id is None:
        raise NotSignedIn
    return actor.id


def present_actor(user_id: int) -> Actor | None:
    """The person with that id as one who acts, with the permissions of this moment; None when they may not sign in."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return actor_of(user) if user else None


def actor_of(user: User, *, session_key: str | None = None) -> Actor:
    """`user` as the one who acts."""
    return Actor(
        kind=ActorKind.USER,
        id=user.pk,
        name=user.name,
        role=user.role,
        permissions=permissions_of(user.role),
        time_zone=user.time_zone,
        session_key=session_key,
    )
