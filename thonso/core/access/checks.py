"""What must hold before the server starts: every route names its audience, no sample account outside the demo."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError


@register(Tags.urls)
def every_route_names_its_audience(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    from thonso.core.access import gate

    return [
        Error(f"Route /{path} {why}.", hint="Put @audience(...) on the view.", id="access.E001")
        for path, why in gate.faults()
    ]


@register(Tags.security)
def no_sample_accounts_in_production(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    if settings.DEMO or settings.TEST:
        return []
    from thonso.core.access.models import Account

    try:
        names = list(Account.objects.filter(is_sample=True).values_list("username", flat=True)[:20])
    except DatabaseError:
        return []  # before the first migrate there is no table, so there is no account either
    if not names:
        return []
    return [
        Error(
            f"Sample accounts exist outside the demo: {', '.join(names)}.",
            hint="This data folder was made by `make demo`. Start with an empty one (`thonso init`).",
            id="access.E002",
        )
    ]
