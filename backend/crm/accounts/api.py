"""Addresses of the accounts room. Passwords and codes are asked for at /_allauth/browser/v1/: see `sign_in`."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Status

from crm.accounts import schemas, selectors, services
from crm.accounts.actors import actor_of
from crm.accounts.models import SecuritySettings, User
from crm.core.http import PROBLEMS, caller_of

router = Router(tags=["accounts"])


def _signed_in_as(request: HttpRequest, user: User) -> selectors.Me:
    get_adapter(request).login(request, user)
    return selectors.get_me(actor=actor_of(user, session_key=request.session.session_key))


@router.get("/setup", response={200: schemas.Setup, **PROBLEMS}, auth=None, operation_id="get_setup")
def get_setup(request: HttpRequest) -> dict[str, bool]:
    """Whether the first administrator is still to be made. Sets the CSRF cookie."""
    get_token(request)
    return {"needed": selectors.get_setup()}


@router.post("/setup", response={201: schemas.Me, **PROBLEMS}, auth=None, operation_id="create_administrator")
def create_administrator(request: HttpRequest, payload: schemas.SetupIn) -> Status[Any]:
    """Makes the first administrator and signs them in."""
    return Status(201, _signed_in_as(request, services.create_administrator(**payload.dict())))


@router.post("/setup/look-up", response={204: None, **PROBLEMS}, auth=None, operation_id="look_up_setup_link")
def look_up_setup_link(request: HttpRequest, payload: schemas.TokenIn) -> Status[Any]:
    """Whether a set-up link works. The link is not spent."""
    services.look_up_setup_link(token=payload.token)
    return Status(204, None)


@router.post(
    "/invitations/look-up",
    response={200: schemas.InvitationLook, **PROBLEMS},
    auth=None,
    operation_id="look_up_invitation",
)
def look_up_invitation(request: HttpRequest, payload: schemas.TokenIn) -> Any:
    """What a link invites to. The link is not spent."""
    return services.look_up_invitation(token=payload.token)


@router.post("/invitations/accept", response={201: schemas.Me, **PROBLEMS}, auth=None, operation_id="accept_invitation")
def accept_invitation(request: HttpRequest, payload: schemas.AcceptIn) -> Status[Any]:
    """Makes the invited person's account and signs them in."""
    return Status(201, _signed_in_as(request, services.accept_invitation(**payload.dict())))


@router.post("/sign-in/unlock", response={204: None, **PROBLEMS}, auth=None, operation_id="release_lock")
def release_lock(request: HttpRequest, payload: schemas.TokenIn) -> Status[Any]:
    """Ends the lock of the account whose owner was mailed this link."""
    services.release_lock(token=payload.token)
    return Status(204, None)


@router.get("/me", response={200: schemas.Me, **PROBLEMS}, operation_id="get_me")
def get_me(request: HttpRequest) -> selectors.Me:
    """The person who is signed in. Sets the CSRF cookie."""
    get_token(request)
    return selectors.get_me(actor=caller_of(request))


@router.patch("/me", response={200: schemas.Me, **PROBLEMS}, operation_id="update_me")
def update_me(request: HttpRequest, payload: schemas.MePatch) -> selectors.Me:
    """Changes one's own name, time zone or colours."""
    return services.update_me(actor=caller_of(request), **payload.dict(exclude_unset=True))


@router.post("/session/touch", response={200: schemas.Touched, **PROBLEMS}, operation_id="touch_session")
def touch_session(request: HttpRequest) -> dict[str, Any]:
    """Says that the person is still there."""
    return {"session_expires_at": services.touch_session(actor=caller_of(request))}


@router.get("/me/sessions", response={200: list[schemas.Session], **PROBLEMS}, operation_id="list_sessions")
def list_sessions(request: HttpRequest) -> list[selectors.SessionRow]:
    """Where one is signed in."""
    return selectors.list_sessions(actor=caller_of(request))


@router.post("/me/sessions/end-others", response={200: schemas.Ended, **PROBLEMS}, operation_id="end_other_sessions")
def end_other_sessions(request: HttpRequest) -> dict[str, int]:
    """Ends all of one's sessions but this one."""
    return {"ended": services.end_other_sessions(actor=caller_of(request))}


