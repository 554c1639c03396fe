"""What each slip says, drawn from the event that made it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from thonso.core.base.clock import local, now
from thonso.core.base.text import in_sentence
from thonso.core.units.profile import profile_of
from thonso.dossiers import heir, requirements, taken_at
from thonso.dossiers.hamlet_reports import report_of
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.printing import heads
from thonso.dossiers.printing.given import result_lines
from thonso.dossiers.printing.journey import hand_overs
from thonso.dossiers.rules.states import OPEN, State
from thonso.dossiers.services import clock, presence
from thonso.dossiers.services.moves import answers_of, payload_of
from thonso.procedures.describing import presence_words
from thonso.roster import reading as roster

WHY = {"missing": "thiếu", "invalid": "chưa hợp lệ", "expired": "hết hạn"}
ONE_STOP_LAW = "Nghị định số 118/2025/NĐ-CP về thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông"


def _common(dossier: Dossier, event: Event) -> dict[str, Any]:
    return {
        **heads.form_head(dossier, event.at),
        "submitter": heads.contact(dossier, "submitter"),
        "request": dossier.procedure_name,
        "lookup": heads.lookup(),
    }


def _presence(dossier: Dossier) -> dict[str, Any]:
    """Who has to come, one line each, where the procedure asks for it."""
    lines = [f"{presence_words(one)}. {one.why}" for one in presence.of_dossier(dossier)]
    return {"presence": lines} if lines else {}


def _filing_note(dossier: Dossier, event: Event) -> dict[str, Any]:
    data = {
        **heads.head(dossier.commune, event.at, qr=heads.tracking_url(dossier), organ=heads.desk(dossier.commune)),
        "parent_organ": heads.unbroken(dossier.commune),
        "tracking_code": dossier.code,
        "tracking_key": heads.tracking_key(dossier),
        "submitter": heads.contact(dossier, "submitter"),
        "subject": heads.other_than(dossier, "subject", "submitter"),
        "request": dossier.procedure_name,
        "filed_at": dossier.filed_at,
        "papers": [paper.name for paper in heads.handed_in(dossier)] or None,
        "receiver": heads.desk(dossier.commune),
        "intake_limit": "08 giờ làm việc",
        "lookup": heads.lookup(),
        **({"recorder": event.actor_name} if dossier.channel != "online" else {}),
        "hotline": profile_of(dossier.commune).office_phone,
        **_presence(dossier),
    }
    if place := taken_at.words(dossier) or (
        dossier.hamlet.full_name if dossier.channel == "assisted" and dossier.hamlet else ""
    ):
        data["filed_at_place"] = place
    if helper := heads.party(dossier, "helper"):
        data["helper"] = helper.name
    if helped := _helped(dossier, event):
        data["helped"] = helped
    return data


def _helped(dossier: Dossier, event: Event) -> str:
    """Who helps in her hamlet and when, as it stood on the day of the slip."""
    return roster.slip_words(dossier.commune_id, dossier.hamlet_id, local(event.at).date())


def _appointment_slip(dossier: Dossier, event: Event) -> dict[str, Any]:
    commune, profile = dossier.commune, profile_of(dossier.commune)
    data = {
        **heads.head(commune, event.at, qr=heads.tracking_url(dossier), organ=heads.desk(commune)),
        "parent_organ": heads.unbroken(commune),
        "tracking_code": dossier.code,
        "appointed_at": datetime.fromisoformat(event.facts["appointed_at"]),
        "where": ", ".join(part for part in (heads.desk(commune), profile.office_address) if part),
        "submitter": heads.contact(dossier, "submitter"),
        "request": dossier.procedure_name,
        "papers": [paper.name for paper in requirements.papers(dossier)] or None,
        "hotline": profile.office_phone,
        "helped": _helped(dossier, event),
        "signs": any(one.at == "signing" and one.who != "bearer" for one in presence.of_dossier(dossier)),
        "recorder": event.actor_name,
        **_presence(dossier),
    }
    return {name: value for name, value in data.items() if value}


def _form01(dossier: Dossier, event: Event) -> dict[str, Any]:
    data = {
        **_common(dossier, event),
        "channel": heads.CHANNEL[dossier.channel],
        "subject": heads.other_than(dossier, "subject", "submitter"),
        "papers": heads.lines_handed_in(dossier),
        "sets": 1,
        "time_limit": heads.time_limit(dossier),
        "received_at": datetime.fromisoformat(event.changes["received_at"]),
        **_promised(dossier, event),
        "return_at": _return_at(dossier),
        "tracking_code": dossier.code,
        "tracking_key": heads.tracking_key(dossier),
        "officer": event.actor_name,
        "hotline": profile_of(dossier.commune).office_phone,
        **_presence(dossier),
        **({"helped": helped} if (helped := _helped(dossier, event)) else {}),
    }
    if helper := heads.party(dossier, "helper"):
        data["helper"] = helper.name
    return data


def _promised(dossier: Dossier, event: Event) -> dict[str, Any]:
    """The hour as it was promised at reception. An heir's copy is another paper, given out later: on it stands the hour
    that holds now, and none that has passed or waits for something."""
    due = datetime.fromisoformat(event.facts["due_at"]) if event.facts.get("due_at") else dossier.due_at or event.at
    if not dossier.has_heir:
        return {"due_at": due}
    due = dossier.due_at or due
    before = f"đã hẹn {local(due):%H:%M} ngày {local(due):%d/%m/%Y}"
    if dossier.status is State.SUPPLEMENT:
        return {"due_words": f"{before}, nay chờ bổ sung hồ sơ; ngày trả kết quả được báo khi bổ sung đủ"}
    if due < now() and dossier.status in OPEN:
        return {"due_words": f"{before}, nay đã quá hẹn; Ông (Bà) được báo khi có kết quả"}
    return {"due_at": due}


def _return_at(dossier: Dossier) -> str:
    """Where the person asked for it, in the words of the form she chose from; else where it is given back as a rule."""
    answers = answers_of(dossier)
    field = next((one for one in requirements.definition(dossier).form.fields() if one.key == "return_way"), None)
    chosen = next((one for one in field.options if one.value == answers.get("return_way")), None) if field else None
    if chosen is not None:
        place = dossier.hamlet.full_name if chosen.value == "hamlet" and dossier.hamlet else ""
        place = str(answers.get("post_address") or "") if chosen.value == "post" else place
        if chosen.value == "centre":
            return heads.desk(dossier.commune)
        words = chosen.label.removeprefix("Tại ")
        return f"{in_sentence(words) if place else words}{f' ({place})' if place else ''}"
    if dossier.channel == "assisted" and dossier.hamlet:
        return f"{dossier.hamlet.full_name} (qua người hỗ trợ) hoặc {heads.desk(dossier.commune)}"
    return heads.desk(dossier.commune)


def _returned_where(dossier: Dossier, way: str) -> str:
    """Where it was really given back, which may be another place than was written on the receipt."""
    if way == "hamlet" and dossier.hamlet:
        return f"{dossier.hamlet.full_name}, qua người hỗ trợ"
    return {"post": "Qua bưu chính", "electronic": "Bản điện tử gửi tới người nộp"}.get(
        way, heads.desk(dossier.commune)
    )


def _officer(name: str) -> dict[str, Any]:
    return {"lines": ["NGƯỜI HƯỚNG DẪN"], "note": "(Ký, ghi rõ họ tên)", "name": name}


def _granted_by(dossier: Dossier, event: Event) -> dict[str, Any]:
    """The director who granted it, or the one of that day where a leader did."""
    if event.facts.get("by_leader"):
        return heads.signed_by_director(dossier, event)
    return {"lines": ["GIÁM ĐỐC"], "name": event.actor_name}


def _form02(dossier: Dossier, event: Event) -> dict[str, Any]:
    payload = payload_of(event, dossier)
    guide = str(event.facts.get("guide") or event.actor_name)
    counts = {line["name"]: line for line in heads.paper_lines(dossier)}
    items = [
        {**counts.get(item["name"], {"name": item["name"]}), "note": WHY[item["why"]]} for item in payload["items"]
    ]
    # The names stand in the table: here only what is wrong, by the number of the row where there are several.
    said = [item["note"] or WHY[item["why"]] for item in payload["items"]]
    reasons = said if len(said) == 1 else [f"({number}) {words}" for number, words in enumerate(said, start=1)]
    data = {
        **_common(dossier, event),
        "stage": "khi tiếp nhận" if event.facts.get("at_intake") else "trong quá trình giải quyết",
        "items": items,
        "reason": "; ".join(reasons),
        "basis": payload.get("basis") or f"Thành phần hồ sơ của thủ tục {dossier.procedure_code} đã công bố",
        "guide": guide,
        "guide_phone": profile_of(dossier.commune).office_phone,
        "signer": _officer(guide),
    }
    if dossier.received_at:
        data["received_at"] = dossier.received_at
    if event.facts.get("reply_by"):
        then = local(datetime.fromisoformat(event.facts["reply_by"])).date()
        data["reply_by"] = now_due = _present_reply(dossier, event) or then
        if now_due != then:
            data["reply_before"] = then  # the paper in the person's hand says so
    return data


def _present_reply(dossier: Dossier, event: Event) -> date | None:
    """Until when the papers of this request are awaited now: a day off that came later has moved the date."""
    if dossier.status is not State.SUPPLEMENT or dossier.act_by is None:
        return None
    last = dossier.events.filter(kind="ask_supplement").order_by("-seq").values_list("pk", flat=True).first()
    return local(dossier.act_by).date() if last == event.pk else None


def _form03(dossier: Dossier, event: Event) -> dict[str, Any]:
    payload = payload_of(event, dossier)
    proposed = dossier.events.filter(kind="propose_refusal").order_by("-seq").first()
    return {
        **_common(dossier, event),
        "filed_at": dossier.filed_at,
        "reasons": [line for line in str(payload.get("reason") or "").split("\n") if line.strip()],
        "basis": payload.get("basis") or f"Nội dung thủ tục {dossier.procedure_code} đã công bố",
        "guide": proposed.actor_name if proposed else event.actor_name,
        "guide_phone": profile_of(dossier.commune).office_phone,
        "signer": _granted_by(dossier, event),
    }


# Nghị định 30/2020/NĐ-CP, Điều 8: every document says where it goes.
RECIPIENTS = ["Như trên", "Lưu: VT, TTPVHCC"]


def _letter_head(dossier: Dossier, event: Event, kind: str) -> dict[str, Any]:
    data = heads.form_head(dossier, event.at)
    return {
        **data,
        "symbol": f"{kind}-TTPVHCC",
        "addressee": f"Ông (Bà) {heir.named(dossier)}",
        "request": dossier.procedure_name,
    }


def _form04(dossier: Dossier, event: Event) -> dict[str, Any]:
    """By the director who granted it; those of before there was an approval bear no number, and the director's name."""
    facts = event.facts
    due_at = datetime.fromisoformat(facts["before"]) if facts.get("before") else event.at
    data = {
        **_letter_head(dossier, event, "TB"),
        "number": facts.get("number"),
        "late": event.at > due_at,
        "late_organ": heads.committee(dossier.commune),
        "received_at": dossier.received_at or event.at,
        "due_at": due_at,
        "new_due_at": datetime.fromisoformat(facts["after"]) if facts.get("after") else event.at,
        "reason": payload_of(event, dossier).get("reason", ""),
        "recipients": RECIPIENTS,
        "signer": _granted_by(dossier, event),
    }
    return {name: value for name, value in data.items() if value is not None}


