"""The data a result is drafted from: what the household's class, the answers and the office already say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.text import fold, in_sentence
from thonso.core.people.models import Classification, Household, Resident
from thonso.core.people.services.lookups import id_number_of
from thonso.dossiers import heir
from thonso.dossiers.models import Dossier
from thonso.dossiers.printing import heads
from thonso.procedures.partial_date import read as read_date

KLASS = {"poor": "hộ nghèo", "near_poor": "hộ cận nghèo"}
RELATION = {
    "head": "Chủ hộ",
    "spouse": "Vợ/chồng",
    "child": "Con",
    "child_in_law": "Con dâu/con rể",
    "parent": "Cha/mẹ",
    "grandparent": "Ông/bà",
    "grandchild": "Cháu",
    "sibling": "Anh/chị/em",
    "other": "Thành viên",
}
SEX = {"male": "Nam", "female": "Nữ"}
PURPOSE = {
    "school": "cho con đi học, miễn giảm học phí, xin học bổng",
    "health": "khám chữa bệnh, bảo hiểm y tế",
    "loan": "vay vốn ngân hàng chính sách",
    "work": "đi làm, đi lao động nước ngoài",
}
# A school or an employer asks about one person, and is not told who else lives there.
ABOUT_ONE = frozenset({"school", "work"})
SIGNERS = ("chairman", "deputy_chairman")
CHAIRMAN, DEPUTY = ["CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
# Issued in the name of the committee, so signed for it (NĐ 30/2020, Điều 13); the others are the chairman's own.
COLLECTIVE = frozenset({"confirmation", "letter"})
STANDARD = "chuẩn nghèo đa chiều giai đoạn 2026 - 2030"  # cần xác minh
# Which division drafted a letter stands in its symbol.
LETTER_SYMBOL = {"officer_social": "UBND-VHXH", "officer_justice": "UBND-VP", "officer_economy": "UBND-KT"}


@dataclass(frozen=True, slots=True)
class Drafted:
    paper: str
    title: str
    data: dict[str, Any]


def base(dossier: Dossier) -> dict[str, Any]:
    """Head of a result: issued by the committee, without number, date and signer, which come when it is signed."""
    return {**heads.head(dossier.commune, None), "signer": {"lines": DEPUTY}}


def office_lines(actor: Actor) -> list[str]:
    """In which capacity the leader signs: as chairman, or for the chairman (KT.), as a deputy does who stands in for him too."""
    return lines_of("chairman" if actor.holds("chairman") else "")


def lines_of(role: str) -> list[str]:
    """The same by the post that signs."""
    return CHAIRMAN if role == "chairman" else DEPUTY


def signing_lines(paper: str, lines: list[str]) -> list[str]:
    """The lines over a signature, from the authority down."""
    return ["TM. ỦY BAN NHÂN DÂN", *lines] if paper in COLLECTIVE else lines


def born(value: Any) -> str:
    found = read_date(value)
    return found.shown if found else ""


def address(dossier: Dossier) -> str:
    place = heads.unit_in_sentence(dossier.commune)
    return f"{dossier.hamlet.full_name}, {place}" if dossier.hamlet else place


def _citizen(dossier: Dossier, person: Mapping[str, Any]) -> dict[str, Any]:
    shown = {"name": person.get("full_name", ""), "born": born(person.get("birth")), "address": address(dossier)}
    if person.get("sex") in SEX:
        shown["sex"] = SEX[person["sex"]]
    if person.get("id_number"):
        shown["id_number"] = person["id_number"]
    return shown


def _numbered(person: Mapping[str, Any], found: Resident | None) -> dict[str, Any]:
    """A person as answered, with the number of the register where it has one: a child's is not asked, and one that was
    typed wrongly stays among the answers, not on the paper."""
    number = id_number_of(found) if found else ""
    return {**person, **({"id_number": number} if number else {})}


def household_of(dossier: Dossier) -> Household:
    rows = Household.objects.select_related("head")
    found = rows.filter(pk=dossier.household_id).first() if dossier.household_id else None
    if found is None:
        raise Refused(
            _(
                "This person is not in the list of residents yet. Link or enter the household first, or answer by letter."
            )
        )
    return found


def members_of(household: Household) -> list[dict[str, str]]:
    rows = Resident.objects.filter(household=household, status=Resident.Status.HERE).order_by("birth_date")
    ordered = sorted(rows, key=lambda r: (r.relation != "head", r.birth_date))
    return [
        {"name": r.full_name, "born": str(r.birth), "relation": RELATION.get(r.relation, "Thành viên")} for r in ordered
    ]


def day_in_words(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else "…"


def _who_lives_there(household: Household, person: Mapping[str, Any]) -> Resident:
    """The class is the household's: whoever is confirmed must be one of it, by name and, where known, by birth."""
    name, year = fold(person.get("full_name", "")), str(person.get("birth") or "")[:4]
    here = Resident.objects.filter(household=household, status=Resident.Status.HERE, folded=name)
    found = next((one for one in here if not year or str(one.birth_year) == year), None)
    if found is None:
        raise Refused(
            _("%(name)s is not among the people of this household. Look again, or answer by letter.")
            % {"name": person.get("full_name", "")}
        )
    return found


