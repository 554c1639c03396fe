"""Who holds one of these posts in a commune today, with the post by which colleagues know them."""

from collections.abc import Collection
from uuid import UUID

from thonso.core.access.models import Assignment
from thonso.core.base.clock import today
from thonso.core.base.text import person_sort_key


def holding(commune_id: UUID, roles: Collection[str]) -> list[tuple[UUID, str]]:
    """(account, "Nguyễn Văn A – chức vụ"), each person once, by given name."""
    day = today()
    rows = Assignment.objects.filter(
        commune_id=commune_id, role__in=roles, account__is_active=True, valid_from__lte=day
    )
    found: dict[UUID, tuple[str, str]] = {}
    for row in rows.exclude(valid_to__lt=day).select_related("account", "post", "unit").order_by("valid_from", "id"):
        title = row.post.title if row.post else row.unit.full_name
        found.setdefault(row.account_id, (row.account.full_name, title))
    ordered = sorted(found.items(), key=lambda one: person_sort_key(one[1][0]))
    return [(id_, f"{name} – {title}") for id_, (name, title) in ordered]
