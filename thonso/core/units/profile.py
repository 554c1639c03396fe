"""The facts of a commune and its office that stand on every paper and page: what they may be, and the only writer.

A change holds from the moment it is saved; papers that were issued keep what was printed on them.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.units import deciders, rules
from thonso.core.units.models import CommuneProfile, Unit

LIMITS: Final = {
    "office_name": 200, "office_address": 200, "office_phone": 20, "office_email": 100,
    "authority_code": 35, "official_numbering": 8, "place_name": 60, "superior_name": 120,
    "refusal_by": 16, "extension_by": 16, "supplement_by": 16,
}  # fmt: skip


def profile_of(commune: Unit) -> CommuneProfile:
    """As it is kept; for a commune that nobody has described yet, what can be said of any."""
    found = CommuneProfile.objects.filter(unit=commune).first()
    return found or CommuneProfile(
        unit=commune, office_name="Trung tâm Phục vụ hành chính công", place_name=commune.name
    )


def loaded(commune: Unit) -> CommuneProfile:
    """The same, without a query where it came with the unit."""
    return getattr(commune, "commune_profile", None) or CommuneProfile()


def read(raw: Mapping[str, str]) -> dict[str, str]:
    """What a person typed, tidied. Raises Refused with a sentence at every field that cannot be."""
    values: dict[str, str] = {}
    errors: dict[str, list[Any]] = {}
    for name, limit in LIMITS.items():
        try:
            values[name] = clean(raw.get(name, ""), limit=limit)
        except Refused as refusal:
            errors[name] = [refusal.message]
    values["superior_name"] = values.get("superior_name", "").upper()
    for name, say in (
        ("office_name", _("Write the name of the one-stop office.")),
        ("place_name", _("Write the place that stands before the date on papers.")),
    ):
        if name not in errors and not re.search(r"[^\W\d_]", values[name]):
            errors[name] = [say]
    if problem := rules.phone_problem(values.get("office_phone", "")):
        errors["office_phone"] = [problem]
    if values.get("office_email"):
        try:
            validate_email(values["office_email"])
        except ValidationError:
            errors["office_email"] = [_("Write an e-mail address, for example ubnd@xa.vn.")]
    if values.get("authority_code"):
        try:
            values["authority_code"] = rules.canonical_unit_code(values["authority_code"])
        except ValueError:
            errors["authority_code"] = [_("This is not an identifier of an authority. It looks like H38.12.3.")]
    if values.get("official_numbering") not in {"own", "external"}:
        errors["official_numbering"] = [_("Choose who gives the official code.")]
    elif values["official_numbering"] == "own" and not raw.get("authority_code", "").strip():
        errors["authority_code"] = [_("Without the identifier of the authority no official code can be made here.")]
    for name, those in deciders.CHOICES.items():
        if values.get(name) not in those:
            errors[name] = [_("Choose who decides.")]
    if errors:
        raise Refused(fields=errors)
    return values


def set_commune_profile(work: Work, actor: Ref, commune: Unit, *, seen: int | None = None, **values: str) -> bool:
    """Set fields of the commune's profile; those not given keep what they have. Gives whether anything changed.

    `seen` is the revision that the person had before the eyes. Raises Stale when somebody was faster.
    """
    profile, _made = CommuneProfile.objects.get_or_create(unit=commune, defaults=values)
    if seen is not None and seen != profile.revision:
        raise Stale(_("Somebody has changed these facts meanwhile. Look at them again; what you typed is still below."))
    changed = sorted(name for name, value in values.items() if _made or getattr(profile, name) != value)
    if not changed:
        return False
    rows = CommuneProfile.objects.filter(unit=commune, revision=profile.revision)
    if not rows.update(revision=F("revision") + 1, **values):
        raise Stale(_("Somebody has changed these facts meanwhile. Look at them again; what you typed is still below."))
    facts: dict[str, Any] = {"fields": changed}
    facts |= {name: values[name] for name in ("official_numbering", *deciders.CHOICES) if name in changed}
    work.note("commune.profile_changed", actor, Ref("unit", commune.id), facts=facts)
    return True