def confirmation(dossier: Dossier, answers: Mapping[str, Any], klass: Classification) -> Drafted:
    """Giấy xác nhận thuộc hộ nghèo, hộ cận nghèo: from the class that holds today, not from what was ticked."""
    household = household_of(dossier)
    person = answers.get("member") or answers["requester"]
    requester = answers["requester"]
    found = _who_lives_there(household, person)
    is_head = household.head_id == found.pk if dossier.has_heir else bool(answers.get("is_head"))
    purpose = PURPOSE.get(answers.get("purpose", ""), answers.get("purpose_other") or "việc riêng của hộ")
    if answers.get("school_name"):
        purpose = f"{purpose} ({answers['school_name']})"
    words = KLASS[klass.klass]
    data = base(dossier) | {
        "symbol": "GXN-UBND",
        "signer": {"lines": signing_lines("confirmation", DEPUTY)},
        "klass": words,
        "year": klass.year,
        "authority": heads.committee(dossier.commune),
        "person": _citizen(dossier, _numbered(person, found)),
        "is_head": is_head and "member" not in answers,
        "head": household.head.full_name if household.head else requester["full_name"],
        "household_code": household.code,
        "decision": f"Quyết định số {klass.decision_number} ngày {day_in_words(klass.decision_date)}",
        "valid_from": klass.valid_from,
        "requested_by": requester["full_name"],
        "purpose": purpose,
        # Nghị định 30/2020/NĐ-CP, Điều 8: every document says where it goes.
        "recipients": [f"Ông (Bà) {requester['full_name']}", "Lưu: VT"],
    }
    if "member" not in answers and answers.get("purpose") not in ABOUT_ONE:
        data["members"] = members_of(household)
    if klass.valid_to:
        data["valid_to"] = klass.valid_to
    return Drafted("confirmation", f"Giấy xác nhận thuộc {words}", data)


def letter(dossier: Dossier, subject: str, paragraphs: Sequence[str]) -> Drafted:
    """Văn bản trả lời, when what was asked for cannot be given: it names the reason and what to do."""
    body = [line.strip() for line in paragraphs if line.strip()]
    if not body:
        raise Refused(_("Write the answer."), fields={"body": [_("Not filled in.")]})
    symbol = LETTER_SYMBOL.get(dossier.holder_role, "UBND-VP")
    data = base(dossier) | {
        "symbol": symbol,
        "signer": {"lines": signing_lines("letter", DEPUTY)},
        "subject_line": subject,
        "issued_by": heads.committee(dossier.commune),
        "addressees": [f"Ông (Bà) {heir.named(dossier)}, {in_sentence(address(dossier))}"],
        "body": body,
        "recipients": ["Như trên", f"Lưu: VT, {symbol.removeprefix('UBND-')}"],  # who drafted it keeps one too
    }
    title = "Văn bản " if subject.startswith("trả lời") else "Văn bản trả lời: "
    return Drafted("letter", f"{title}{subject}", data)


def certificate(dossier: Dossier, answers: Mapping[str, Any], klass: str) -> Drafted:
    """Giấy chứng nhận hộ nghèo, hộ cận nghèo; the decision's number is written in when the decision is signed."""
    day, ethnicity = today(), str(answers.get("ethnicity") or "")
    head = base(dossier)
    here = _who_lives_in(dossier)
    head.pop("footer", None)  # a certificate in its frame carries no address
    data = head | {
        "symbol": "GCN-UBND",
        "klass": KLASS[klass],
        "authority": f"Chủ tịch {heads.committee(dossier.commune)}",
        "head": _citizen(dossier, _numbered(answers["head"], _owner(dossier)))
        | ({"ethnicity": ethnicity} if ethnicity else {}),
        "household_code": _household_code(dossier),
        "standard": STANDARD,
        "decision": "Quyết định kèm theo",
        "valid_from": day,
        "members": [
            {
                "name": row.get("full_name", ""),
                "born": born(row.get("birth")),
                "relation": RELATION.get(row.get("relation", "other"), "Thành viên"),
                **_numbered({}, _found_in(here, row)),
            }
            for row in answers.get("members", [])
        ],
    }
    return Drafted("certificate_household", f"Giấy chứng nhận {KLASS[klass]}", data)


def _who_lives_in(dossier: Dossier) -> list[Resident]:
    if not dossier.household_id:
        return []
    return list(Resident.objects.filter(household_id=dossier.household_id, status=Resident.Status.HERE))


def _found_in(here: Sequence[Resident], person: Mapping[str, Any]) -> Resident | None:
    """One of these by name and year of birth; None where that could be two of them."""
    name, year = fold(person.get("full_name", "")), str(person.get("birth") or "")[:4]
    found = [one for one in here if one.folded == name and (not year or str(one.birth_year) == year)]
    return found[0] if len(found) == 1 else None


def _owner(dossier: Dossier) -> Resident | None:
    """Who files as the register has them, when linked and of this name: the representative may be another of the house."""
    id_ = dossier.owner_resident_id
    found = Resident.objects.filter(pk=id_).first() if id_ else None
    return found if found and found.folded == fold(heir.named(dossier)) else None


def _household_code(dossier: Dossier) -> str:
    found = Household.objects.filter(pk=dossier.household_id).only("code").first() if dossier.household_id else None
    return found.code if found else "chưa có"
