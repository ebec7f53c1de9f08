"""What a person does with their own account: name, zone, colours, sessions."""

from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from crm.accounts import sessions
from crm.accounts.actors import person_id
from crm.accounts.enums import Theme
from crm.accounts.events import SessionEndedRemotely, UserRenamed
from crm.accounts.models import SignIn, User
from crm.accounts.selectors import Me, get_me
from crm.accounts.services.people import checked_name
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound, NotSignedIn
from crm.journal.publishing import publish


@requires(Permission.SELF_MANAGE)
def update_me(*, actor: Actor, name: str | None = None, time_zone: str | None = None, theme: str | None = None) -> Me:
    """Changes what a person may change of themselves. Raises `InvalidInput`."""
    if time_zone is not None and time_zone not in available_timezones():
        raise InvalidInput(fields={"time_zone": ["This is not a zone of the IANA time zone database."]})
    if theme is not None and theme not in Theme.values:
        raise InvalidInput(fields={"theme": [f"Choose one of {', '.join(Theme.values)}."]})
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=person_id(actor))
        if name is not None and (wanted := checked_name(name)) != user.name:
            publish(UserRenamed(subject_id=user.pk, before=user.name, after=wanted), actor=actor)
            user.name = wanted
        user.time_zone = time_zone or user.time_zone
        user.theme = theme or user.theme
        user.save(update_fields=["name", "time_zone", "theme"])
    return get_me(actor=actor)


@requires(Permission.SELF_MANAGE)
def touch_session(*, actor: Actor) -> datetime:
    """The person says that they are still there. Returns when the session now ends. Raises `NotSignedIn`."""
    session = sessions.find_session(actor.session_key or "")
    if session is None:
        raise NotSignedIn
    return sessions.touch(session, clock.now(), at_once=True)


@requires(Permission.SELF_MANAGE)
def end_session(*, actor: Actor, session_id: str) -> None:
    """Ends one of the actor's own sessions, from whatever device. Raises `NotFound` for anybody else's."""
    if not session_id.isascii() or not session_id.isdigit() or len(session_id) > 18:
        raise NotFound("There is no such session.")
    with transaction.atomic():
        keys = SignIn.objects.select_for_update().filter(pk=int(session_id), user_id=person_id(actor))
        ended = sessions.end_these(list(keys.values_list("session_key", flat=True)))
        if not ended:
            raise NotFound("There is no such session.")
        publish(SessionEndedRemotely(subject_id=person_id(actor), count=ended), actor=actor)


@requires(Permission.SELF_MANAGE)
def end_other_sessions(*, actor: Actor) -> int:
    """Ends all of the actor's sessions but the one that asks. Returns how many."""
    with transaction.atomic():
        ended = sessions.end_sessions(user_id=person_id(actor), but=actor.session_key)
        if ended:
            publish(SessionEndedRemotely(subject_id=person_id(actor), count=ended), actor=actor)
    return ended
