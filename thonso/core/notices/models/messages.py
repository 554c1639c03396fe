"""The outbox, the attempts to deliver it, notices inside the product, and consent to be written to."""

from django.db import models
from django.db.models import Q

from thonso.core.base.models import Row, choices_check, length_check
from thonso.core.crypto.fields import SealedField


class Channel(models.TextChoices):
    INAPP = "inapp"
    EMAIL = "email"
    SMS = "sms"


class State(models.TextChoices):
    """`failed`: nobody knows whether it arrived. `dead`: it surely did not. A person decides about both."""

    QUEUED = "queued"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"
    CANCELLED = "cancelled"


class OutboxMessage(Row):
    """One message to one recipient, written in the transaction of the act that it tells about.

    `next_at` is when a worker may take it: the time of the next try while queued, the end of the lease while leased.
    `token` goes up with every claim; a worker that lost its lease writes with an old one and changes nothing.
    `doubtful`: a try was broken off after it may have reached the other side, so the next one must ask first.
    """

    commune_id = models.UUIDField()
    key = models.CharField(max_length=200, help_text="the same act, channel and recipient give the same key")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    account_id = models.UUIDField(null=True, help_text="recipient with an account; else `to` holds phone or e-mail")
    contact_id = models.UUIDField(null=True, help_text="whose consent is asked for at the moment of sending")
    to = SealedField(label="notices.to", blank=True)
    template = models.CharField(max_length=40)
    context = SealedField(label="notices.context")
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, help_text="useless after that, e.g. a sign-in code")
    token = models.BigIntegerField(default=0)
    doubtful = models.BooleanField(default=False)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "key"], name="outbox_key_in_commune"),
            choices_check("channel", Channel.values, name="outbox_channel"),
            choices_check("state", State.values, name="outbox_state"),
            length_check("key", low=1, high=200, name="outbox_key_length"),
            models.CheckConstraint(
                condition=Q(account_id__isnull=False) | ~Q(channel="inapp"), name="outbox_inapp_account"
            ),
            models.CheckConstraint(condition=Q(sent_at__isnull=False) | ~Q(state="sent"), name="outbox_sent_at"),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state__in=["queued", "leased"]), name="outbox_due"),
            models.Index(
                fields=["commune_id", "id"], condition=Q(state__in=["failed", "dead"]), name="outbox_attention"
            ),
            models.Index(fields=["commune_id", "about_id"], name="outbox_about"),
        ]

    @property
    def needs_attention(self) -> bool:
        return self.state in {State.FAILED, State.DEAD}


class Outcome(models.TextChoices):
    SENT = "sent"
    FOUND_SENT = "found_sent", "an earlier try had arrived after all"
    NOT_SENT = "not_sent", "surely did not arrive; may be tried again"
    UNSURE = "unsure", "may have arrived"
    REJECTED = "rejected", "will never be accepted"
    EXPIRED = "expired"
    LOST_LEASE = "lost_lease", "another worker had taken it over"


class DeliveryAttempt(Row):
    """One try, as it ended. Never changed; holds no recipient and no text."""

    commune_id = models.UUIDField()
    message_id = models.UUIDField()
    at = models.DateTimeField()
    token = models.BigIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [choices_check("outcome", Outcome.values, name="attempt_outcome")]
        indexes = [models.Index(fields=["message_id"], name="attempt_message")]


class InAppNotice(Row):
    """A notice inside the product; it has the id of its outbox message, so it cannot be delivered twice."""

    commune_id = models.UUIDField()
    account_id = models.UUIDField()
    template = models.CharField(max_length=40)
    context = SealedField(label="notices.inapp")
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-id"], name="inapp_account"),
            models.Index(fields=["account_id"], condition=Q(read_at__isnull=True), name="inapp_unread"),
        ]


class Consent(Row):
    """That a person agreed to be written to: on which channel, for what, in which words, who recorded it."""

    commune_id = models.UUIDField()
    contact_id = models.UUIDField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    recorder_kind = models.CharField(max_length=20)
    recorder_id = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune_id", "contact_id", "channel", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            ),
            choices_check("channel", Channel.values, name="consent_channel"),
            length_check("purpose", low=1, high=40, name="consent_purpose_length"),
        ]
