"""What people type to sign in, with Kith's rules on it."""

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.headless.account.inputs import ChangePasswordInput, LoginInput
from allauth.headless.account.inputs import ReauthenticateInput as PasswordInput
from allauth.headless.internal.restkit import inputs
from allauth.headless.mfa.inputs import AuthenticateInput, ReauthenticateInput
from allauth.mfa.adapter import get_adapter as two_factor_adapter
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from crm.accounts.enums import LinkKind
from crm.accounts.errors import LinkNotValid
from crm.accounts.models import User
from crm.accounts.services import two_factor
from crm.accounts.services.passwords import find_link


def _password(*, required: bool = True) -> inputs.CharField:
    # Spaces at the ends are part of a password. No passphrase is longer, and hashing more would cost us.
    return inputs.CharField(required=required, strip=False, max_length=500)


class SignInInput(LoginInput):
    """Email and password."""

    password = _password()


class PasswordAgainInput(PasswordInput):
    """The password that is asked for again before something weighty."""

    password = _password()  # type: ignore[assignment]


class NewPasswordInput(ChangePasswordInput):
    """The present password and a new one."""

    current_password = _password(required=False)
    new_password = _password()


class _OnceOnly:
    """Each time step's code serves once, and codes of one person are looked at one after the other."""

    user: User
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """The code, when it is right and fresh."""
        code = self.cleaned_data["code"]
        with transaction.atomic():
            two_factor.lock_factors(self.user)
            if two_factor.is_used_step(self.user, code):
                raise two_factor_adapter().validation_error("incorrect_code")
            right: str = super().clean_code()  # type: ignore[misc]
            two_factor.note_step(self.user, code)
        return right


class CodeInput(_OnceOnly, AuthenticateInput):
    """The code of a sign-in."""


class CodeAgainInput(_OnceOnly, ReauthenticateInput):
    """The code that is asked for again before something weighty."""


class ResetRequestInput(inputs.Input):
    """The address that somebody has forgotten the password of."""

    email = inputs.EmailField(required=True)


class ResetKeyInput(inputs.Input):
    """The token of a mailed link. Reading does not spend it."""

    key = inputs.CharField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user: User | None = None

    def clean_key(self) -> str:
        """The token, when it is live."""
        key: str = self.cleaned_data["key"]
        try:
            self.user = find_link(LinkKind.PASSWORD_RESET, key)
        except LinkNotValid as refusal:
            raise account_adapter().validation_error("invalid_password_reset") from refusal
        return key


class ResetInput(ResetKeyInput):
    """The token and the new password."""

    password = _password()

    def clean_password(self) -> str:
        """The password, when it keeps the rule."""
        password: str = self.cleaned_data["password"]
        if self.user is not None:
            validate_password(password, self.user)
        return password
