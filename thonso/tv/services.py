"""The only code that writes TVs: paired, renamed, taken out; with its hamlet they go on to its successor."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access.actors import Actor
from thonso.core.access.policy import New, require
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.tv import codes, device, paired
from thonso.tv.models import Announcement, TvScreen

_NAMELESS = gettext_lazy("Write where the TV stands, for example the hamlet house.")


def pair(work: Work, by: Actor, hamlet: Unit, code: str, name: str) -> TvScreen:
    """The TV that shows this code belongs to the hamlet. One of the same name there gives its place to it.

    Raises Refused. Count the tries before: this runs within a transaction.
    """
    decision = require(by, "manage", New("tv_screen", work.commune_id, hamlet_id=hamlet.pk))
    label = paired.label("place", name, _NAMELESS)
    digest = codes.claim(device.TV.name, code)
    if digest is None:
        words = _("No TV shows this code now. Look at the TV once more: a code holds for ten minutes and is used once.")
        raise Refused(words, fields={"code": [words]})
    there = TvScreen.objects.filter(hamlet=hamlet, folded=fold(label), revoked_at=None).first()
    if there is not None:
        paired.take_out(work, by, there, decision)
    row = TvScreen.objects.create(
        commune_id=work.commune_id, hamlet=hamlet, name=label, folded=fold(label), digest=digest,
        paired_at=work.at, paired_by=by.id,
    )  # fmt: skip
    facts = {"hamlet": hamlet.code, "again": there is not None}
    work.note("tv_screen.paired", by.ref, Ref("tv_screen", row.pk), facts=facts, acting_for=decision.acting_for)
    return row


def rename(work: Work, by: Actor, row: TvScreen, name: str) -> None:
    """Raises Refused with a sentence at the name."""
    decision = require(by, "manage", row)
    label = paired.label("name", name, _NAMELESS)
    others = TvScreen.objects.filter(hamlet_id=row.hamlet_id, folded=fold(label), revoked_at=None).exclude(pk=row.pk)
    if others.exists():
        raise Refused(fields={"name": [_("Another TV of the hamlet has this name already.")]})
    if label != row.name:
        TvScreen.objects.filter(pk=row.pk).update(name=label, folded=fold(label))
        work.note("tv_screen.renamed", by.ref, Ref("tv_screen", row.pk), acting_for=decision.acting_for)


def hamlets_succeeded(work: Work, actor: Ref, old: list[Unit], new: list[Unit], on: date) -> None:
    """TVs and announcements go to the first successor, as households do; who keeps them pairs again what stands elsewhere."""
    ids = [unit.pk for unit in old]
    Announcement.objects.filter(hamlet__in=ids).update(hamlet=new[0])
    taken = set(TvScreen.objects.filter(hamlet=new[0], revoked_at=None).values_list("folded", flat=True))
    for row in TvScreen.objects.filter(hamlet__in=ids, revoked_at=None).select_related("hamlet").order_by("pk"):
        # Two hamlets that become one may each have a TV called 'Nhà văn hóa'.
        name = row.name if row.folded not in taken else f"{row.name[:60]} ({row.hamlet.name[:15]})"
        taken.add(fold(name))
        TvScreen.objects.filter(pk=row.pk).update(hamlet=new[0], name=name, folded=fold(name))
