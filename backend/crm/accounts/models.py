"""People who sign in, their sessions, how they were invited, and the rules that sign-in keeps."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from crm.accounts.enums import LinkKind, Role, Theme, TryScope


class UserManager(BaseUserManager["User"]):
    """Makes users; the address is their name for signing in."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with `email` in lower case and `password` hashed."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user whose address is `username`, in whatever case it is typed."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with a role."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.USER)
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    date_joined = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        return f"user {self.pk}"


class SignIn(models.Model):
    """A session of a person who is signed in, from which device and address.

    This row is the authority: a session without it is no session, whatever its cookie and its stored payload say. It is
    in PostgreSQL also when payloads are in Redis, so that a session ends in the transaction of what ends it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300)
    created_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_sign_in"

    def __str__(self) -> str:
        return f"session {self.pk} of user {self.user_id}"


class KnownAddress(models.Model):
    """An address from which a person has signed in in full. Others' wrong tries elsewhere do not lock it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_addresses")
    address = models.CharField(max_length=45)
    last_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "accounts_known_address"
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="accounts_known_address_once")]

    def __str__(self) -> str:
        return f"known address {self.pk} of user {self.user_id}"


class Tries(models.Model):
    """How many wrong tries stand against an account, an address, or both together. Written by `tries.py` alone.

    `account` is a hash of the address typed, so that unknown accounts are counted alike and nobody's typing is kept.
    """

    scope = models.CharField(max_length=20, choices=TryScope.choices)
    account = models.CharField(max_length=64)
    address = models.CharField(max_length=45)
    count = models.IntegerField()
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "account", "address"], name="accounts_tries_once"),
        ]
        indexes = [models.Index(fields=["last_at"], name="accounts_tries_age")]

    def __str__(self) -> str:
        return f"{self.count} tries by {self.scope}"


class Link(models.Model):
    """A one-time link: handed out once, kept as a hash. A link is dead once spent, replaced or expired."""

    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "kind"], condition=Q(ended_at__isnull=True), name="accounts_link_live")]

    def __str__(self) -> str:
        return f"{self.kind} link {self.pk}"


class Invitation(models.Model):
    """Somebody was asked in, with a role. The token is derived from `nonce` by the server's key, and not stored."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    nonce = models.UUIDField()
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(withdrawn_at__isnull=True, accepted_at__isnull=True),
                name="accounts_invitation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class SecuritySettings(models.Model):
    """The one row of rules that an administrator sets for everybody."""

    # The range of the idle time, told with the rules.
    idle_least_minutes: ClassVar[int] = 5
    idle_most_minutes: ClassVar[int] = 60 * 24 * 30

    id = models.SmallIntegerField(primary_key=True, default=1)
    idle_timeout_minutes = models.IntegerField(default=480)
    two_factor_required = models.BooleanField(default=False)
    two_factor_required_from = models.DateField(null=True)

    class Meta:
        db_table = "accounts_security_settings"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="accounts_security_settings_one")]

    def __str__(self) -> str:
        return "security settings"
