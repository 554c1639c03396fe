"""What the wings around the dossiers have behind their routes, for `api.everything`."""

from dataclasses import replace
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from tests.api.made import (
    CONFIRMATION,
    LO,
    MONDAY,
)
from thonso.core.base.clock import today
from thonso.core.files.tests.making import pdf
from thonso.core.journal.work import transact
from thonso.core.signatures import services as keys
from thonso.counter.services import after_entry, bookings, setup, tickets, visits
from thonso.documents import routing
from thonso.documents import services as documents
from thonso.documents.outgoing import services as writing
from thonso.documents.outgoing import signing as outgoing_signing
from thonso.documents.outgoing.typed import Draft
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import World
from thonso.kiosk import services as kiosk
from thonso.neighbours import services as neighbours
from thonso.outreach.models import CarriedPaper
from thonso.outreach.services import mobile, pads, pouch
from thonso.portal import bundles
from thonso.roster.models import Absence, Duty
from thonso.tv import announcing
from thonso.tv import services as tv
from thonso.tv.models import PairingRequest


class Around:
    """`Everything` without its dossiers: what is made here is named in `values`."""

    world: World
    dossiers: dict[str, Filed]
    values: dict[str, Any]

    def _roster(self) -> None:
        world = self.world
        tu = world.cast["tu"]
        duty = Duty.objects.create(
            commune=world.units.commune, hamlet=world.units.suoi_chai, helper=tu, weekday=1,
            valid_from=date(2026, 1, 1), starts=time(19), ends=time(21),
        )  # fmt: skip
        away = Absence.objects.create(
            commune=world.units.commune, helper=tu, first=date(2027, 1, 1), last=date(2027, 1, 2)
        )
        self.values |= {"duty": str(duty.pk), "away": str(away.pk)}

    def _outreach(self) -> None:
        world = self.world
        lan_ = world.actor("lan")
        wanted = mobile.Wanted(
            world.units.suoi_chai, "Nhà văn hóa thôn", today(), time(8), time(11), world.cast["lan"], [CONFIRMATION]
        )
        with transact(world.commune_id) as work:
            day = mobile.announce(work, lan_, wanted)
            wished = mobile.enrol(work, world.actor("tu"), day, "Lý Thị Mai", CONFIRMATION)
            pad = pads.make(work, lan_, world.units.commune, None, 1)
        helped = world.dossier(self.dossiers["of-mai-helped"])
        with transact(world.commune_id) as work:
            tu_ = world.actor("tu")
            held, sent = (
                CarriedPaper.objects.create(
                    commune_id=world.commune_id, dossier=helped, paper_key=key, title="Giấy chứng sinh", place="helper",
                    holder_id=tu_.account_id, since=work.at, taken_at=work.at, taken_by_id=tu_.id,
                )
                for key in ("one", "two")
            )  # fmt: skip
            given = pouch.hand_over(work, tu_, "to_desk", [sent], None)
        self.values |= {"held": str(held.pk), "list": str(given.pk)}
        self.values |= {"mobile": str(day.pk), "enrolment": str(wished.pk), "pad": str(pad.pk)}
        self.values["slip"] = pads.free(pad)[0].code

    def _tv(self) -> None:
        world = self.world
        with transact(world.commune_id) as work:
            for name, who, hamlet in (
                ("announcement", "tu", world.units.suoi_chai),
                ("announcement-of-all", "lan", None),
            ):
                wanted = announcing.Wanted(hamlet, "Họp", "", today(), today())
                self.values[name] = str(announcing.announce(work, world.actor(who), world.units.commune, wanted).pk)
            for code, digest in (("346793", "a" * 64), ("346794", "b" * 64)):
                PairingRequest.objects.create(code=code, digest=digest, expires_at=work.at + timedelta(days=1))
            screen = tv.pair(work, world.actor("tu"), world.units.suoi_chai, "346793", "Nhà văn hóa thôn")
        self.values |= {"tv": str(screen.pk), "tv-code": "346794", "suoi-chai": str(world.units.suoi_chai.pk)}

    def _kiosk(self) -> None:
        world = self.world
        with transact(world.commune_id) as work:
            day = work.at + timedelta(days=1)
            for code, digest in (("BCFHJK", "c" * 64), ("BCFHJM", "d" * 64), ("BCFHJN", "e" * 64)):
                PairingRequest.objects.create(kind="kiosk", code=code, digest=digest, expires_at=day)
            house = kiosk.pair(work, world.actor("tu"), world.units.suoi_chai, "BCFHJK", "Nhà văn hóa thôn")
            lobby = kiosk.pair(work, world.actor("lan"), None, "BCFHJM", "Sảnh chờ")
        self.values |= {"kiosk": str(house.pk), "kiosk-lobby": str(lobby.pk), "kiosk-code": "BCFHJN"}

    def _bundle(self) -> None:
        typed = {"key": "khai-sinh", "code": "G22.99-261120-0001", "name": "Vàng A Páo", "filed_on": "20/11/2026"}
        with transact(self.world.commune_id) as work:
            row = bundles.begin(work, self.world.actor("lan"), self.world.units.commune, None, typed)
        self.values["bundle"] = str(row.pk)

    def _neighbours(self) -> None:
        wanted = neighbours.Wanted(
            "02686", ("", "Đăng ký khai sinh"), "Vàng A Páo", "", "", "Thôn Tùng Sáng", "Tờ khai", "desk"
        )
        with transact(self.world.commune_id) as work:
            row = neighbours.receive(work, self.world.actor("lan"), self.world.units.commune, wanted)
        self.values["outward"] = str(row.pk)

    def _documents(self) -> None:
        world = self.world
        thu, commune = world.actor("thu"), world.units.commune
        with transact(world.commune_id) as work:
            row, new = (documents.begin_on_paper(work, thu, commune, "ubnd") for _each in range(2))
            documents.register(work, thu, row, documents.Typed(sender="Sở Nội vụ", subject="Rà soát", code="1/SNV"))
            given = documents.register(
                work, thu, documents.begin_on_paper(work, thu, commune, "ubnd"),
                documents.Typed(sender="Sở Tư pháp", subject="Hộ tịch", code="2/STP"),
            )  # fmt: skip
            wanted = routing.Wanted("Tham mưu trả lời", world.cast["binh"].pk)
            written = routing.instruct(work, world.actor("hai"), given, wanted)
        task = written.tasks.get()
        self.values |= {
            who: str(world.cast[name].pk) for who, name in (("the-chairman", "hai"), ("the-officer", "binh"))
        }
        self.values |= {"incoming-given": str(given.pk), "document-task": str(task.pk)}
        self._outgoing()
        file = documents.arrive(thu, commune, "ubnd", BytesIO(pdf("Công văn")), "cong-van.pdf")
        self.values |= {"incoming": str(row.pk), "incoming-new": str(new.pk), "incoming-file": str(file.pk)}

    def _outgoing(self) -> None:
        """A draft of Binh's, one before the chairman in its second version, one that is signed."""
        world = self.world
        binh, hai = world.actor("binh"), world.actor("hai")
        typed = Draft(kind="ke-hoach", subject="Tuyên truyền", body="1. Mục đích", recipients="Như trên")
        with transact(world.commune_id) as work:
            draft, given, done = (writing.begin(work, binh, world.units.commune, typed) for _each in range(3))
            given = writing.save(work, binh, given, replace(typed, body="1. Mục đích khác"))
            for row in (given, done):
                writing.submit(work, binh, row, writing.Round(world.cast["hai"].pk))
        with keys.in_hand(keys.key_of_account(world.commune_id, hai.ref.id)) as hand:
            outgoing_signing.sign(hai, done.tasks.get(), hand)
        self.values |= {
            "outgoing": str(draft.pk), "outgoing-given": str(given.pk), "outgoing-signed": str(done.pk),
            "outgoing-task": str(given.tasks.get().pk),
        }  # fmt: skip

    def _counter(self) -> None:
        visit = visits.begin(
            self.world.actor("lan"), self.world.commune_id, name=LO["full_name"], details={}, resident=None
        )
        visits.add(visit, self.dossiers["filed"].dossier_id)
        self.values["visit"] = str(visit.pk)
        trung, lan, commune = self.world.actor("trung"), self.world.actor("lan"), self.world.commune_id
        kinds = [setup.set_business(trung, commune, letter, f"Việc {letter}") for letter in "AB"]
        place = setup.set_counter(trung, commune, 1, kinds)
        setup.set_counter(trung, commune, 2, kinds)
        self.values["lobby"] = setup.new_lobby(trung, commune)
        tickets.sit(lan, commune, place)
        place.refresh_from_db()
        self.values["batch"] = str(after_entry.print_pad(lan, commune, 8).pk)
        cut = after_entry.propose(lan, commune, MONDAY - timedelta(hours=1), MONDAY - timedelta(minutes=5), "Mất điện")
        self.values["outage"] = str(cut.pk)
        bookings.set_rule(self.world.actor("trung"), commune, 2, 14)
        hour = bookings.hours(bookings.rule_of(commune), MONDAY.date() + timedelta(days=2))[0].at
        with transact(commune) as work:
            booked = bookings.book(work, self.world.actor("mai"), bookings.Wanted(hour, "Lý Thị Mai"))
        self.values["hour"] = str(booked.pk)
        ticket = tickets.draw(lan.ref, kinds[0], "", uuid4())
        tickets.call_next(lan, place)
        self.values["ticket"] = str(ticket.pk)
