"""Everything there is to find out about one resident, under names and numbers that nobody else here has.

Her account is `mai`, but none of the sample's values are hers: those stand on the demo's sign-in page and in the
catalogue. Whoever looks for a leak looks for `Hers.marks`.
"""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from hashlib import sha256
from typing import Any
from unicodedata import normalize
from urllib.parse import quote
from uuid import UUID

from django.apps import apps
from django.db.models import Model
from django.test import Client

from tests.api.made import APPOINTMENT, CONFIRMATION, MONDAY, RECOGNITION, body_of, put_json, signed_in
from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.access.services import grant, set_phone
from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.files.tests.making import jpeg
from thonso.core.journal.work import transact
from thonso.core.notices import outbox
from thonso.core.notices import services as notices
from thonso.core.notices.models import Job, OutboxMessage, State
from thonso.core.people import duplicates
from thonso.core.people.models import Household
from thonso.core.people.rules import Birth, Klass, Person
from thonso.core.people.services import add_contact, add_household, add_resident, set_classification, set_ethnicity
from thonso.core.people.services.entering import keep_former
from thonso.core.signatures import services as keys
from thonso.core.units import batches
from thonso.counter.services import bookings, visits
from thonso.documents import routing
from thonso.documents import services as documents
from thonso.documents.outgoing import services as writing
from thonso.documents.outgoing import signing as outgoing_signing
from thonso.documents.outgoing.typed import Draft as Letter
from thonso.dossiers.models import Draft
from thonso.dossiers.services import drafts, voice
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import SEED, World, sample
from thonso.neighbours import services as neighbours
from thonso.offline.tests.phone import Phone, sealed
from thonso.outreach.models import CarriedPaper, MobileDay, TakenThere
from thonso.outreach.services import mobile, pads, pouch, telling
from thonso.portal import bundles
from thonso.portal.models import PortalStatus

NAME, CHILD = "Vàng Thị Mẩy Sương", "Giàng Seo Phừ Chiến"
ID, FORMER_ID, PHONE = "015168990774", "063990774", "0987650431"
ADDRESS, SCHOOL = "Nhà sau cây gạo đầu dốc Khe Lạnh", "Trường Khe Lạnh điểm lẻ số bốn"
FILE = "giay-ra-vien-may-suong"
COMPLAINT, NOTE = "Cán bộ đòi hai con gà trống thiến", "Thiếu trang có dấu giáp lai của trạm xá"
POOR = {"full_name": NAME, "id_number": ID, "birth": "1968-05-12", "sex": "female"}
ANSWERS: dict[str, Any] = {
    "requester": POOR,
    "member": {"full_name": CHILD, "birth": "2012-09-01", "sex": "male"},
    "phone": PHONE,
    "school_name": SCHOOL,
}
COPIES = "2.000635"
CSV = "Thôn;Mã hộ;Họ và tên;Ngày sinh;Giới tính;Số định danh cá nhân\nSuối Chải;SC-099;{};12/05/1968;Nữ;{}\n"


@dataclass
class Hers:
    world: World
    helper: Client  # the browser in which she was helped; the session has ended
    filed: dict[str, Filed] = field(default_factory=dict)
    rows: dict[type[Model], frozenset[Any]] = field(default_factory=dict)
    marks: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.filed.values()]

    def all(self, model: type[Model]) -> list[Any]:
        return list(model._base_manager.filter(pk__in=self.rows[model]).order_by("pk"))


