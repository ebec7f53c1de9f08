"""allauth's views with Kith's rules: every try is counted first, every change is one transaction with its event."""

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.internal.flows.password_change import finalize_password_change
from allauth.account.internal.stagekit import clear_login
from allauth.headless.account import views as account
from allauth.headless.account.response import PasswordResetKeyResponse, RequestPasswordResponse
from allauth.headless.base.response import AuthenticationResponse, ConflictResponse, UnauthorizedResponse
from allauth.headless.base.views import APIView
from allauth.headless.internal.restkit.response import APIResponse, ErrorResponse
from allauth.headless.mfa import views as mfa
from allauth.mfa.adapter import get_adapter as two_factor_adapter
from allauth.mfa.totp.internal.auth import get_totp_secret
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from crm.accounts import sessions, tries
from crm.accounts.adapter import address_of, refused_for_now, reserve
from crm.accounts.authentication import live_session
from crm.accounts.errors import LinkNotValid, TooManyResets, TwoFactorRequired
from crm.accounts.models import User
from crm.accounts.services import passwords, signing_in, two_factor
from crm.accounts.sign_in.inputs import (
    CodeAgainInput,
    CodeInput,
    NewPasswordInput,
    PasswordAgainInput,
    ResetInput,
    ResetKeyInput,
    ResetRequestInput,
    SignInInput,
)
from crm.core import clock
from crm.core.errors import NotSignedIn
from crm.core.http import problem_response

# Which password a sign-in that waits for its code was begun with.
_BEGUN_WITH = "accounts.begun_with"


class SignInView(account.LoginView):
    """Email and password. Signed in, or asked for the second factor."""

    input_class = SignInInput

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses who is signed in already before any password is looked at."""
        if request.user.is_authenticated:
            return ConflictResponse(request)
        return super().handle(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The password was right."""
        response = super().post(request, *args, **kwargs)
        if not request.user.is_authenticated:
            tries.give_back(request.reservation)  # type: ignore[attr-defined]
            request.session[_BEGUN_WITH] = _mark(self.input.login.user)
        return response


class CodeView(mfa.AuthenticateView):
    """The second factor of a sign-in. A wrong one counts like a wrong password."""

    input_class = CodeInput

    def handle_input(self, data: Any) -> Any:
        """Counts the try, then looks at the code."""
        user = self.stage.login.user
        if not constant_time_compare(self.request.session.get(_BEGUN_WITH, ""), _mark(user)):
            # The password was changed since: the first step is worth nothing any more.
            clear_login(self.request)
            return UnauthorizedResponse(self.request)
        return _count_code(self, super().handle_input, data, user, keep=True)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The code was right."""
        request.session.pop(_BEGUN_WITH, None)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class PasswordAgainView(account.ReauthenticateView):
    """The password again, before something weighty."""

    input_class = PasswordAgainInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The password was right."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        tries.give_back(request.reservation)  # type: ignore[attr-defined]
        return response


class CodeAgainView(mfa.ReauthenticateView):
    """A code, before something weighty."""

    input_class = CodeAgainInput

    def handle_input(self, data: Any) -> Any:
        """Counts the try, then looks at the code."""
        return _count_code(self, super().handle_input, data, self.request.user, keep=False)


class PasswordChangeView(account.ChangePasswordView):
    """A new password, against the present one. This session goes on under a new cookie; all others end."""

    input_class = NewPasswordInput

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses who must set up a second factor first."""
        session = live_session(request)
        if session is not None and session.must_enrol(clock.now()):
            return problem_response(TwoFactorRequired())
        return super().handle(request, *args, **kwargs)

    def handle_input(self, data: Any) -> Any:
        """Counts the try, then looks at the present password."""
        if not isinstance(data, dict) or not data.get("current_password"):
            return super().handle_input(data)
        email = _person(self.request).email
        reservation = reserve(self.request, email)
        error = super().handle_input(data)
        if "current_password" in self.input.errors:
            signing_in.note_failed(
                email=email, address=address_of(self.request), what="password", reservation=reservation
            )
        else:
            tries.give_back(reservation)
        return error

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The present password was right, and the new one keeps the rule."""
        old_key = request.session.session_key or ""
        # As the queries of this request see the person, not the proxy that stands for them.
        user = User.objects.get(pk=_person(request).pk)
        request.user = user
        with transaction.atomic():
            passwords.set_password(
                user=user, password=self.input.cleaned_data["new_password"], is_reset=False, keep_session=old_key
            )
            finalize_password_change(request, user)
            sessions.change_key(old_key=old_key, new_key=request.session.session_key or "")
        return AuthenticationResponse(request)


class ResetRequestView(APIView):
    """Asks for a link to choose a new password. The answer is the same for everybody."""

    input_class = ResetRequestInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The address is well formed."""
        try:
            passwords.request_reset(email=self.input.cleaned_data["email"], address=address_of(request))
        except TooManyResets as refusal:
            return refused_for_now(refusal)
        return RequestPasswordResponse(request)


