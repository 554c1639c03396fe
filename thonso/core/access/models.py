"""Accounts (who signs in) and posts (what they may do, where, from when to when).

A person has one account and any number of assignments: a post, or a role in a unit without a post. Government units and
party organisations are two trees; a role of one gives nothing in the other (`roles.TREE_OF`).
"""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from thonso.core.access.roles import PARTY_ROLES, ROLES
from thonso.core.base.ids import new_id
from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.base.refs import Ref

PHONE_LABEL = "account.phone"


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """Who signs in. The person behind it is `resident_id` (people stands above, so no foreign key)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    phone_sealed = models.TextField(blank=True, help_text="phone in E.164, sealed; set through services.set_phone")
    phone_blind = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (null: not every account has one)
    phone_verified = models.BooleanField(default=False)
    resident_id = models.UUIDField(null=True, db_index=True, help_text="the resident this account was tied to")
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False, help_text="a demo account: cannot exist outside the demo")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta:
        constraints = [
            length_check("username", low=1, high=60, name="account_username_length"),
            length_check("full_name", low=1, high=100, name="account_full_name_length"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def ref(self) -> Ref:
        return Ref("account", self.id)


class Post(Row):
    """A post that somebody holds, such as "Phó Chủ tịch UBND xã". It stays when its holder changes."""

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    role = models.CharField(max_length=30)

    class Meta:
        constraints = [
            length_check("title", low=1, high=120, name="post_title_length"),
            choices_check("role", list(ROLES), name="post_role"),
            models.UniqueConstraint(fields=["commune", "unit", "role", "title"], name="post_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Assignment(Row):
    """This account holds this role in this unit between two dates. Never deleted: it ends."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assignments")
    commune_id = models.UUIDField(null=True, help_text="the commune it is in; none for a province post")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=30)
    tree = models.CharField(max_length=10, help_text="government or party; follows from the role")
    valid_from = models.DateField()
    valid_to = models.DateField(
        null=True, help_text="last day on which it holds; one before the first: ended within it"
    )
    granted_by = models.UUIDField(help_text="account or system actor that granted it")
    reason = models.CharField(max_length=200, blank=True)
    seen_by = models.UUIDField(null=True, help_text="the chairman who was shown it (`services.posts.grant`)")

    class Meta:
        indexes = [
            models.Index(fields=["account", "valid_from"], name="assignment_account"),
            models.Index(fields=["commune_id", "role"], name="assignment_role"),
        ]
        constraints = [
            choices_check("role", list(ROLES), name="assignment_role_known"),
            models.CheckConstraint(
                condition=Q(role__in=PARTY_ROLES, tree="party") | (~Q(role__in=PARTY_ROLES) & Q(tree="government")),
                name="assignment_tree",
            ),
            length_check("reason", high=200, name="assignment_reason_length"),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.unit_id}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def has_ended(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day


class Delegation(Row):
    """For these dates another account may use this assignment; what it does carries the name it was done for."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="delegations_received")
    valid_from = models.DateField()
    valid_to = models.DateField()
    actions = models.JSONField(default=list, help_text="'kind.action' it is limited to; empty: all of the assignment")
    granted_by = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["to", "valid_from"], name="delegation_to")]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="delegation_dates"),
            length_check("reason", high=200, name="delegation_reason_length"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} → {self.to_id}"


class ApiToken(Row):
    """A bearer token for the API. Only its digest is kept; the token is shown once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    token_digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list, help_text="'kind.action', 'kind.*' or '*'")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [length_check("name", low=1, high=60, name="api_token_name_length")]

    def __str__(self) -> str:
        return self.name


class StartLink(Row):
    """A code on a slip, handed over in person: whoever has it sets the password of this account, once, for a week."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="start_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    made_by = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "created_at"], name="start_link_account")]
        constraints = [length_check("reason", high=200, name="start_link_reason_length")]

    def __str__(self) -> str:
        return f"start of {self.account_id}"


class RateWindow(models.Model):
    """How often something was tried in the present window. One row a key, moved on by one atomic statement."""

    key = models.CharField(max_length=64, primary_key=True, help_text="digest: no phone number or name is kept here")
    started = models.BigIntegerField(help_text="seconds since 1970")
    expires = models.BigIntegerField(db_index=True)
    count = models.IntegerField()

    def __str__(self) -> str:
        return self.key
