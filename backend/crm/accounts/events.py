"""What happens to accounts. All of it is audited. Email addresses that were only typed are never written down."""

from typing import ClassVar

from crm.journal.catalogue import Change, Event, Kind

SIGNING_IN = Kind("sign_in", "Signing in")
ACCOUNTS = Kind("account", "Accounts")
SECURITY = Kind("security", "Security")

# The subject of what befalls an account that does not exist.
NOBODY = 0


class UserSignedIn(Event, frozen=True, kw_only=True):
    """A person signed in in full, second factor included."""

    name: ClassVar[str] = "user.signed_in"
    kind: ClassVar[Kind] = SIGNING_IN
    wording: ClassVar[str] = "signed in with {device} from {address}"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True

    address: str
    device: str


class SignInFailed(Event, frozen=True, kw_only=True):
    """A password or code was wrong. `subject_id` is 0 when no account has the address that was typed."""

    name: ClassVar[str] = "user.sign_in_failed"
    kind: ClassVar[Kind] = SIGNING_IN
    wording: ClassVar[str] = "refused a wrong {what} from {address}"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True

    address: str
    what: str


class UserLockedOut(Event, frozen=True, kw_only=True):
    """So many wrong tries that no more are looked at for 15 minutes."""

    name: ClassVar[str] = "user.locked_out"
    kind: ClassVar[Kind] = SIGNING_IN
    wording: ClassVar[str] = "locked the account after wrong tries from {address}"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True

    address: str


class UserLockReleased(Event, frozen=True, kw_only=True):
    """The owner ended the lock by the link in the mail."""

    name: ClassVar[str] = "user.lock_released"
    kind: ClassVar[Kind] = SIGNING_IN
    wording: ClassVar[str] = "released the lock by the mailed link"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True


class UserSignedOut(Event, frozen=True, kw_only=True):
    """A person signed out."""

    name: ClassVar[str] = "user.signed_out"
    kind: ClassVar[Kind] = SIGNING_IN
    wording: ClassVar[str] = "signed out"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True


class SessionEndedRemotely(Event, frozen=True, kw_only=True):
    """A person ended sessions of theirs from another one."""

    name: ClassVar[str] = "session.ended_remotely"
    kind: ClassVar[Kind] = SIGNING_IN
    wording: ClassVar[str] = "ended {count} of their other sessions"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True

    count: int


class PasswordResetRequested(Event, frozen=True, kw_only=True):
    """Somebody asked for a link to choose a new password. `subject_id` is 0 when no account has that address."""

    name: ClassVar[str] = "user.password_reset_requested"
    kind: ClassVar[Kind] = SECURITY
    wording: ClassVar[str] = "was asked for a new password from {address}"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True

    address: str


class PasswordChanged(Event, frozen=True, kw_only=True):
    """A person has a new password: `how` is `changed` or `reset`."""

    name: ClassVar[str] = "user.password_changed"
    kind: ClassVar[Kind] = SECURITY
    wording: ClassVar[str] = "{how} the password"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True

    how: str


class TwoFactorEnabled(Event, frozen=True, kw_only=True):
    """A person set up a second factor."""

    name: ClassVar[str] = "user.two_factor_enabled"
    kind: ClassVar[Kind] = SECURITY
    wording: ClassVar[str] = "set up a second factor"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True


class TwoFactorDisabled(Event, frozen=True, kw_only=True):
    """A person turned the second factor off."""

    name: ClassVar[str] = "user.two_factor_disabled"
    kind: ClassVar[Kind] = SECURITY
    wording: ClassVar[str] = "turned the second factor off"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True


class TwoFactorReset(Event, frozen=True, kw_only=True):
    """An administrator removed another person's second factor."""

    name: ClassVar[str] = "user.two_factor_reset"
    kind: ClassVar[Kind] = SECURITY
    wording: ClassVar[str] = "removed the second factor of this person"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True


class RecoveryCodesMade(Event, frozen=True, kw_only=True):
    """A person had new recovery codes made; the old ones are dead."""

    name: ClassVar[str] = "user.recovery_codes_made"
    kind: ClassVar[Kind] = SECURITY
    wording: ClassVar[str] = "had new recovery codes made"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True


class UserInvited(Event, frozen=True, kw_only=True):
    """Somebody was invited, or invited again. The subject is the invitation."""

    name: ClassVar[str] = "user.invited"
    kind: ClassVar[Kind] = ACCOUNTS
    wording: ClassVar[str] = "invited {email} as {role}"
    subject: ClassVar[str] = "invitation"
    is_audited: ClassVar[bool] = True

    email: str
    role: str
    is_again: bool = False


class InvitationWithdrawn(Event, frozen=True, kw_only=True):
    """An invitation was withdrawn before it was accepted."""

    name: ClassVar[str] = "invitation.withdrawn"
    kind: ClassVar[Kind] = ACCOUNTS
    wording: ClassVar[str] = "withdrew an invitation"
    subject: ClassVar[str] = "invitation"
    is_audited: ClassVar[bool] = True


class UserCreated(Event, frozen=True, kw_only=True):
    """An account came to be: by set-up, by invitation or by a command."""

    name: ClassVar[str] = "user.created"
    kind: ClassVar[Kind] = ACCOUNTS
    wording: ClassVar[str] = "joined as {role}"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True

    role: str
    invitation_id: int | None = None


class UserRenamed(Event, frozen=True, kw_only=True):
    """A person's name was changed, by themselves or by an administrator."""

    name: ClassVar[str] = "user.renamed"
    kind: ClassVar[Kind] = ACCOUNTS
    wording: ClassVar[str] = "changed the name from {before} to {after}"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True

    before: str
    after: str

    def changes(self) -> dict[str, Change]:
        """The name."""
        return {"name": Change(self.before, self.after, self.before, self.after)}


class UserRoleChanged(Event, frozen=True, kw_only=True):
    """A person has another role."""

    name: ClassVar[str] = "user.role_changed"
    kind: ClassVar[Kind] = ACCOUNTS
    wording: ClassVar[str] = "changed the role from {before} to {after}"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True

    before: str
    after: str

    def changes(self) -> dict[str, Change]:
        """The role."""
        return {"role": Change(self.before, self.after, self.before, self.after)}


class UserDeactivated(Event, frozen=True, kw_only=True):
    """A person may no longer sign in; all their sessions ended."""

    name: ClassVar[str] = "user.deactivated"
    kind: ClassVar[Kind] = ACCOUNTS
    wording: ClassVar[str] = "deactivated this person"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True


class UserActivated(Event, frozen=True, kw_only=True):
    """A person may sign in again."""

    name: ClassVar[str] = "user.activated"
    kind: ClassVar[Kind] = ACCOUNTS
    wording: ClassVar[str] = "let this person in again"
    subject: ClassVar[str] = "user"
    is_audited: ClassVar[bool] = True


class SecurityChanged(Event, frozen=True, kw_only=True):
    """The rules for everybody's sessions and second factors were changed."""

    name: ClassVar[str] = "settings.security_changed"
    kind: ClassVar[Kind] = SECURITY
    wording: ClassVar[str] = "changed the security settings"
    subject: ClassVar[str] = "settings"
    is_audited: ClassVar[bool] = True

    before: dict[str, int | bool | str | None]
    after: dict[str, int | bool | str | None]

    def changes(self) -> dict[str, Change]:
        """Each rule that differs."""
        return {
            field: Change(self.before[field], value)
            for field, value in self.after.items()
            if self.before[field] != value
        }
