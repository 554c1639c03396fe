"""The record of what was done by whom, for whom: append-only, one hash chain a commune."""

from django.db import models

from thonso.core.base.models import Row


class Entry(Row):
    """One act. `body` is the canonical text whose hash is chained; it holds references and digests, never personal values."""

    commune_id = models.UUIDField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.UUIDField()
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    subject_id = models.UUIDField(null=True, help_text="the person whose data it touches")
    body = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune_id", "seq"], name="journal_seq_in_commune")]
        indexes = [
            models.Index(fields=["commune_id", "object_id", "seq"], name="journal_object"),
            models.Index(fields=["commune_id", "subject_id", "seq"], name="journal_subject"),
            models.Index(fields=["commune_id", "actor_id", "seq"], name="journal_actor"),
            models.Index(fields=["commune_id", "at", "seq"], name="journal_day"),
        ]


class Head(models.Model):
    """The end of a commune's chain: taken last in every transaction, so that it is held for the shortest time."""

    commune_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class Anchor(Row):
    """A chain head signed and written outside the database; truncation is found up to the last one."""

    commune_id = models.UUIDField()
    at = models.DateTimeField()
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    signature = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune_id", "seq"], name="journal_anchor_seq")]


class Once(Row):
    """A change that was made under a client's transaction id, with the answer that was given: a retry gets it again."""

    commune_id = models.UUIDField()
    actor_id = models.UUIDField()
    transaction_id = models.UUIDField()
    verb = models.CharField(max_length=60)
    body_digest = models.CharField(max_length=64)
    response = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune_id", "actor_id", "transaction_id", "verb"], name="journal_once_key"
            )
        ]
