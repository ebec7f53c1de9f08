"""Addresses of the sign-in API, below /_allauth/browser/v1/."""

from allauth.headless.account.views import SessionView
from allauth.headless.base.views import ConfigView
from allauth.headless.constants import Client
from allauth.headless.mfa.views import AuthenticatorsView
from django.urls import URLPattern, path

from crm.accounts.sign_in import views


def _at(address: str, view: type) -> URLPattern:
    return path(address, view.as_api_view(client=Client.BROWSER))  # type: ignore[attr-defined]


urlpatterns = [
    _at("config", ConfigView),
    _at("auth/session", SessionView),
    _at("auth/login", views.SignInView),
    _at("auth/2fa/authenticate", views.CodeView),
    _at("auth/reauthenticate", views.PasswordAgainView),
    _at("auth/2fa/reauthenticate", views.CodeAgainView),
    _at("auth/password/request", views.ResetRequestView),
    _at("auth/password/reset", views.ResetView),
    _at("account/password/change", views.PasswordChangeView),
    _at("account/authenticators", AuthenticatorsView),
    _at("account/authenticators/totp", views.TotpView),
    _at("account/authenticators/recovery-codes", views.RecoveryCodesView),
]
