"""Accounts (who signs in) and posts (what they may do, where, from when to when)."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from thonso.core.base.ids import new_id


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False, help_text="a demo account: cannot exist outside the demo")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    def __str__(self) -> str:
        return self.full_name
