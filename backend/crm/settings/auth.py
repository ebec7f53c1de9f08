"""Sign-in: allauth, headless, driven by the client. Lockout, sessions and the 2FA policy are the accounts room's."""

from typing import Any

from crm.settings import environment

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Length before variety: docs/rules.md says why.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]


def _name_of(user: Any) -> str:
    return str(user.name)


HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
ACCOUNT_ADAPTER = "crm.accounts.adapter.AccountAdapter"
ACCOUNT_USER_DISPLAY = _name_of
MFA_ADAPTER = "crm.accounts.adapter.TwoFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
# Tries are counted in our own table, before anything is looked at: crm/accounts/tries.py.
ACCOUNT_RATE_LIMITS = False
# A sign-in that waits for its code, and a password asked for again.
ACCOUNT_LOGIN_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Kith"
# A phone's clock may be half a minute off. Each step serves once all the same.
MFA_TOTP_TOLERANCE = 1
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
HEADLESS_FRONTEND_URLS = {
    "account_reset_password": "/forgot-password",
    "account_reset_password_from_key": "/reset-password?key={key}",
    "account_confirm_email": "/sign-in",
    "account_signup": "/sign-in",
}
ADMIN_EMAIL = environment.text("KITH_ADMIN_EMAIL")
ADMIN_PASSWORD = environment.text("KITH_ADMIN_PASSWORD")