def make(world: World) -> Hers:
    grant(system_actor("test"), world.cast["pao"], "village_head", world.units.son_ha)
    day, slip = _outreach(world)
    phone = Phone.enrolled(signed_in(world, "dung"))
    before = _keys()
    with transact(world.commune_id) as work:
        home = add_household(work, SEED, world.units.suoi_chai)
        born = Birth(date(1968, 5, 12))
        mai = add_resident(work, SEED, Person(NAME, "female", born, "head", id_number=ID), household=home)
        add_resident(work, SEED, Person(CHILD, "male", Birth(date(2012, 9, 1)), "child"), household=home)
        klass = Klass(2026, "poor", decision_number="112/QĐ-UBND", decision_date=date(2025, 12, 15))
        set_classification(work, SEED, Household.objects.get(pk=home.pk), klass)
        set_ethnicity(work, SEED, mai, "Dao")
        keep_former(mai, FORMER_ID)
        contact = add_contact(work, SEED, mai, PHONE)
        notices.record_consent(work, contact_id=contact.pk, channel="sms", recorder=SEED, text_version="2026-11")
        twin = add_resident(work, SEED, Person("Vàng Thị Mảy Sương", "female", born, "head"), household=home)
        duplicates.propose_for(work, SEED, world.commune_id, [twin])
    Account.objects.filter(pk=world.cast["mai"].pk).update(full_name=NAME, is_sample=False, resident_id=mai.pk)
    set_phone(
        system_actor("test"), world.commune_id, Account.objects.get(pk=world.cast["mai"].pk), PHONE, verified=True
    )
    hers = Hers(world, helper=signed_in(world, "tu", raise_request_exception=False))
    _dossiers(hers)
    _helped(hers)
    _at_the_counter(hers)
    _loose_ends(hers)
    with transact(world.commune_id) as work:
        mobile.enrol(work, world.actor("lan"), day, NAME, CONFIRMATION)
        wish = world.dossier(hers.filed["wish"])
        TakenThere.objects.create(day=day, dossier=wish, act="filed", at=work.at)
        pads.link_dossier(work, world.actor("lan"), wish, slip)
        paper = CarriedPaper.objects.create(
            commune_id=wish.commune_id, dossier=wish, paper_key="document", title="Bản chính", place="desk",
            since=work.at, taken_at=work.at, taken_by=world.cast["lan"],
        )  # fmt: skip
        pouch.hand_over(work, world.actor("lan"), "to_division", [paper], world.cast["binh"])
        telling.record(work, world.actor("lan"), wish, "no_answer")
        lan, commune = world.actor("lan"), world.units.commune
        there = neighbours.Wanted("02686", ("", "Đăng ký khai sinh"), NAME, ID, PHONE, ADDRESS, "Tờ khai", "desk")
        neighbours.receive(work, lan, commune, there)
        about_her = documents.Typed(sender="Trung tâm Y tế", subject=f"Về hồ sơ bệnh án của bà {NAME}", code="9/TTYT")
        asked = documents.begin_on_paper(work, world.actor("thu"), commune, "ubnd")
        asked = documents.register(work, world.actor("thu"), asked, about_her)
        wanted = routing.Wanted(f"Xem hồ sơ của bà {NAME}", world.cast["binh"].pk)
        routing.instruct(work, world.actor("hai"), asked, wanted)
        reply = Letter("cong-van", "VP", "body", "0", f"Trả lời về hồ sơ của bà {NAME}", ADDRESS, NOTE, NAME)
        written = [writing.begin(work, world.actor("binh"), commune, reply, asked) for _each in range(2)]
        for one in written:
            writing.save(work, world.actor("binh"), one, replace(reply, body=f"{NOTE} {ID}"))
            writing.submit(work, world.actor("binh"), one, writing.Round(world.cast["pho"].pk))
        came = {"receiver": "02686", "their_code": "NH-26-0001", "received_on": "20/11/2026", "back": "there"}
        neighbours.enter_inward(work, lan, wish, came)
        typed = {"key": "khai-sinh", "code": "G22.99-261120-0001", "name": NAME, "filed_on": "20/11/2026"}
        bundles.begin(work, lan, commune, wish, typed)
        PortalStatus.objects.create(
            commune_id=wish.commune_id, dossier=wish, code=4, words="Đang xử lý", told_on=today(), at=work.at,
            by_account_id=world.cast["lan"].pk,
        )  # fmt: skip
    with keys.in_hand(keys.key_of_account(world.commune_id, world.cast["pho"].pk)) as hand:
        outgoing_signing.sign(world.actor("pho"), written[0].tasks.get(), hand)
    kept = sealed(world, "dung", CONFIRMATION, helped={"name": NAME, "id_number": ID})
    assert phone.deliver(kept, sent=False).status_code == 202
    hers.rows = {model: frozenset(keys - before[model]) for model, keys in _keys().items()}
    hers.rows[Account] |= {world.cast["mai"].pk}
    hers.marks = _marks(hers)
    return hers


