"""How a unit is named on the command line: a path (15.02683.suoi-chai), a commune code (02683) or commune/hamlet."""

from django.conf import settings
from django.core.management.base import CommandError

from thonso.core.units.models import Unit


def unit_named(text: str) -> Unit:
    commune, _slash, hamlet = text.partition("/")
    found = (
        Unit.objects.filter(path=text).first()
        or Unit.objects.filter(kind="hamlet", commune__code=commune, code=hamlet or None).first()
        or Unit.objects.filter(code=text).exclude(kind="hamlet").order_by("-kind").first()
    )
    if found is None:
        raise CommandError(f"There is no unit {text!r}. Give a path (15.02683.suoi-chai), 02683, or 02683/suoi-chai.")
    return found


def own_commune() -> Unit:
    if not settings.COMMUNE_CODE:
        raise CommandError("THONSO_COMMUNE is not set: which commune is this server for?")
    return unit_named(settings.COMMUNE_CODE)
