"""What the accounts room refuses, and in what words."""

from crm.core.errors import NotFound, Refusal, TooManyRequests


class LinkNotValid(NotFound):
    """A one-time link that is unknown, spent, replaced, withdrawn or too old: all look alike."""

    code = "link_not_valid"
    title = "This link no longer works. Ask for a new one"


class AlreadySetUp(Refusal):
    """The first administrator exists."""

    code = "already_set_up"
    title = "Kith has been set up already. Sign in instead"


class TooManyTries(TooManyRequests):
    """So many wrong passwords or codes that no more are looked at for a while."""

    code = "too_many_login_attempts"
    title = "Too many wrong tries. Wait until the lock ends and try again"


class TooManyResets(TooManyRequests):
    """So many reset mails were asked for that no more are sent for a while."""

    title = "Too many requests for a new password. Wait a little and try again"


class TwoFactorRequired(Refusal):
    """Everybody must have a second factor, and this person has none."""

    status = 403
    code = "two_factor_required"
    title = "A second factor is required here. Set one up to go on"


class NotYourself(Refusal):
    """Administrators do this to others, never to themselves."""

    code = "not_yourself"
    title = "You can't do this to your own account"


class LastAdministrator(Refusal):
    """Without an active administrator nobody could let anybody in."""

    code = "last_administrator"
    title = "This is the last active administrator. Make somebody else an administrator first"


class OwnTwoFactorNeeded(Refusal):
    """Who removes another's second factor has one himself."""

    code = "own_two_factor_needed"
    title = "Set up your own second factor first: only then can you remove another person's"


class InvitationIsOver(Refusal):
    """The invitation was accepted or withdrawn, so that it can't be sent again or withdrawn."""

    code = "invitation_is_over"
    title = "This invitation was accepted or withdrawn already"
