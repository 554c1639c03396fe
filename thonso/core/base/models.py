"""What every row has, and constraints that hold on both databases (SQLite ignores max_length)."""

from django.db import models
from django.db.models.functions import Length

from thonso.core.base.ids import new_id


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


def length_check(field: str, *, low: int = 0, high: int, name: str) -> models.CheckConstraint:
    """`low` to `high` characters; `name` must be unique in the database, e.g. 'unit_name_length'."""
    return models.CheckConstraint(
        condition=models.Q(models.lookups.GreaterThanOrEqual(Length(field), low))
        & models.Q(models.lookups.LessThanOrEqual(Length(field), high)),
        name=name,
    )


def choices_check(field: str, values: list[str], *, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)
