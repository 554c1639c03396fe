"""For the tests of every wing: hold `can` and `visible` together over any model and any actors."""

from collections.abc import Iterable

from django.db.models import Model

from thonso.core.access.actors import Actor
from thonso.core.access.policy import can, visible
from thonso.core.access.policy_table import TABLE


def actions_of(kind: str) -> list[str]:
    return sorted({rule.action for rule in TABLE if rule.kind == kind})


def assert_faces_agree(
    model: type[Model], actors: Iterable[Actor], actions: Iterable[str], objects: Iterable[Model] | None = None
) -> int:
    """For each actor and action: an object is in `filter(visible())` exactly when `can()` allows it."""
    rows = list(objects) if objects is not None else list(model._default_manager.all())
    held = 0
    for actor in actors:
        for action in actions:
            seen = model._default_manager.filter(visible(actor, action, model)).values_list("pk", flat=True)
            listed = list(seen)
            assert len(listed) == len(set(listed)), f"visible({action}, {model.__name__}) gives a row twice"
            ids = set(listed)
            for row in rows:
                decision = can(actor, action, row)
                assert (row.pk in ids) == decision.allow, (
                    f"{model.__name__} {row.pk}: can says {decision.allow} ({decision.rule}), "
                    f"visible says {row.pk in ids}, for {action} by {sorted(actor.roles)}"
                )
                held += 1
    return held