def _form05(dossier: Dossier, event: Event) -> dict[str, Any]:
    reasons = {"withdraw": "Người nộp rút hồ sơ", "expire": "Hết thời hạn bổ sung hồ sơ mà chưa nhận được giấy tờ"}
    words = payload_of(event, dossier).get("reason") or ""
    reason = ". ".join(part for part in (reasons.get(event.kind, ""), words) if part)
    return {
        **_letter_head(dossier, event, "TB"),
        "stopping_organ": heads.desk(dossier.commune),
        "received_at": dossier.received_at or dossier.filed_at,
        "stopped_on": local(event.at).date(),
        "reason": reason or "Theo quyết định dừng giải quyết",
        "basis": ONE_STOP_LAW,
        "papers_returned": "; ".join(_kept(dossier)),
        "recipients": RECIPIENTS,
        "signer": heads.signed_by_director(dossier, event),
    }


def _kept(dossier: Dossier) -> list[str]:
    """Originals that the office kept, and that go back to their owner."""
    kept = {check.paper_key for check in dossier.checks.all() if check.seen == "kept"}
    return [paper.name for paper in requirements.papers(dossier) if paper.key in kept]


def _form06(dossier: Dossier, event: Event) -> dict[str, Any]:
    return {
        **heads.form_head(dossier, event.at),
        "request": dossier.procedure_name,
        "subject": heads.owner(dossier),
        "solving_organ": heads.committee(dossier.commune),
        "received_at": dossier.received_at or dossier.filed_at,
        "due_at": clock.promised(dossier) or event.at,
        **({"clock_stands": True} if clock.stands(dossier) else {}),
        "steps": hand_overs(dossier),
    }


