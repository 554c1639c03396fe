"""The only code that writes here: shared PCs paired and taken back, and one person after the other."""

from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.access.policy import require
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.kiosk.models import Kiosk
from thonso.tv import codes, paired


def pair(work: Work, by: Actor, hamlet: Unit | None, code: str, name: str) -> Kiosk:
    """The PC that shows this code is for everybody, in that hamlet or in the lobby. One of the same name there gives its place
    to it.

    Raises Refused. Count the tries before: this runs within a transaction.
    """
    label = paired.label("place", name, _("Write where the PC stands, for example the hamlet house."))
    at = work.at
    row = Kiosk(
        commune_id=work.commune_id, hamlet=hamlet, name=label, folded=fold(label), paired_at=at, paired_by=by.id
    )
    decision = require(by, "manage", row)
    digest = codes.claim("kiosk", code)
    if digest is None:
        words = _("No PC shows this code now. Look at the PC once more: a code holds for ten minutes and is used once.")
        raise Refused(words, fields={"code": [words]})
    rows = Kiosk.objects.filter(commune_id=work.commune_id, hamlet=hamlet, folded=row.folded, revoked_at=None)
    there = rows.first()
    if there is not None:
        paired.take_out(work, by, there, decision)
    row.digest = digest
    row.save(force_insert=True)
    facts = {"hamlet": hamlet.code if hamlet else "", "again": there is not None}
    work.note("kiosk.paired", by.ref, Ref("kiosk", row.pk), facts=facts, acting_for=decision.acting_for)
    return row


def end_turn(kiosk_id: UUID) -> None:
    """Whoever was there is done. What the browser remembers of the turns before is not shown any more."""
    Kiosk.objects.filter(pk=kiosk_id).update(turn=F("turn") + 1)


def hamlets_succeeded(work: Work, actor: Ref, old: list[Unit], new: list[Unit], on: date) -> None:
    """A PC goes to the first successor, as households do; two of one name are told apart by the hamlet they were of."""
    taken = set(Kiosk.objects.filter(hamlet=new[0], revoked_at=None).values_list("folded", flat=True))
    rows = Kiosk.objects.filter(hamlet__in=[unit.pk for unit in old], revoked_at=None)
    for row in rows.select_related("hamlet").order_by("pk"):
        was = row.hamlet.name if row.hamlet else ""
        name = row.name if row.folded not in taken else f"{row.name[:60]} ({was[:15]})"
        taken.add(fold(name))
        Kiosk.objects.filter(pk=row.pk).update(hamlet=new[0], name=name, folded=fold(name))
