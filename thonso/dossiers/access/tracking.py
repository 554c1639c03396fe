"""A dossier by its code and key, for whoever holds the slip."""

import hmac
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core.access import limits
from thonso.core.base.errors import Absent
from thonso.core.base.ids import stable_id
from thonso.core.base.prepared import Prepared
from thonso.core.numbers.rules import OFFICIAL_CODE, TRACKING_CODE, as_printed
from thonso.dossiers import vault
from thonso.dossiers.models import Dossier

KEY_LENGTH = 6


def key_digits(typed: str) -> str:
    """The figures of a key, however they were set apart. A key has `KEY_LENGTH` of them."""
    return "".join(c for c in typed if c in "0123456789")


Alias = Callable[[str, str], UUID | None]
_aliases: list[Alias] = []


def register_alias(find: Alias) -> None:
    """For a wing with codes of its own that lead to a dossier: `find(code, key)` gives the dossier; None for what is none of
    its codes. Raises Absent, the same for an unknown code and a wrong key."""
    if find not in _aliases:
        _aliases.append(find)


def by_code_and_key(code: str, key: str, who: str) -> Dossier:
    """Tracking without an account. Wrong code and wrong key look the same; tries are limited by code first, then by place."""
    dossier: Dossier
    code, key = _tracking_code(as_printed(code)), key_digits(key)
    limits.hit(f"track:{code}", 10, 600)
    limits.hit(f"track-from:{who}", 300, 600)
    for find in _aliases:
        if id_ := find(code, key):
            dossier = Dossier.objects.select_related("hamlet", "commune").get(pk=id_)
            if dossier.has_heir:
                break  # that slip was given to whoever died; the heir has another key
            limits.forgive(f"track:{code}", 600)
            return dossier
    for dossier in _with_code(code):
        if hmac.compare_digest(vault.open_tracking_key(dossier.pk, dossier.key_sealed), key):
            limits.forgive(f"track:{code}", 600)
            return dossier
    raise Absent(_("No dossier has this code and key. Please check both on your slip."))


_with_code = Prepared(lambda code: Dossier.objects.filter(code=code).select_related("hamlet", "commune")[:50], str)


def _tracking_code(code: str) -> str:
    """The receipt calls the province's code the dossier's too: in the commune of this site it leads to ours."""
    if not OFFICIAL_CODE.match(code) or TRACKING_CODE.match(code):
        return code
    here = Dossier.objects.filter(~Q(official_code=""), commune_id=stable_id("commune", settings.COMMUNE_CODE))
    return here.filter(official_code=code).values_list("code", flat=True).first() or code
