"""The only code that writes here: TVs paired, renamed and taken out; announcements put up and taken down."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access import phone
from thonso.core.access.actors import Actor
from thonso.core.access.policy import New, require
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean, fold
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.tv import codes, device, paired, reading
from thonso.tv.models import Announcement, TvScreen

LONGEST = timedelta(days=60)
MOST = 12
"""Announcements in one hamlet at a time: with twelve seconds each, more are read by nobody."""
MOST_PHONES = 2
"""Whom to ring about it may stand there; more are a list of people's numbers."""
_NAMELESS = gettext_lazy("Write where the TV stands, for example the hamlet house.")
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d[ .]?){11}\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An announcement as it was typed; days may be missing."""

    hamlet: Unit | None
    title: str
    text: str
    first: date | None
    last: date | None


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


def announce(work: Work, by: Actor, commune: Unit, wanted: Wanted) -> Announcement:
    """Put up for a hamlet, or for every hamlet of the commune. Raises Refused with a sentence at each field."""
    hamlet_id = wanted.hamlet.pk if wanted.hamlet else None
    decision = require(by, "write", New("announcement", commune.pk, hamlet_id=hamlet_id))
    errors: dict[str, list[Any]] = {}
    title, text = _typed("title", wanted.title, 200, errors), _typed("text", wanted.text, 600, errors)
    if not title and "title" not in errors:
        errors["title"] = [_("Write what it is about, in a few words.")]
    if not errors and len(phone.mobiles_in(f"{title}\n{text}")) > MOST_PHONES:
        errors["text"] = [
            _(
                "At most two phone numbers: everybody in the hamlet house reads them. Give other people's numbers by phone."
            )
        ]
    first, last = wanted.first or today(), wanted.last or wanted.first or today()
    if last < first:
        errors["last"] = [_("The last day is before the first.")]
    elif last < today():
        errors["last"] = [_("That day is past. Choose today or a later day.")]
    elif last - max(first, today()) >= LONGEST or first - today() >= LONGEST:
        errors["last"] = [_("At most 60 days at once.")]
    if reading.reaching(wanted.hamlet, commune).filter(last__gte=first, first__lte=last).count() >= MOST:
        errors.setdefault("title", []).append(
            _("Twelve announcements hang there on these days already. Take one down first: more are read by nobody.")
        )
    if errors:
        raise Refused(_("The announcement was not put up."), fields=errors)
    row = Announcement.objects.create(
        commune=commune, hamlet=wanted.hamlet, title=title, text=text, first=first, last=last, written_at=work.at,
        written_by=by.id,
    )  # fmt: skip
    facts = {"hamlet": wanted.hamlet.code if wanted.hamlet else "", "from": first, "to": last}
    work.note("announcement.written", by.ref, Ref("announcement", row.pk), facts=facts, acting_for=decision.acting_for)
    return row


def _typed(field: str, value: str, limit: int, errors: dict[str, list[Any]]) -> str:
    try:
        text = clean(value, limit=limit, multiline=field == "text")
    except Refused as refusal:
        errors[field] = [refusal.message]
        return ""
    if _ID_NUMBER.search(text):
        errors[field] = [_("This looks like somebody's ID number. Everybody in the hamlet reads the TV: leave it out.")]
    return text


def take_down(work: Work, by: Actor, row: Announcement) -> None:
    """Twice is once."""
    decision = require(by, "write", row)
    if row.ended_at is None:
        Announcement.objects.filter(pk=row.pk).update(ended_at=work.at)
        work.note("announcement.ended", by.ref, Ref("announcement", row.pk), acting_for=decision.acting_for)


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
