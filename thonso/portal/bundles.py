"""Following by hand what was filed once on the portal for several offices: begun under its code, told part by part."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import read_day
from thonso.core.base.clock import local, today
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.people.rules import check_name, tidy_name
from thonso.core.units.models import Unit
from thonso.dossiers.beside import Link
from thonso.dossiers.models import Dossier
from thonso.neighbours.rules import tidied
from thonso.portal.models import Bundle, BundlePart
from thonso.procedures import bundles as catalogue

OPEN = (BundlePart.State.WAITING, BundlePart.State.MISSING)


def mine(actor: Actor) -> QuerySet[Bundle]:
    return _whole().filter(policy.visible(actor, "follow", Bundle))


def _whole() -> QuerySet[Bundle]:
    return Bundle.objects.select_related("dossier", "commune").prefetch_related("parts")


def by_id(actor: Actor, id_: UUID) -> Bundle:
    """Raises Absent."""
    return policy.load(actor, "follow", _whole(), id_)


def begin(work: Work, by: Actor, commune: Unit, dossier: Dossier | None, typed: Mapping[str, str]) -> Bundle:
    """Raises Refused with the sentences at their fields."""
    errors: dict[str, list[Any]] = {}
    kind = catalogue.of(typed.get("key", ""), today())
    code, on = tidied(typed.get("code", "")), read_day(typed.get("filed_on", ""), errors, "filed_on")
    if kind is None:
        errors["key"] = [_("Please choose from the list.")]
    if not code:
        errors["code"] = [_("Write the code that the portal gave: letters and digits, at least four signs.")]
    elif Bundle.objects.filter(commune=commune, code=code).exists():
        errors["code"] = [_("This code is followed here already.")]
    if wrong := check_name(typed.get("name", "")).errors:
        errors["name"] = list(wrong)
    if on is None and "filed_on" not in errors:
        errors["filed_on"] = [_("Write the day on which it was filed there.")]
    elif on and on > today():
        errors["filed_on"] = [_("This day is still to come.")]
    if errors or kind is None or on is None:
        raise Refused(_("Please check what is marked."), fields=errors)
    row = Bundle.objects.create(
        commune=commune, key=kind.key, code=code, person_name=tidy_name(typed["name"]), dossier=dossier, filed_on=on,
        by_id=by.id, at=work.at,
    )  # fmt: skip
    BundlePart.objects.bulk_create(BundlePart(bundle=row, key=part.key, by_id=by.id, at=work.at) for part in kind.parts)
    work.note("bundle.begun", by.ref, Ref("bundle", row.pk), facts={"code": code, "kind": kind.key})
    return row


def told(work: Work, by: Actor, row: Bundle, typed: Mapping[str, str]) -> BundlePart:
    """What an office said of its part. `was` is the state that the page showed. Raises Refused, Stale."""
    part = row.parts.filter(key=typed.get("part", "")).first()
    state = typed.get("state", "")
    if part is None:
        raise policy.absent()
    if state not in BundlePart.State.values:
        raise Refused(
            _("Please choose from the list."), fields={f"state-{part.key}": [_("Please choose from the list.")]}
        )
    note = clean(typed.get("note", ""), limit=200)
    if state in {BundlePart.State.MISSING, BundlePart.State.REFUSED} and len(note) < 5:
        words = _("Write what they ask for, or why they refused.")
        raise Refused(words, fields={f"note-{part.key}": [words]})
    Bundle.objects.select_for_update().get(pk=row.pk)  # of two last answers at once the second sees the first
    moved = BundlePart.objects.filter(pk=part.pk, state=typed.get("was", part.state))
    if not moved.update(state=state, note=note, by_id=by.id, at=work.at):
        raise Stale(_("Somebody else has written this down meanwhile. Please look at it again."))
    over = not row.parts.filter(state__in=OPEN).exists()
    Bundle.objects.filter(pk=row.pk).update(closed_at=work.at if over else None)
    work.note("bundle.told", by.ref, Ref("bundle", row.pk), facts={"code": row.code, "part": part.key, "state": state})
    return part


def link(actor: Actor, dossier: Dossier) -> Link | None:
    """On the page of a dossier whose procedure is part of a bundle."""
    kind = catalogue.with_procedure(dossier.procedure_code, local(dossier.filed_at).date())
    if kind is None or not dossier.holder_role or not policy.can(actor, "receive", dossier).allow:
        return None
    address = reverse("portal:bundle_begin") + f"?ho-so={dossier.code}"
    return Link(_("Follow it as part of a bundle"), address, "list", kind.name)
