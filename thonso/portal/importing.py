"""The list of dossiers and their states that the portal, or the province's system, gives out as a spreadsheet.

A row is found by its official code; by our tracking code where the list has it beside, and then it brings the official one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id, stable_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.units import sheets
from thonso.core.units.models import Unit
from thonso.core.units.sheets import Column, Line, Reject
from thonso.dossiers import access as dossiers
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import numbering
from thonso.dossiers.services.moves import Act
from thonso.portal import rules
from thonso.portal.models import PortalStatus

COLUMNS = (
    Column("code", ("Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "Mã hồ sơ DVC"), True, "H38.12.3-260105-0004"),
    Column("words", ("Trạng thái", "Trạng thái hồ sơ", "Tình trạng", "Tình trạng hồ sơ"), True, "Đang xử lý"),
    Column("tracking", ("Mã theo dõi", "Mã hồ sơ khác", "Mã tham chiếu"), False, "TS-260105-0004"),
    Column("day", ("Ngày cập nhật", "Ngày trạng thái", "Ngày"), False, "05/01/2026"),
)
BATCH = 400
OFFICIAL, TRACKING = "official_code__in", "code__in"


@dataclass(frozen=True, slots=True)
class Item:
    """One row as it would be taken in. `brings` is the official code that the dossier does not have yet."""

    line: int
    dossier: Dossier
    words: str
    code: int | None
    told_on: date
    brings: str = ""
    before: str = ""  # what an earlier list said

    @property
    def fits(self) -> bool:
        return self.code is not None and rules.fits(self.dossier.status, self.code)

    @property
    def is_news(self) -> bool:
        return bool(self.brings) or self.before != self.words


@dataclass(slots=True)
class Preview:
    items: list[Item] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def preview(actor: Actor, content: bytes) -> Preview:
    """What the file would change. Raises Refused when it cannot be used as a whole."""
    sheet = sheets.read(content, COLUMNS)
    made = Preview(rejects=list(sheet.rejects))
    known = _Known(actor, sheet.lines)
    seen: dict[object, int] = {}
    for line in sheet.lines:
        try:
            item = known.item(line)
            if (first := seen.setdefault(item.dossier.pk, line.number)) != line.number:
                raise Refused(_("This dossier stands in line %(line)d already.") % {"line": first})
            made.items.append(item)
        except Refused as refusal:
            made.rejects.append(Reject(line.number, str(refusal.message)))
    made.rejects.sort(key=lambda reject: reject.line)
    return made


def apply(work: Work, actor: Actor, commune: Unit, content: bytes) -> Preview:
    """Write what the file tells: official codes that are new, and the state of each dossier as the portal has it."""
    made = preview(actor, content)
    kept = []
    for item in made.items:
        try:
            if item.brings:
                act = Act(work, actor, item.dossier, stable_id("portal.list", f"{item.dossier.pk}:{item.brings}"))
                numbering.record(act, item.brings)
        except Refused as refusal:
            made.rejects.append(Reject(item.line, str(refusal.message)))
        else:
            kept.append(item)
    made.items = kept
    for item in kept:
        told = {"words": item.words, "code": item.code, "told_on": item.told_on, "by_account_id": actor.ref.id}
        PortalStatus.objects.update_or_create(
            dossier=item.dossier,
            defaults={**told, "at": work.at},
            create_defaults={**told, "at": work.at, "id": new_id(), "commune_id": item.dossier.commune_id},
        )
    facts = {"rows": len(made.items), "left_out": len(made.rejects)}
    work.note("dossier.portal_states", actor.ref, Ref("unit", commune.pk), facts=facts)
    return made


class _Known:
    """The dossiers a list may mean, loaded together: those the actor receives, and no others."""

    def __init__(self, actor: Actor, lines: Iterable[Line]) -> None:
        rows = dossiers.listed(actor, "receive").select_related("commune__commune_profile", "portal_status", "hamlet")
        official = {code for line in lines if (code := numbering.tidied(line["code"]))}
        tracking = {line["tracking"].strip().upper() for line in lines} | {
            line["code"].strip().upper() for line in lines
        }
        self.by_official = {one.official_code: one for one in _found(rows, OFFICIAL, official)}
        self.by_code = {one.code: one for one in _found(rows, TRACKING, tracking - {""})}

    def item(self, line: Line) -> Item:
        official = numbering.tidied(line["code"])
        dossier = self.by_official.get(official) if official else self.by_code.get(line["code"].strip().upper())
        if dossier is None and (tracking := line["tracking"].strip().upper()):
            dossier = self.by_code.get(tracking)
            if dossier is not None and dossier.official_code not in {"", official}:
                raise Refused(
                    _("Dossier %(code)s has the official code %(official)s here.")
                    % {"code": dossier.code, "official": dossier.official_code}
                )
        if dossier is None:
            if not official:
                raise Refused(_("“%(text)s” is not an official code.") % {"text": line["code"][:40] or "–"})
            raise Refused(_("No dossier here has the code %(code)s.") % {"code": official})
        brings = official if not dossier.official_code else ""
        if brings:
            numbering.checked(dossier, brings)
        earlier = getattr(dossier, "portal_status", None)
        words = line["words"][:100]
        if not words:
            raise Refused(_("The state is missing."))
        return Item(
            line.number,
            dossier,
            words,
            rules.code_of(words),
            _day(line["day"]),
            brings,
            earlier.words if earlier else "",
        )


def _found(rows: QuerySet[Dossier], column: str, values: Iterable[str]) -> Iterator[Dossier]:
    wanted = sorted(values)
    for start in range(0, len(wanted), BATCH):
        yield from rows.filter(**{column: wanted[start : start + BATCH]})


def _day(text: str) -> date:
    """The day a row names, today where it names none. Raises Refused."""
    if not text.strip():
        return today()
    try:
        found = datetime.strptime(text.strip()[:10], "%d/%m/%Y").date()  # noqa: DTZ007  (a day has no time zone)
    except ValueError:
        raise Refused(_("“%(text)s” is no day. Write it as 23/11/2026.") % {"text": text[:20]}) from None
    if found > today():
        raise Refused(_("The day %(day)s lies ahead.") % {"day": f"{found:%d/%m/%Y}"})
    return found