class ResetView(APIView):
    """Chooses a new password by a mailed link. GET looks at the link and does not spend it."""

    input_class = {"POST": ResetInput}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whose link it is."""
        looked_at = ResetKeyInput({"key": request.headers.get("X-Password-Reset-Key", "")})
        if not looked_at.is_valid() or looked_at.user is None:
            return ErrorResponse(request, input=looked_at)
        return PasswordResetKeyResponse(request, looked_at.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The link is live and the password keeps the rule. Nobody is signed in by it."""
        typed = self.input.cleaned_data
        try:
            passwords.spend_reset(token=typed["key"], password=typed["password"])
        except LinkNotValid:
            self.input.add_error("key", account_adapter().validation_error("invalid_password_reset"))
            return ErrorResponse(request, input=self.input)
        return UnauthorizedResponse(request)


class TotpView(mfa.ManageTOTPView):
    """The authenticator app: begin, turn on, turn off."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The state, or a fresh secret with its QR code."""
        if self._get_authenticator() is not None:
            response: HttpResponse = super().get(request, *args, **kwargs)
            return response
        adapter = two_factor_adapter()
        secret = get_totp_secret(regenerate=True)
        url = adapter.build_totp_url(_person(request), secret)
        meta = {"secret": secret, "totp_url": url, "totp_svg": adapter.build_totp_svg(url)}
        return APIResponse(request, meta=meta, status=404)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The code fits the secret."""
        if self._get_authenticator() is not None:
            return ConflictResponse(request)
        with transaction.atomic():
            response: HttpResponse = super().post(request, *args, **kwargs)
            two_factor.note_step(_person(request), self.input.cleaned_data["code"])
            two_factor.note_enabled(user=_person(request), session_key=request.session.session_key or "")
        return response

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Turns it off, unless everybody must have one."""
        try:
            two_factor.refuse_if_required()
        except TwoFactorRequired as refusal:
            return problem_response(refusal)
        with transaction.atomic():
            was_on = self._get_authenticator() is not None
            response: HttpResponse = super().delete(request, *args, **kwargs)
            if was_on:
                two_factor.note_disabled(user=_person(request), session_key=request.session.session_key or "")
        return response


class RecoveryCodesView(mfa.ManageRecoveryCodesView):
    """Ten codes, shown once."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Makes ten new ones; the old ones are dead."""
        with transaction.atomic():
            response: HttpResponse = super().post(request, *args, **kwargs)
            two_factor.note_codes_made(user=_person(request), session_key=request.session.session_key or "")
        return response


def _person(request: HttpRequest) -> User:
    """The person of a request that allauth has let in."""
    if not isinstance(request.user, User):
        raise NotSignedIn
    return request.user


def _mark(user: Any) -> str:
    return salted_hmac("crm.accounts.sign_in", user.password, algorithm="sha256").hexdigest()


def _count_code(view: Any, look: Any, data: Any, user: Any, *, keep: bool) -> Any:
    """Counts a code as a try before `look` sees it. `keep`: a right one stays counted until the sign-in is full."""
    if not isinstance(data, dict) or not data.get("code"):
        return look(data)
    reservation = reserve(view.request, user.email)
    error = look(data)
    if error is not None:
        signing_in.note_failed(email=user.email, address=address_of(view.request), what="code", reservation=reservation)
    elif keep:
        view.request.reservation = reservation
    else:
        tries.give_back(reservation)
    return error
