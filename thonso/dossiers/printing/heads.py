"""What every paper of the commune has at its head, and how people stand on it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from thonso.core.access.models import Assignment
from thonso.core.base.clock import local
from thonso.core.base.text import in_sentence
from thonso.core.units.models import Unit
from thonso.core.units.profile import profile_of
from thonso.dossiers import heir, requirements, vault
from thonso.dossiers.models import Dossier, Event, PaperCheck, Party
from thonso.dossiers.services.parties import details_of
from thonso.procedures.definition import Paper

CHANNEL = {
    "online": "trực tuyến",
    "assisted": "trực tuyến, có người hỗ trợ tại thôn",
    "desk": "trực tiếp",
    "post": "qua bưu chính",
}


def unit_in_sentence(commune: Unit) -> str:
    """'Xã Bát Xát' stands as 'xã Bát Xát' inside a sentence."""
    return in_sentence(commune.full_name)


def committee(commune: Unit) -> str:
    return f"Ủy ban nhân dân {unit_in_sentence(commune)}"


def desk(commune: Unit) -> str:
    return profile_of(commune).office_name


def head(commune: Unit, at: datetime | None, *, qr: str = "", organ: str = "", reprint: int = 0) -> dict[str, Any]:
    profile = profile_of(commune)
    found: dict[str, Any] = {
        "organ": organ or committee(commune),
        "place": profile.place_name,
        "demo": settings.DEMO or settings.TEST,
    }
    if profile.superior_name:
        found["parent_organ"] = profile.superior_name
    if at is not None:
        found["date"] = local(at).date()
    if qr:
        found["qr"] = qr
    if reprint:
        found["reprint"] = reprint
    office = (profile.office_address, profile.office_phone, profile.office_email)
    footer = " · ".join(part for part in office if part)
    if footer:
        found["footer"] = footer
    return found


def unbroken(commune: Unit) -> str:
    """The committee's name for the head of a paper, where "xã Bát Xát" must not be torn apart at the end of a line."""
    return "Ủy ban nhân dân " + unit_in_sentence(commune).replace(" ", "\u00a0")


