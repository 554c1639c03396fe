"""One of everything behind a route, for the permission matrix: dossiers in every state, uploads, batches, messages, papers."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.api.around import Around
from tests.api.made import (
    APPOINTMENT,
    BIRTH,
    CONFIRMATION,
    HOA,
    HOA_ID,
    LO,
    MONDAY,
    PNG,
    RECOGNITION,
    body_of,
    helping_mai,
    put_json,
    signed_in,
)
from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account, Delegation
from thonso.core.access.services import grant
from thonso.core.base import clock
from thonso.core.base.refs import Ref
from thonso.core.files.services import store
from thonso.core.files.tests.making import jpeg
from thonso.core.journal.work import transact
from thonso.core.notices import services as notices
from thonso.core.notices.models import OutboxMessage, State
from thonso.core.people import duplicates
from thonso.core.people.models import DuplicateProposal
from thonso.core.people.rules import Birth, Person
from thonso.core.people.services import add_contact, add_household, add_resident
from thonso.core.signatures.models import SigningKey
from thonso.core.units import batches
from thonso.core.units.models import CommuneProfile
from thonso.dossiers.models import Draft, HamletTask, Result
from thonso.dossiers.services import drafts, filing, voice
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as story
from thonso.dossiers.tests.world import World, filing_of, sample
from thonso.offline.tests.phone import Phone, sealed
from thonso.procedures.access import pinned, version_on
from thonso.procedures.editor import drafts as working_copies
from thonso.procedures.models import ProcedureVersion
from thonso.procedures.services import load_catalogue
from thonso.voices import phrases
from thonso.voices import services as recordings

PEOPLE_CSV = (
    "Thôn;Mã hộ;Họ và tên;Ngày sinh;Giới tính;Số định danh cá nhân\nSuối Chải;SC-099;Chảo Mùi Nải;14/05/1988;Nữ;\n"
)
SOUND = b"\x1a\x45\xdf\xa3" + bytes(10) + b"webm" + bytes(200)
HAMLETS_CSV = "Tên thôn;Số hộ;Số nhân khẩu\nThôn Bản Mạc;96;432\n"


class Everything(Around):
    """Names for the permission matrix: `@name` in its arguments is `values[name]`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dossiers: dict[str, Filed] = {}
        self.values: dict[str, Any] = {
            "new-year": date(2027, 1, 1),
            "card": "015168990001||Lý Thị Mai|12051968|Nữ|Thôn Suối Chải, xã Bát Xát, tỉnh Lào Cai|01012022",
            "suoi-chai": str(world.units.suoi_chai.pk),
            "son-ha": str(world.units.son_ha.pk),
            "new": "7d3f1c9e-6b1a-4a58-9d7e-2f4b8c1d0e55",
            "nowhere": "00000000-0000-4000-8000-000000000000",
        }
        self.helper = helping_mai(world)
        self._dossiers()
        self._strangers()
        self._hamlet()
        self._results()
        self._files()
        self._drafts()
        self._people()
        self._notices()
        self._keys()
        self._complaint()
        self._procedures()
        self._posts()
        self._roster()
        self._outreach()
        self._tv()
        self._kiosk()
        self._neighbours()
        self._bundle()
        self._documents()
        self._counter()
        self._phones()
        self._voices()
        for name, filed in self.dossiers.items():
            self.values |= {name: filed.code, f"key-{name}": filed.key}

    def _phones(self) -> None:
        """Anh Tú's own phone, what was kept early from that of the head of his hamlet, and from cô Lan's on her mobile day."""
        world = self.world
        phones = {who: Phone.enrolled(signed_in(world, who)) for who in ("tu", "dung", "lan")}
        record = sealed(world, "dung", CONFIRMATION)
        assert phones["dung"].deliver(record, sent=False).status_code == 202
        there = sealed(world, "lan", CONFIRMATION, helped={"consent": ""})
        there.text["taken"] = {"day": self.values["mobile"], "at": clock.now().isoformat()}
        assert phones["lan"].deliver(there, sent=False).status_code == 202
        self.values |= {"device": phones["tu"].told["id"], "record": str(record.id), "sha": "a" * 64}
        self.values["record-there"] = str(there.id)

    def _voices(self) -> None:
        """A text that the head of the hamlet has spoken, and nobody has listened to."""
        world = self.world
        phrase = next(iter(phrases.of(world.commune_id).values()))
        with transact(world.commune_id) as work:
            made = recordings.record(work, world.actor("dung"), "dao", phrase.digest, SOUND)
        self.values |= {"recording": str(made.pk), "phrase": phrase.digest}

    def _keys(self) -> None:
        world = self.world
        pho = world.cast["pho"].pk
        self.values["signing-pho"] = str(SigningKey.objects.get(account=pho).pk)
        self.values["signing-seal"] = str(SigningKey.objects.get(account=None).pk)

    def _complaint(self) -> None:
        world = self.world
        said = voice.complain(
            world.dossier(self.dossiers["of-mai"]), world.actor("mai").ref, "Chờ lâu mà không ai báo."
        )
        self.values["complaint"] = str(said.pk)

    def _procedures(self) -> None:
        world = self.world
        self.values["version"] = str(ProcedureVersion.objects.get(procedure__code="1.004873").pk)
        version = ProcedureVersion.objects.get(pk=self.values["version"])
        source = dict(pinned(version.pk).raw)
        with transact(world.commune_id) as work:
            copy = working_copies.start(work, world.actor("quantri").ref, world.commune_id, source, version)
        self.values["copy"] = str(copy.pk)

    def _posts(self) -> None:
        world = self.world
        lan = world.cast["lan"].assignments.get()
        days = {"valid_from": date(2027, 1, 1), "valid_to": date(2027, 1, 2)}
        lent = Delegation.objects.create(assignment=lan, to=world.cast["trung"], granted_by=lan.account_id, **days)
        self.values["lent"] = str(lent.pk)
        for who in ("lan", "pho", "xuan"):
            account = world.cast[who]
            self.values |= {f"account-{who}": str(account.pk), f"post-{who}": str(account.assignments.get().pk)}
        new = grant(system_actor("test"), world.cast["thu"], "one_stop", lan.unit, valid_from=date(2027, 1, 1))
        self.values["post-new"] = str(new.pk)  # not yet shown to the chairman

    def _filed(self, name: str, *, who: str = "lan", code: str = CONFIRMATION, **more: Any) -> Filed:
        self.dossiers[name] = self.world.file(who, sample(code), **more)
        return self.dossiers[name]

    def _accepted(self, name: str, **more: Any) -> Filed:
        filed = self._filed(name, **more)
        self.world.receive(filed)
        return filed

    def _taken(self, name: str, **more: Any) -> Filed:
        filed = self._accepted(name, **more)
        self.world.act("binh" if more.get("code") == BIRTH else "hoa", filed, "take")
        return filed

    def _proposed(self, name: str) -> Filed:
        filed = self._taken(name)
        self.world.act("hoa", filed, "draft_result")
        self.world.act("hoa", filed, "propose")
        return filed

    def _dossiers(self) -> None:
        act = self.world.act
        self._filed("of-mai", who="mai", channel="online")
        self.dossiers["of-mai-helped"] = self._helped()
        self._filed("filed")
        self.world.check_all("lan", self._filed("checked"))
        act(
            "lan",
            self._filed("to-refuse"),
            "propose_refusal",
            {"reason": "Không thuộc thẩm quyền của xã.", "basis": "Điều 5"},
        )
        here = CommuneProfile.objects.filter(unit=self.world.units.commune)
        here.update(supplement_by="leader")
        asked = {"papers": {"request": {"why": "invalid", "note": "Đơn chưa có chữ ký."}}}
        act("hoa", self._taken("to-approve"), "propose_supplement", asked)
        here.update(supplement_by="")
        late = {"days": 2, "reason": "Mưa lũ, đường vào thôn bị sạt."}
        act("hoa", self._taken("to-extend"), "propose_extension", late)
        self._accepted("accepted")
        act("lan", self._taken("taken"), "record_official_code", {"official_code": "H38.12.3-261123-0001"})
        act("hoa", self._taken("consulting"), "consult", {"office": "Công an xã", "question": "Có cư trú không?"})
        act("hoa", self._taken("drafted"), "draft_result")
        self._proposed("to-sign")
        for name in ("asked-of-mai", "supplied"):
            asked = self._filed(name, who="mai", channel="online")
            act("lan", asked, "ask_supplement", {"papers": {"request": {"why": "missing", "note": ""}}})
        # Hoa's own household: she is the officer whose step it would be.
        with transact(self.world.commune_id) as work:
            seed = system_actor("seed").ref
            home = add_household(work, seed, self.world.units.son_ha)
            birth = Birth(datetime(1985, 4, 4, tzinfo=clock.HANOI).date())
            hoa = add_resident(
                work, seed, Person("Hoàng Thị Hoa", "female", birth, "head", id_number=HOA_ID), household=home
            )
        Account.objects.filter(pk=self.world.cast["hoa"].pk).update(resident_id=hoa.pk)
        self._accepted("about-hoa", requester=HOA)
        act("binh", self._taken("elsewhere", code=BIRTH), "advance")
        with clock.at(MONDAY - timedelta(days=90)):
            late = self._filed("asked-long-ago")
            act("lan", late, "ask_supplement", {"papers": {"request": {"why": "missing", "note": ""}}})
        self._filed("wish", code=APPOINTMENT)
        with clock.at(MONDAY - timedelta(days=3)):
            booked = self._filed("booked", code=APPOINTMENT)
            act("lan", booked, "receive", {"day": "2026-11-23", "hour": "08:00"})
            self.world.check_all("lan", booked)

    def _helped(self) -> Filed:
        id_ = uuid4()
        body = body_of(self.world, sample(CONFIRMATION), "assisted")
        answer = put_json(self.helper, f"/api/v1/dossiers/{id_}", body)
        assert answer.status_code == 201, answer.content
        return Filed(id_, answer.json()["code"], answer.json()["key"])

    def _strangers(self) -> None:
        """A dossier of the other commune: nobody of this one finds it."""
        other = self.world.units.other
        load_catalogue(other.pk)
        offered = version_on(other.pk, CONFIRMATION, clock.today())
        mine = World(self.world.units, self.world.cast, self.world.mai_home, self.world.lo_home)
        one = filing_of(mine, sample(CONFIRMATION), offered.version_id, "desk", uuid4())
        # On another day, so that its code is not also that of a dossier here: codes are counted by commune and day.
        one = replace(one, answers={**one.answers, "home": {"province": "15", "commune": "02686"}})
        with clock.at(MONDAY - timedelta(days=4)):
            self.dossiers["of-other-commune"] = filing.file(
                self.world.actor("xuan"), replace(one, commune_id=other.pk, commune_code="02686", hamlet_id=None)
            )

    def _hamlet(self) -> None:
        act = self.world.act
        self._taken("to-list", code=RECOGNITION, head=LO)
        sent = self._taken("in-hamlet", code=RECOGNITION, head=LO)
        act("hoa", sent, "advance")
        self.values["review"] = str(HamletTask.objects.get(dossier_id=sent.dossier_id).pk)
        self.dossiers["to-decide"] = story.ready_for_decision(self.world)

    def _results(self) -> None:
        act, world = self.world.act, self.world
        for name in ("signed", "completed", "handed"):
            filed = self._proposed(name)
            world.sign("pho", filed)
            if name != "signed":
                act("thu", filed, "seal")
        act("lan", self.dossiers["handed"], "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
        for name in ("drafted", "signed", "completed"):
            result = Result.objects.get(stands_for__dossier_id=self.dossiers[name].dossier_id)
            self.values[f"result-{name}"] = str(result.pk)
            self.values[f"check-{name}"] = result.check_code
        for name, filed in self.dossiers.items():
            self.values[f"event-{name}"] = str(world.dossier(filed).events.get(kind="filed").pk)
        received = world.dossier(self.dossiers["taken"]).events.get(kind="receive")
        self.values["receipt-taken"] = str(received.pk)

    def _files(self) -> None:
        world, commune = self.world, self.world.commune_id
        mine = store(Ref("account", world.cast["mai"].pk), commune, PNG, name="giay.png", purpose="test")
        self.values |= {"upload-of-mai": str(mine.pk), "sha-of-mai": mine.received_sha256}
        answer = self.helper.put(f"/api/v1/blobs/{mine.received_sha256}", PNG, content_type="application/octet-stream")
        assert answer.status_code == 201, answer.content
        self.values["upload-of-session"] = answer.json()["id"]
        # The same picture given for a paper of Mai's dossier: who may read the dossier may open it.
        world.act(
            "mai",
            self.dossiers["supplied"],
            "supply",
            {"files": [{"paper": "request", "sha256": mine.received_sha256}]},
        )
        loose = store(Ref("account", world.cast["mai"].pk), commune, jpeg(), name="khac.jpg", purpose="test")
        self.values["upload-loose"] = str(loose.pk)

    def _drafts(self) -> None:
        mai = signed_in(self.world, "mai")
        for name, client, query in (
            ("draft-of-mai", mai, ""),
            ("draft-of-session", self.helper, ""),
            ("draft-of-lan", signed_in(self.world, "lan"), "?kenh=desk"),
        ):
            answer = client.post(f"/thu-tuc/{CONFIRMATION}/nop/{query}", {"representation": "self"})
            assert answer.status_code == 302, answer.content
            self.values[name] = answer.headers["Location"].split("/")[2]
        ready = Draft.objects.get(pk=self.values["draft-of-mai"])
        drafts.replace_answers(ready, sample(CONFIRMATION).answers)

    def _people(self) -> None:
        world, commune = self.world, self.world.commune_id
        hoa, quantri = world.cast["hoa"].pk, world.cast["quantri"].pk
        people = batches.keep(commune, hoa, "people", "dan-cu.csv", PEOPLE_CSV.encode("utf-8-sig"))
        hamlets = batches.keep(commune, quantri, "hamlets", "thon.csv", HAMLETS_CSV.encode("utf-8-sig"))
        with transact(commune) as work:
            seed = system_actor("seed").ref
            home = add_household(work, seed, world.units.son_ha)
            born = Birth(datetime(1975, 3, 2, tzinfo=clock.HANOI).date())
            twin = add_resident(work, seed, Person("Phan Thị Lở", "female", born, "head"), household=home)
            contact = add_contact(work, seed, twin, "0900000009")
            duplicates.propose_for(work, seed, commune, [twin])
        pair = DuplicateProposal.objects.get()
        self.values |= {
            "batch-people": str(people.pk),
            "batch-hamlets": str(hamlets.pk),
            "pair": str(pair.pk),
            "pair-first": str(pair.first_id),
            "resident": str(twin.pk),
            "household": str(home.pk),
            "contact": str(contact.pk),
        }

    def _notices(self) -> None:
        world, about = self.world, Ref("dossier", self.dossiers["of-mai"].dossier_id)
        with transact(world.commune_id) as work:
            notices.queue(
                work,
                channel="sms",
                to="0912 345 678",
                template="dossier_received",
                context={"code": "TS-261123-0001", "due": "23/11/2026"},
                key="stuck",
                about=about,
            )
        OutboxMessage.objects.filter(key__startswith="stuck/").update(state=State.DEAD, last_error="refused")
        stuck = OutboxMessage.objects.get(key__startswith="stuck/")
        self.values |= {"stuck": str(stuck.pk), "stuck-token": str(stuck.token)}