@router.delete("/me/sessions/{session_id}", response={204: None, **PROBLEMS}, operation_id="end_session")
def end_session(request: HttpRequest, session_id: str) -> Status[Any]:
    """Ends one of one's own sessions."""
    services.end_session(actor=caller_of(request), session_id=session_id)
    return Status(204, None)


@router.get("/users", response={200: list[schemas.User], **PROBLEMS}, operation_id="list_users")
def list_users(request: HttpRequest) -> list[selectors.UserRow]:
    """All who have an account."""
    return selectors.list_users(actor=caller_of(request))


@router.patch("/users/{user_id}", response={200: schemas.User, **PROBLEMS}, operation_id="update_user")
def update_user(request: HttpRequest, user_id: int, payload: schemas.UserPatch) -> selectors.UserRow:
    """Changes a user's role or name."""
    return services.update_user(actor=caller_of(request), user_id=user_id, **payload.dict(exclude_unset=True))


@router.post("/users/{user_id}/deactivate", response={200: schemas.User, **PROBLEMS}, operation_id="deactivate_user")
def deactivate_user(request: HttpRequest, user_id: int) -> selectors.UserRow:
    """Lets a user in no more."""
    return services.deactivate_user(actor=caller_of(request), user_id=user_id)


@router.post("/users/{user_id}/activate", response={200: schemas.User, **PROBLEMS}, operation_id="activate_user")
def activate_user(request: HttpRequest, user_id: int) -> selectors.UserRow:
    """Lets a user in again."""
    return services.activate_user(actor=caller_of(request), user_id=user_id)


@router.post(
    "/users/{user_id}/reset-two-factor", response={200: schemas.User, **PROBLEMS}, operation_id="reset_two_factor"
)
def reset_two_factor(request: HttpRequest, user_id: int) -> selectors.UserRow:
    """Removes another person's second factor."""
    return services.reset_two_factor(actor=caller_of(request), user_id=user_id)


@router.get("/invitations", response={200: list[schemas.Invitation], **PROBLEMS}, operation_id="list_invitations")
def list_invitations(request: HttpRequest) -> list[selectors.InvitationRow]:
    """All invitations."""
    return selectors.list_invitations(actor=caller_of(request))


@router.post("/invitations", response={201: schemas.InvitationLinked, **PROBLEMS}, operation_id="invite_user")
def invite_user(request: HttpRequest, payload: schemas.InvitationIn) -> Status[Any]:
    """Invites somebody."""
    return Status(201, services.invite_user(actor=caller_of(request), **payload.dict()))


@router.post(
    "/invitations/{invitation_id}/resend",
    response={200: schemas.InvitationLinked, **PROBLEMS},
    operation_id="resend_invitation",
)
def resend_invitation(request: HttpRequest, invitation_id: int) -> Any:
    """Sends an invitation again; the link sent before is dead."""
    return services.resend_invitation(actor=caller_of(request), invitation_id=invitation_id)


@router.delete("/invitations/{invitation_id}", response={204: None, **PROBLEMS}, operation_id="withdraw_invitation")
def withdraw_invitation(request: HttpRequest, invitation_id: int) -> Status[Any]:
    """Takes an invitation back."""
    services.withdraw_invitation(actor=caller_of(request), invitation_id=invitation_id)
    return Status(204, None)


@router.get("/settings/security", response={200: schemas.Security, **PROBLEMS}, operation_id="get_security")
def get_security(request: HttpRequest) -> SecuritySettings:
    """The rules for everybody."""
    return selectors.get_security(actor=caller_of(request))


@router.patch("/settings/security", response={200: schemas.Security, **PROBLEMS}, operation_id="update_security")
def update_security(request: HttpRequest, payload: schemas.SecurityPatch) -> SecuritySettings:
    """Sets rules for everybody."""
    return services.update_security(actor=caller_of(request), changes=payload.dict(exclude_unset=True))


@router.get(
    "/settings/security/two-factor-readiness",
    response={200: list[schemas.Readiness], **PROBLEMS},
    operation_id="list_readiness",
)
def list_readiness(request: HttpRequest) -> list[selectors.Readiness]:
    """Who has a second factor and who not."""
    return selectors.list_readiness(actor=caller_of(request))
