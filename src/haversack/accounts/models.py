"""Who signs in? A user has a way to say who they are, and a pseudonym by which the audit trail and addresses know them.

In a backpack people sign in with their e-mail address. At a hospital's portal they sign in with a user id, and the
account has no e-mail address of its own: two patients may share the one on file, and a link sent there must not tell
a user id. A user is not a person whose health is kept: those belong to the backpack, and one user may hold many.
"""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        """A new user; without a password nobody can sign in as them until one is set."""
        user = self.model(email=normal_email(email), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_with_login_id(self, login_id: str, password: str | None = None, **more: Any) -> "User":
        """A new user of a portal, who signs in with a user id; without a password nobody can sign in as them yet."""
        user = self.model(login_id=normal_login_id(login_id), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=normal_email(email or ""))


class User(AbstractBaseUser):
    """Someone who signs in: with an e-mail address in a backpack, with a user id (`login_id`) at a portal."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True, null=True)
    login_id = models.CharField(_("user id"), max_length=254, unique=True, null=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)  # empty: as the browser asks
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(login_id__isnull=False), name="user_signs_in_somehow"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email or ""  # never the user id: nothing tells it (P8)

    def __repr__(self) -> str:  # invariant 10: neither name nor address in a log line
        return f"<User {self.pseudonym}>"

    @property
    def pseudonym(self) -> str:
        """What the audit trail and the logs call this user."""
        return str(self.uuid)


class SignIn(models.Model):
    """One moment of somebody's signing in, as they see it in their own history. The audit trail is another thing: no
    page reads it. user: None for a try at an account that there is not, so that it takes as long as one at one's own.
    """

    class What(models.TextChoices):
        SIGNED_IN = "signed-in", _("Signed in")
        WRONG_PASSWORD = "wrong-password", _("Wrong password")
        WRONG_SECOND_STEP = "wrong-second-step", _("Wrong second step")
        SIGNED_OUT = "signed-out", _("Signed out")
        NEW_PASSWORD = "new-password", _("New password")

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, db_index=False, related_name="sign_ins")
    at = models.DateTimeField()
    what = models.CharField(max_length=20, choices=What)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_of_user"), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"


class Attempt(models.Model):
    """One try at something that is limited (limits.py). key: what it is counted by, so that nobody can read it back."""

    key = models.BinaryField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="attempt_by_key"), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


def normal_email(email: str) -> str:
    """Addresses that differ only in case or surrounding space are one person's."""
    return email.strip().lower()


def normal_login_id(login_id: str) -> str:
    """User ids that differ only in case or surrounding space are one person's."""
    return login_id.strip().lower()
