"""Writes of the accounts room."""

from crm.accounts.services.invitations import (
    accept_invitation,
    invite_user,
    look_up_invitation,
    resend_invitation,
    withdraw_invitation,
)
from crm.accounts.services.people import activate_user, deactivate_user, update_user
from crm.accounts.services.profile import end_other_sessions, end_session, touch_session, update_me
from crm.accounts.services.security import update_security
from crm.accounts.services.setup import (
    create_administrator,
    create_administrator_from_environment,
    look_up_setup_link,
    setup_link,
)
from crm.accounts.services.signing_in import release_lock
from crm.accounts.services.two_factor import reset_two_factor

__all__ = [
    "accept_invitation",
    "activate_user",
    "create_administrator",
    "create_administrator_from_environment",
    "deactivate_user",
    "end_other_sessions",
    "end_session",
    "invite_user",
    "look_up_invitation",
    "look_up_setup_link",
    "release_lock",
    "resend_invitation",
    "reset_two_factor",
    "setup_link",
    "touch_session",
    "update_me",
    "update_security",
    "update_user",
    "withdraw_invitation",
]
