"""The official code of a dossier: our own count where the commune counts itself, else the province's, written down here.

The same series counted in two places would give two dossiers one code (practice.md 1).
"""

from django.utils.translation import gettext as _

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.numbers import rules
from thonso.core.numbers.services import next_official_code
from thonso.core.units import profile
from thonso.core.units.models import CommuneProfile
from thonso.core.units.rules import canonical_unit_code
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.services.moves import Act, move
from thonso.dossiers.services.moves import numbering as counted_by


class OtherUnit(Refused):
    """The code names another unit than the commune's own: asked about once, before it is printed on a receipt."""


def at_reception(act: Act, typed: str = "", *, sure: bool = False) -> str:
    """The code that a dossier gets with its reception, or '' when the province's is not known yet. `sure`: see `checked`."""
    if act.dossier.official_code:
        return act.dossier.official_code  # of a reception that was cancelled: kept, and nobody else's
    if counted_by(act.dossier) == "own":
        profile = CommuneProfile.objects.get(unit_id=act.dossier.commune_id)
        return next_official_code(act.work, act.dossier.commune_id, profile.authority_code)
    return checked(act.dossier, typed, sure=sure) if typed.strip() else ""


def record(act: Act, typed: str, *, sure: bool = False) -> Event:
    """The province's system has given its code: from now on the receipt (form 01) can be printed."""
    code = checked(act.dossier, typed, sure=sure)
    return move(act, "record_official_code", changes={"official_code": code}, facts={"official_code": code})


def checked(dossier: Dossier, typed: str, *, sure: bool = False) -> str:
    """The code as the province writes it. Raises Refused when it cannot be one, or belongs to another dossier; OtherUnit
    for another unit's unless the officer is `sure`: the province may number for several communes."""
    code = tidied(typed)
    if not code:
        raise Refused(
            _("This is not an official code. It looks like %(example)s.") % {"example": example(dossier)},
            fields={"official_code": [_("Please check.")]},
        )
    known = _parsed(code)
    if known and known.day > today():
        words = _("This code is of %(day)s, which has not come yet. Compare it with the province's system.")
        raise Refused(words % {"day": known.day.strftime("%d/%m/%Y")}, fields={"official_code": [_("Please check.")]})
    twin = Dossier.objects.filter(commune_id=dossier.commune_id, official_code=code).exclude(pk=dossier.pk).first()
    if twin is not None:
        raise Refused(
            _("Dossier %(code)s has this official code already.") % {"code": twin.code},
            fields={"official_code": [_("Please check.")]},
        )
    if (unit := other_unit(dossier, code)) and not sure:
        words = _(
            "The code begins with %(unit)s, which is not this commune's own (%(own)s). Compare it with the province's"
            " system; if it is right, confirm it."
        )
        raise OtherUnit(words % unit, fields={"official_code": [_("Please check.")]})
    return code


def example(dossier: Dossier) -> str:
    """What an official code of this commune looks like."""
    return rules.official_code(_own_unit(dossier) or "H38.12.3", today(), 1)


def _own_unit(dossier: Dossier) -> str:
    return profile.loaded(dossier.commune).authority_code


def tidied(typed: str) -> str:
    """The code as typed without blanks, in capitals; '' when it cannot be one. Older codes begin with the unit reversed."""
    code = "".join(typed.split()).upper().replace("–", "-").replace("—", "-")
    return code[:40] if _parsed(code) else ""


def _parsed(code: str) -> rules.Code | None:
    unit, _dash, rest = code.partition("-")
    try:
        return rules.parse_official_code(f"{canonical_unit_code(unit)}-{rest}")
    except ValueError:
        return None


def other_unit(dossier: Dossier, code: str) -> dict[str, str]:
    """The unit that an official code names and the commune's own, when they differ; {} when they agree or one is not
    known."""
    own, named = _own_unit(dossier), code.partition("-")[0]
    if not own or not named or canonical_unit_code(named) == canonical_unit_code(own):
        return {}
    return {"unit": named, "own": own}


def is_official(dossier: Dossier) -> bool:
    """Whether it is officially received, so that a receipt may leave the house: received, and with its official code."""
    return dossier.received_at is not None and bool(dossier.official_code)
