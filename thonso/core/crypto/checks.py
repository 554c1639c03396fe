"""What must hold before the server starts: a usable key ring, and sealed columns that can be renewed."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security)
def key_ring(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    from thonso.core.crypto import ring

    try:
        ring.load()
    except ring.RingError as error:
        return [Error(str(error), id="crypto.E001")]
    return []


@register(Tags.models)
def sealed_columns(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """Each SealedField names its label, and no two columns share one: a label tells what a token is."""
    from thonso.core.crypto.rotation import columns

    found: list[CheckMessage] = []
    seen: dict[str, str] = {}
    for column in columns():
        if not column.label:
            if not column.field.endswith("key"):
                found.append(
                    Warning(
                        f"{column.name} names no label: `thonso keys rotate` can renew only data keys in it.",
                        hint="SealedField(label=…), or crypto.rotation.register(…) in AppConfig.ready.",
                        id="crypto.W001",
                    )
                )
        elif column.label in seen:
            found.append(
                Error(f"{column.name} and {seen[column.label]} use the label {column.label}.", id="crypto.E002")
            )
        else:
            seen[column.label] = column.name
    return found
