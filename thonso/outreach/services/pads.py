"""Pads of pre-printed slips: made, printed, linked to what was written for the person who left with one (practice 13)."""

import hmac
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core import crypto, papers
from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.core.units.profile import profile_of
from thonso.dossiers import vault
from thonso.dossiers.models import Dossier, Draft, Event
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.printing import heads
from thonso.outreach import rules
from thonso.outreach.models import PadSlip, SlipPad

A_SHEET = 8
MOST_SHEETS = 10
KEY = "outreach.slip_key"


def make(work: Work, by: Actor, commune: Unit, hamlet: Unit | None, sheets: int) -> SlipPad:
    """So many sheets of eight slips. Raises Refused."""
    if not 1 <= sheets <= MOST_SHEETS:
        raise Refused(fields={"sheets": [_("From 1 to 10 sheets at once: eight slips each.")]})
    pad = SlipPad.objects.create(commune=commune, hamlet=hamlet, made_by=by.ref.id, made_at=work.at)
    made = [(new_id(), code) for code in _free_codes(sheets * A_SHEET)]
    PadSlip.objects.bulk_create(
        PadSlip(
            id=id_, commune_id=commune.pk, pad=pad, code=code,
            key_sealed=crypto.seal(KEY, id_, vault.new_tracking_key()),
        )
        for id_, code in made
    )  # fmt: skip
    facts = {"hamlet": hamlet.code if hamlet else "", "slips": sheets * A_SHEET}
    work.note("slip_pad.made", by.ref, Ref("slip_pad", pad.pk), facts=facts)
    return pad


def _free_codes(count: int) -> set[str]:
    found: set[str] = set()
    while len(found) < count:
        more = {rules.new_code() for _n in range(count - len(found))}
        found |= more - set(PadSlip.objects.filter(code__in=more).values_list("code", flat=True))
    return found


def newest(commune: Unit) -> list[dict[str, Any]]:
    """The pads made last, with how many slips each has and how many are free."""
    unused = Q(slips__draft_id=None, slips__dossier_id=None)
    rows = SlipPad.objects.filter(commune=commune).select_related("hamlet").order_by("-made_at", "pk")
    rows = rows.annotate(slips_all=Count("slips"), slips_free=Count("slips", filter=unused))
    return [{"pad": pad, "all": pad.slips_all, "free": pad.slips_free} for pad in rows[:20]]


def free(pad: SlipPad) -> QuerySet[PadSlip]:
    return pad.slips.filter(draft_id=None, dossier_id=None).order_by("id")


def render(pad: SlipPad) -> bytes:
    """The sheets; printed once already, only the slips that are still free."""
    commune, profile = pad.commune, profile_of(pad.commune)
    rows = list(free(pad))
    if not rows:
        raise Refused(_("Every slip of this pad has been used. Make a new one."))
    data: dict[str, Any] = {
        **heads.head(commune, now(), organ=heads.desk(commune)),
        "slips": [
            {"code": row.code, "key": crypto.unseal(KEY, row.pk, row.key_sealed), "qr": address(row.code)}
            for row in rows
        ],
    }
    if pad.hamlet:
        data["hamlet"] = pad.hamlet.full_name
    if profile.office_phone:
        data["hotline"] = profile.office_phone
    return papers.render("blank_slip", data)


def address(code: str) -> str:
    return f"{settings.PUBLIC_URL}/tra-cuu/?ma={code}"


def printed(work: Work, by: Actor, pad: SlipPad) -> None:
    SlipPad.objects.filter(pk=pad.pk).update(printed=F("printed") + 1)
    work.note("slip_pad.printed", by.ref, Ref("slip_pad", pad.pk))


def slip_for(commune_id: UUID, typed: str) -> PadSlip:
    """The free slip with this code. Raises Refused with a sentence for a code that is mistyped, unknown, of another commune,
    or used."""
    code = rules.read(typed)
    if not code:
        said = _(
            "This is no code of a slip, or a letter is wrong. It looks like PH-7K4M-92QD; compare it with the slip."
        )
    elif (row := PadSlip.objects.filter(code=code).first()) is None:
        said = _("No pad has the slip %(code)s. Compare it with the paper once more.") % {"code": code}
    elif row.commune_id != commune_id:
        said = _("The slip %(code)s is of another commune's pad. Give the person a slip of ours.") % {"code": code}
    elif row.draft_id or row.dossier_id:
        said = _(
            "The slip %(code)s has been used for another dossier. One slip is for one dossier: take the next one."
        ) % {"code": code}
    else:
        return row
    raise Refused(said, fields={"slip": [said]})


def link_draft(work: Work, by: Actor, draft: Draft, typed: str) -> PadSlip:
    """The slip in the person's hand belongs to what is being written: it follows it once it is filed. Raises Refused."""
    return _link(work, by, slip_for(draft.commune_id, typed), draft_id=draft.pk)


def link_record(work: Work, by: Actor, commune_id: UUID, record_id: UUID, typed: str) -> None:
    """The slip in the person's hand belongs to what a phone filled in without signal. The same slip again changes nothing."""
    if not PadSlip.objects.filter(draft_id=record_id, code=rules.read(typed)).exists():
        _link(work, by, slip_for(commune_id, typed), draft_id=record_id)


def link_dossier(work: Work, by: Actor, dossier: Dossier, typed: str) -> PadSlip:
    return _link(work, by, slip_for(dossier.commune_id, typed), dossier_id=dossier.pk)


def _link(work: Work, by: Actor, slip: PadSlip, **to: UUID) -> PadSlip:
    rows = PadSlip.objects.filter(pk=slip.pk, draft_id=None, dossier_id=None)
    if not rows.update(linked_by=by.ref.id, linked_at=work.at, **to):
        raise Stale(_("Somebody has used this slip meanwhile. Take the next one."))
    kind, id_ = ("draft", to["draft_id"]) if "draft_id" in to else ("dossier", to["dossier_id"])
    work.note("slip.linked", by.ref, Ref(kind, id_), facts={"slip": slip.code})
    return slip


def filed(work: Work, dossier: Dossier, event: Event, **_more: Any) -> None:
    """A slip that was given for the draft belongs to the dossier now (`dossier.filed`)."""
    if dossier.channel == Channel.ONLINE:
        return
    PadSlip.objects.filter(draft_id=dossier.pk).update(dossier_id=dossier.pk)


def codes_of(dossier_id: UUID) -> list[str]:
    return list(
        PadSlip.objects.filter(dossier_id=dossier_id).order_by("linked_at", "pk").values_list("code", flat=True)
    )


def codes_of_draft(draft_id: UUID) -> list[str]:
    return list(PadSlip.objects.filter(draft_id=draft_id).values_list("code", flat=True))


def followed(typed: str, key: str) -> UUID | None:
    """For who follows with a slip's code and key: the dossier. None for what is no code of a slip. Raises Absent, the same for an
    unknown code and a wrong key; with both right and nothing filed yet, says that."""
    if not typed.strip().upper().startswith("PH"):
        return None
    row = PadSlip.objects.filter(code=rules.read(typed)).first()
    if row is None or not hmac.compare_digest(crypto.unseal(KEY, row.pk, row.key_sealed), key):
        raise Absent(_("No slip has this code and key. Please check both on your slip."))
    if row.dossier_id is None:
        raise Absent(
            _("What you handed in has not been filed yet. Ask the person who gave you this slip, or call the office.")
        )
    return row.dossier_id