def _result_receipt(dossier: Dossier, event: Event) -> dict[str, Any]:
    """As it was returned; drawn before it is, to travel with the paper, who and when stay open."""
    done = event.kind == "hand_over"
    way = str(event.facts.get("way") or "") if done else "hamlet" if event.kind == "send_to_hamlet" else "desk"
    head = heads.form_head(dossier, event.at)
    del head["receiver"]
    data = {
        **head,
        "request": dossier.procedure_name,
        "subject": heads.owner(dossier),
        "returned_where": _returned_where(dossier, way),
        "results": result_lines(dossier, event, on_paper=way != "electronic"),
    }
    if event.kind == "send_to_hamlet":
        task = dossier.hamlet_tasks.filter(kind="return").order_by("-asked_at").first()
        data |= {"carried_by": report_of(task)["carried_by"]} if task else {}
    if not done:
        return data
    payload = payload_of(event, dossier)
    owner, desk_phone = heads.contact(dossier, "heir"), profile_of(dossier.commune).office_phone
    taken_by = payload.get("taken_by") or owner["name"]
    return data | {
        "giver": _with_phone(
            payload.get("given_by") or event.actor_name, "" if payload.get("given_by") else desk_phone
        ),
        "taker": _with_phone(taken_by, owner.get("phone", "") if taken_by == owner["name"] else ""),
        "taker_relation": payload.get("authority")
        or ("Người thừa kế của chủ hồ sơ" if dossier.has_heir else "Chủ hồ sơ"),
        "returned_at": event.at,
    }


def _with_phone(name: str, phone: str) -> dict[str, str]:
    """Somebody as the receipt names them; without a phone there is a line to write it on."""
    return {"name": name, **({"phone": phone} if phone else {})}


BUILDERS: dict[str, Callable[[Dossier, Event], dict[str, Any]]] = {
    "filing_note": _filing_note,
    "appointment_slip": _appointment_slip,
    "form01": _form01,
    "form02": _form02,
    "form03": _form03,
    "form04": _form04,
    "form05": _form05,
    "form06": _form06,
    "result_receipt": _result_receipt,
}