def _outreach(world: World) -> tuple[MobileDay, str]:
    """A day on which an officer comes, and the code of a slip of a pad: the commune's, until she is on the one and has the
    other."""
    lan, place = world.actor("lan"), world.units.suoi_chai
    wanted = mobile.Wanted(place, "Nhà văn hóa thôn", today(), time(8), time(11), world.cast["lan"], [CONFIRMATION])
    with transact(world.commune_id) as work:
        day = mobile.announce(work, lan, wanted)
        return day, pads.free(pads.make(work, lan, world.units.commune, place, 1))[0].code


def _dossiers(hers: Hers) -> None:
    """One in each state that matters, the last as far as handed over and rated."""
    world, act, plain = hers.world, hers.world.act, sample(CONFIRMATION)
    for name in ("new", "asked", "taken", "drafted", "signed", "completed", "handed"):
        hers.filed[name] = world.file("mai", plain, channel="online", **ANSWERS)
    asked = hers.filed["asked"]
    act("lan", asked, "ask_supplement", {"papers": {"request": {"why": "missing", "note": NOTE}}})
    sha = world.upload("mai", jpeg(431, 287), f"{FILE}.jpg")
    act("mai", asked, "supply", {"files": [{"paper": "request", "sha256": sha}]})
    for name in ("taken", "drafted", "signed", "completed", "handed"):
        filed = hers.filed[name]
        world.receive(filed)
        act("hoa", filed, "take")
        if name != "taken":
            act("hoa", filed, "draft_result")
        if name in ("signed", "completed", "handed"):
            act("hoa", filed, "propose")
            world.sign("pho", filed)
        if name in ("completed", "handed"):
            act("thu", filed, "seal")
    act("lan", hers.filed["handed"], "hand_over", {"way": "desk", "taken_by": NAME})
    voice.rate(world.dossier(hers.filed["handed"]), world.actor("mai"), 2, COMPLAINT)
    # In another hamlet than that of the helper, whose own work it would be.
    home = sample(RECOGNITION).answers["home"] | {"hamlet": "son-ha"}
    poor = hers.filed["in hamlet"] = world.file("lan", sample(RECOGNITION), head=POOR, home=home)
    world.receive(poor)
    act("hoa", poor, "take")
    act("hoa", poor, "advance")
    hers.filed["wish"] = world.file("lan", sample(APPOINTMENT), requester=POOR)
    fee = hers.filed["fee asked"] = world.file("lan", sample(COPIES), requester=POOR)
    world.receive(fee)
    act("lan", fee, "ask_payment", {"amount": "24.000"})
    # Of another day, so that its code is of another day too.
    with clock.at(MONDAY - timedelta(days=60)):
        hers.filed["withdrawn"] = world.file("mai", plain, channel="online", **ANSWERS)
        act("mai", hers.filed["withdrawn"], "withdraw")


def _helped(hers: Hers) -> None:
    """Tú helps her: session, draft, file, dossier, followed in his browser; then the session is over."""
    world, tu = hers.world, hers.helper
    data = {"name": NAME, "id_number": ID, "phone": PHONE, "consent": "spoken"}
    assert tu.post("/thon/giup/", data).status_code == 302
    assert tu.post(f"/thu-tuc/{CONFIRMATION}/nop/", {"representation": "self"}).status_code == 302
    photo = jpeg(435, 291)
    sent = tu.put(f"/api/v1/blobs/{sha256(photo).hexdigest()}", photo, content_type="application/octet-stream")
    assert sent.status_code == 201, sent.content
    body = body_of(world, sample(CONFIRMATION), "assisted")
    body["answers"] |= ANSWERS
    body["subject"] = {"name": NAME, "id_number": ID, "birth": "1968-05-12", "sex": "female", "address": ADDRESS}
    id_ = UUID("7b3f1c9e-6b1a-4a58-9d7e-2f4b8c1d0e77")
    answer = put_json(tu, f"/api/v1/dossiers/{id_}", body)
    assert answer.status_code == 201, answer.content
    filed = hers.filed["helped"] = Filed(id_, answer.json()["code"], answer.json()["key"])
    assert tu.post("/tra-cuu/", {"ma": filed.code, "khoa": filed.key}).status_code == 302
    assert tu.get(f"/tra-cuu/{filed.code}/").status_code == 200
    assert tu.post("/thon/giup/ket-thuc/", {"sure": "1"}).status_code == 302