def form_head(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """Head of forms 01 to 07: issued by the one-stop desk, under the committee, with the dossier's code and QR."""
    commune = dossier.commune
    return {
        **head(commune, at, qr=tracking_url(dossier), organ=desk(commune)),
        "parent_organ": unbroken(commune),
        "code": dossier.official_code or dossier.code,
        **({} if dossier.official_code else {"code_label": "Mã theo dõi"}),
        "receiver": desk(commune),
    }


def tracking_url(dossier: Dossier) -> str:
    return f"{settings.PUBLIC_URL}/tra-cuu/?ma={dossier.code}"


def lookup() -> str:
    return f"{settings.PUBLIC_URL}/tra-cuu/".removeprefix("https://").removeprefix("http://")


def tracking_key(dossier: Dossier) -> str:
    return vault.open_tracking_key(dossier.pk, dossier.key_sealed)


def party(dossier: Dossier, part: str) -> Party | None:
    return next((one for one in dossier.parties.all() if one.part == part), None)


def applicant(dossier: Dossier) -> Party | None:
    """Who is told and asked: the heir who goes on, else whoever filed it."""
    return heir.of(dossier) or party(dossier, "submitter")


def contact(dossier: Dossier, part: str) -> dict[str, Any]:
    """A person of the dossier as a paper shows them; the number is masked on everything that is handed around.

    The phone stands in full: forms 01 and 02 have a line for it, and who finds the paper or looks for its owner must be
    able to call. On a screen, which others see too, it is covered.
    """
    heir_ = heir.of(dossier) if part == "submitter" else None
    found = heir_ or party(dossier, part) or party(dossier, "subject")
    if found is None:
        return {"name": dossier.subject_name}
    details = details_of(dossier, found)
    shown: dict[str, Any] = {"name": found.name}
    filed = party(dossier, part) if heir_ else None
    if filed is not None:  # she filed it; who is reached now stands beside her name, and no number beside two names
        shown |= {"name": f"{filed.name}; người thừa kế tiếp tục: {found.name}", "signs": found.name}
    elif number := str(details.get("id_number") or ""):
        shown["id_number"] = f"{number[:3]}•••••••{number[-2:]}"
    for key in ("phone", "address", "email"):
        if details.get(key):
            shown[key] = str(details[key])
    if "address" not in shown and dossier.hamlet:
        shown["address"] = f"{dossier.hamlet.full_name}, {unit_in_sentence(dossier.commune)}"
    return shown


def owner(dossier: Dossier) -> dict[str, Any]:
    """Chủ hồ sơ, where a paper has one line for her: with the heir who goes on since she died."""
    shown = contact(dossier, "subject")
    if found := heir.of(dossier):
        shown["name"] = f"{shown['name']} (đã mất); người thừa kế tiếp tục: {found.name}"
    return shown


def other_than(dossier: Dossier, part: str, than: str) -> dict[str, Any] | None:
    """The contact of a part, or None when it is the same person as another: nobody stands on a paper twice."""
    one, two = contact(dossier, part), contact(dossier, than)
    if part == "subject" and heir.of(dossier):
        return {**one, "name": f"{one['name']} (đã mất)"}
    return None if (one["name"], one.get("id_number")) == (two["name"], two.get("id_number")) else one


def paper_line(paper: Paper) -> dict[str, Any]:
    """A paper with how many of each sort the procedure asks for; none of what is only shown and given back."""
    if paper.how == "present":
        return {"name": paper.name}
    counts = {column: getattr(paper, column) for column in ("originals", "certified", "copies")}
    return {"name": paper.name, **{column: count for column, count in counts.items() if count}}


def paper_lines(dossier: Dossier) -> list[dict[str, Any]]:
    """All papers this dossier was to bring."""
    return [paper_line(paper) for paper in requirements.papers(dossier)]


def handed_in(dossier: Dossier) -> list[Paper]:
    """The papers that were really handed in: sent as files, answered as a form, or given at the desk and found there.
    What is only shown is given back at once and stands on no receipt.
    """
    sent = set(dossier.attachments.values_list("paper_key", flat=True))
    found = {check.paper_key: check.verdict for check in dossier.checks.all()}
    at_desk = dossier.channel in {"desk", "post"}
    given = []
    for paper in requirements.papers(dossier):
        by_hand = at_desk and (found.get(paper.key) == "valid" or (paper.required and paper.key not in found))
        if paper.how == "submit" and (paper.key in sent or paper.electronic_form or by_hand):
            given.append(paper)
    return given


def lines_handed_in(dossier: Dossier) -> list[dict[str, Any]]:
    """They, with how many of each sort: the original of one that was given back is not with the office."""
    found = dict(dossier.checks.filter(verdict=PaperCheck.Verdict.VALID).values_list("paper_key", "seen"))
    lines = []
    for paper in handed_in(dossier):
        line = paper_line(paper)
        seen = found.get(paper.key)
        if seen in {PaperCheck.Seen.COMPARED, PaperCheck.Seen.COPY} and line.pop("originals", 0):
            line["name"] = f"{paper.name} (đã đối chiếu bản chính, trả lại)"
        if seen == PaperCheck.Seen.COPY:
            line["copies"] = line.get("copies") or 1
        lines.append(line)
    return lines


def director(dossier: Dossier, at: datetime) -> str:
    """Who heads the one-stop office on that day, or '' where nobody is entered."""
    day = local(at).date()
    rows = Assignment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    found = rows.filter(commune_id=dossier.commune_id, role="centre_director").select_related("account")
    head_ = found.order_by("-valid_from").first()
    return head_.account.full_name if head_ else ""


def signed_by_director(dossier: Dossier, event: Event) -> dict[str, Any]:
    """The centre's letters bear its director, by whomever they were approved."""
    return {"lines": ["GIÁM ĐỐC"], "name": director(dossier, event.at)}


def time_limit(dossier: Dossier) -> str:
    rule = requirements.time_rule(dossier)
    if rule.kind == "same_day":
        return "trong ngày làm việc"
    unit = {"working_days": "ngày làm việc", "calendar_days": "ngày", "hours": "giờ làm việc"}[rule.kind]
    return f"{rule.amount:02d} {unit}"
