"""Work to be done later by `thonso worker`, and the clock of what is done again and again."""

from django.db import models
from django.db.models import Q

from thonso.core.base.models import Row, choices_check, length_check


class JobState(models.TextChoices):
    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Job(Row):
    """One piece of work. `run_after` is also the end of the lease while it runs; the heartbeat moves it on."""

    commune_id = models.UUIDField()
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=160, null=True, help_text="the same key in a commune is the same job")  # noqa: DJ001
    payload = models.TextField(default="{}", help_text="JSON: ids and codes, never personal values")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    run_after = models.DateTimeField()
    token = models.BigIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=5)
    progress = models.PositiveSmallIntegerField(default=0, help_text="per cent")
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "key"], name="job_key_in_commune"),
            choices_check("state", JobState.values, name="job_state"),
            length_check("name", low=1, high=80, name="job_name_length"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress"),
        ]
        indexes = [
            models.Index(fields=["run_after"], condition=Q(state__in=["queued", "leased"]), name="job_due"),
            models.Index(fields=["commune_id", "id"], condition=Q(state="dead"), name="job_attention"),
        ]


class Schedule(models.Model):
    """When a periodic job is put in the queue again. One row a name, so that many workers make one job a turn."""

    name = models.CharField(max_length=80, primary_key=True)
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(every_seconds__gt=0), name="schedule_every")]