def _at_the_counter(hers: Hers) -> None:
    """She comes to the desk, and one of her dossiers is dealt with there."""
    world = hers.world
    told = {"id_number": ID, "phone": PHONE}
    visit = visits.begin(world.actor("lan"), world.commune_id, name=NAME, details=told, resident=None)
    visits.add(visit, hers.filed["handed"].dossier_id)
    bookings.set_rule(world.actor("trung"), world.commune_id, 2, 14)
    hour = bookings.hours(bookings.rule_of(world.commune_id), MONDAY.date() + timedelta(days=2))[0].at
    with transact(world.commune_id) as work:
        bookings.book(work, world.actor("mai"), bookings.Wanted(hour, NAME, PHONE, CONFIRMATION))


def _loose_ends(hers: Hers) -> None:
    """A draft, a file that belongs to nothing, a complaint, a list with her on it, messages: one read, one undeliverable."""
    world, commune, mai = hers.world, hers.world.commune_id, signed_in(hers.world, "mai")
    begun = mai.post(f"/thu-tuc/{CONFIRMATION}/nop/", {"representation": "self"})
    draft = Draft.objects.get(pk=begun.headers["Location"].split("/")[2])
    drafts.replace_answers(draft, {**sample(CONFIRMATION).answers, **ANSWERS})
    world.upload("mai", jpeg(433, 289), f"{FILE}-2.jpg")
    new = hers.filed["new"]
    voice.complain(world.dossier(new), world.actor("mai").ref, COMPLAINT)
    batches.keep(commune, world.cast["hoa"].pk, "people", "dan-cu.csv", CSV.format(NAME, ID).encode("utf-8-sig"))
    context, about = {"code": new.code, "due": "26/11/2026"}, Ref("dossier", new.dossier_id)
    with transact(commune) as work:
        for channel, to in (("sms", PHONE), ("inapp", world.cast["mai"].pk)):
            notices.queue(
                work, channel=channel, to=to, template="dossier_received", context=context, key="hers", about=about
            )
    # What goes to her inside the product arrives; the rest could not be sent.
    outbox.deliver_inapp([message for message in outbox.claim(500) if message.channel == "inapp"])
    OutboxMessage.objects.exclude(state=State.SENT).update(state=State.DEAD, last_error="refused")
    Job.objects.update(state=State.DEAD, last_error="refused")


# Not things of hers, however they came about meanwhile.
HOUSE = {
    "contenttypes",
    "sessions",
    "usersessions",
    "access.RateWindow",
    "access.ApiToken",
    "journal.Head",
    "units.Unit",
    "dossiers.Report",  # the same rows
}


def models() -> list[type[Model]]:
    return [m for m in apps.get_models() if not {m._meta.app_label, m._meta.label} & HOUSE]


def _keys() -> dict[type[Model], set[Any]]:
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in models()}


def _marks(hers: Hers) -> dict[str, frozenset[str]]:
    """What to look for, by what it is; each in every form in which a page, a header or a file could carry it."""
    from thonso.core.files.models import Upload
    from thonso.dossiers.models import Result

    uploads, results = hers.all(Upload), hers.all(Result)
    filed = hers.filed.values()
    rows = {str(pk) for keys in hers.rows.values() for pk in keys if isinstance(pk, UUID)}
    return {
        "name": _written(NAME),
        "child": _written(CHILD),
        "ID number": frozenset({ID, FORMER_ID, f"{ID[:3]} {ID[3:6]} {ID[6:9]} {ID[9:]}"}),
        "phone": frozenset({PHONE, PHONE[1:], "0987 650 431", "987 650 431"}),
        "address": _written(ADDRESS),
        "answer": _written(SCHOOL),
        "file name": frozenset({FILE}),
        "complaint": _written(COMPLAINT),
        "note": _written(NOTE),
        "code": frozenset(one.code for one in filed),
        "key": frozenset(form for one in filed for form in (one.key, f"{one.key[:3]}\u00a0{one.key[3:]}")),
        "hash": frozenset(sha for one in uploads for sha in (one.received_sha256, one.stored_sha256) if sha),
        "check code": frozenset(one.check_code for one in results),
        "number": frozenset(one.number for one in results if one.number),
        "household": frozenset(one.code for one in hers.all(Household)),
        "id": frozenset(rows),
    }


def _written(text: str) -> frozenset[str]:
    folded = fold(text)
    plain = {text, normalize("NFD", text), folded, folded.replace(" ", "-")}
    return frozenset(plain | {quote(text), text.replace(" ", "+"), text.encode("unicode_escape").decode()})
