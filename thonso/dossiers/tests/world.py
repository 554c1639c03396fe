"""A small working commune for the tests of dossiers: the cast, two households, the catalogue, the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from thonso.core.access.actors import Actor, AssistRef, actor_of_account, system_actor
from thonso.core.access.models import Account, Assignment
from thonso.core.base.clock import HANOI, now, today
from thonso.core.files import services as files
from thonso.core.journal.work import transact
from thonso.core.people.models import Household, Resident
from thonso.core.people.rules import Birth, Klass, Person
from thonso.core.people.services import add_household, add_resident, set_classification
from thonso.core.signatures import services as keys
from thonso.core.units.models import CommuneProfile
from thonso.core.workdays.loading import load_holidays
from thonso.dossiers import actions, people_of
from thonso.dossiers.models import AssistSession, Dossier, Result
from thonso.dossiers.services import assist, filing, signing
from thonso.dossiers.services.filing import Filed, Filing, upload_owner
from thonso.dossiers.services.filing import Person as Party
from thonso.procedures import catalogue, samples
from thonso.procedures.access import pinned, version_on
from thonso.procedures.definition import Definition
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.rules import evaluate
from thonso.procedures.samples import Sample
from thonso.procedures.services import SYSTEM, add_version, publish
from thonso.sample.keys import make_keys

SEED = system_actor("seed").ref
MAI_ID = "015168990001"


@cache
def photo(shade: int = 200) -> bytes:
    """A small real photograph; another `shade` is another file."""
    out = BytesIO()
    image = Image.new("RGB", (64, 48), (shade, shade, 180))
    image.paste((10, 10, 10), (8, 20, 56, 24))  # a line of ink
    image.save(out, "JPEG")
    return out.getvalue()


@dataclass
class World:
    units: Any
    cast: dict[str, Account]
    mai_home: Household
    lo_home: Household
    filed: list[Filed] = field(default_factory=list)

    @property
    def commune_id(self) -> UUID:
        return self.units.commune.pk

    def actor(self, name: str) -> Actor:
        return actor_of_account(Account.objects.get(pk=self.cast[name].pk))

    def dossier(self, done: Filed) -> Dossier:
        return self.dossier_of(done.dossier_id)

    def dossier_of(self, id_: UUID) -> Dossier:
        return Dossier.objects.select_related("hamlet", "commune").get(pk=id_)

    def act(self, who: str, done: Filed, name: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        return actions.perform(self.actor(who), self.dossier(done), name, data or {}, uuid4())

    def file(
        self,
        who: str | Actor,
        sample: Sample,
        *,
        channel: str = "",
        id_: UUID | None = None,
        attachments: Sequence[tuple[str, str]] = (),
        **changes: Any,
    ) -> Filed:
        """File a sample of the catalogue as the officer at the desk, or online for oneself."""
        offered = version_on(self.commune_id, sample.code, date(2026, 11, 23))
        actor = self.actor(who) if isinstance(who, str) else who
        whole = filing_of(self, sample, offered.version_id, channel or "desk", id_ or uuid4(), **changes)
        helper = Party(actor.name) if actor.assist else None
        filed = filing.file(actor, replace(whole, attachments=list(attachments), helper=helper))
        self.filed.append(filed)
        return filed

    def upload(self, who: str | Actor, data: bytes = b"", name: str = "anh.jpg") -> str:
        """The received hash of a file that this person has sent."""
        actor = self.actor(who) if isinstance(who, str) else who
        return files.store(upload_owner(actor), self.commune_id, data or photo(), name=name).received_sha256

    def file_from_afar(self, who: str | Actor, sample: Sample, *, channel: str, **changes: Any) -> Filed:
        """File with one photograph for each paper that this case must bring."""
        actor = self.actor(who) if isinstance(who, str) else who
        definition = version_on(self.commune_id, sample.code, date(2026, 11, 23)).definition
        files_ = {paper: [self.upload(actor)] for paper in sample.attachments}
        filled = replace(sample, answers=samples.with_attachments(definition, sample.answers, files_))
        asked = {one.paper for one in definition.form.fields() if one.kind == "file"}
        loose = [(paper, sha) for paper, found in files_.items() if paper not in asked for sha in found]
        return self.file(actor, filled, channel=channel, attachments=loose, **changes)

    def filer(self, one: Sample) -> Actor:
        """Who files a sample: chị Mai online (from an account that is tied to nobody, where it is about somebody else), anh Tú
        inside a session with her whom it is about, cô Lan at her desk."""
        if one.channel == "online":
            mai = self.actor("mai")
            return mai if name_in(one) == mai.name else replace(mai, resident_id=None)
        if one.channel == "assisted":
            return self.helping("tu", name_in(one))
        return self.actor("lan")

    def helping(self, who: str, name: str, **details: Any) -> Actor:
        """The helper inside an assisted session that has just been opened for this citizen."""
        actor = self.actor(who)
        for earlier in AssistSession.objects.filter(helper_id=actor.account_id, ended_at=None):
            assist.end_session(actor, earlier)
        return self.inside(
            actor, assist.open_session(actor, self.commune_id, name=name, details=details, consent="spoken")
        )

    def inside(self, actor: Actor, session: AssistSession) -> Actor:
        """As the loader of every request makes it: with the session while it is open, else without."""
        open_now = AssistSession.objects.filter(pk=session.pk, ended_at=None, expires_at__gt=now()).exists()
        held = AssistRef(session.pk, session.citizen_name, session.started_at, session.helper_id)
        return replace(actor, assist=held if open_now else None)

    def check_all(self, who: str, done: Filed) -> None:
        dossier = self.dossier(done)
        self.act(who, done, "check_paper", {"papers": {key: {"verdict": "valid"} for key in dossier.paper_keys}})

    def receive(self, done: Filed, who: str = "lan") -> None:
        self.check_all(who, done)
        self.act(who, done, "receive")

    def appoint(self, who: str, role: str = "officer_social") -> Assignment:
        """From today on this person holds that post of the commune as well."""
        unit = self.units.commune
        return Assignment.objects.create(
            account=self.cast[who], commune_id=unit.pk, unit=unit, role=role, tree="government",
            granted_by=self.cast["quantri"].pk, valid_from=today(),
        )  # fmt: skip

    def sign(self, who: str, *filed: Filed) -> list[Result]:
        actor = self.actor(who)
        with keys.in_hand(keys.key_of_account(self.commune_id, actor.ref.id)) as hand:
            chosen, ids = [self.dossier(f) for f in filed], [uuid4() for _f in filed]
            return signing.sign(actor, chosen, ids, hand=hand)


def filing_of(world: World, sample: Sample, version_id: UUID, channel: str, id_: UUID, **changes: Any) -> Filing:
    form = pinned(version_id).form
    answers = {**sample.answers, **changes}
    values = evaluate(form, answers, sample.context(commune="02683", places=RegisteredPlaces())).values
    name, details = people_of.subject_of(form, values)
    hamlet = people_of.hamlet_code_of(form, values)
    place = world.units.hamlets.get(hamlet)
    return Filing(
        id=id_,
        commune_id=world.commune_id,
        commune_code="02683",
        version_id=version_id,
        answers=answers,
        attachments=[],
        channel=channel,
        subject=Party(name or "Lý Thị Mai", details),
        submitter=Party(name or "Lý Thị Mai", details, sample.representation),
        hamlet_id=place.pk if place else None,
    )


@cache
def _samples(code: str) -> dict[str, Sample]:
    return samples.load(code)


def sample(code: str, name: str = "valid") -> Sample:
    return _samples(code)[name]


def name_in(one: Sample) -> str:
    """The name of her whom a sample is about."""
    person = one.answers.get("requester") or one.answers.get("head") or one.answers.get("representative") or {}
    return str(person.get("full_name") or "Lý Thị Mai")


def changed(sample: Sample, **changes: Any) -> Sample:
    """The sample with other facts about its filing (channel, representation)."""
    return replace(sample, **changes)


@cache
def _catalogue() -> tuple[tuple[str, Definition], ...]:
    """The shipped definitions, read and checked once a process: what `load_catalogue` does for one second each time."""
    return tuple(catalogue.read_all())


def _publish_all(commune_id: UUID) -> None:
    with transact(commune_id) as work:
        for text, definition in _catalogue():
            version, _new = add_version(text, definition.code)
            publish(work, SYSTEM, commune_id, version.pk, definition.valid_from, keep_checks=True)


def build(units: Any, cast: dict[str, Account]) -> World:
    load_holidays()
    CommuneProfile.objects.create(
        unit=units.commune,
        office_name="Trung tâm Phục vụ hành chính công xã Bát Xát",
        office_address="Thôn Bản Vược, xã Bát Xát",
        office_phone="0214 000 000",
        place_name="Bát Xát",
        superior_name="",
        authority_code="H38.12.3",
    )
    _publish_all(units.commune.pk)
    make_keys(units.commune, cast)
    with transact(units.commune.pk) as work:
        mai_home = add_household(work, SEED, units.suoi_chai)
        mai = add_resident(
            work,
            SEED,
            Person("Lý Thị Mai", "female", Birth(date(1968, 5, 12)), "head", id_number=MAI_ID),
            household=mai_home,
        )
        add_resident(work, SEED, Person("Chảo Thị Sen", "female", Birth(date(2012, 9, 1)), "child"), household=mai_home)
        klass = Klass(2026, "poor", decision_number="112/QĐ-UBND", decision_date=date(2025, 12, 15))
        set_classification(work, SEED, mai_home, klass)
        lo_home = add_household(work, SEED, units.suoi_chai)
        add_resident(
            work,
            SEED,
            Person("Phàn Thị Lở", "female", Birth(date(1975, 3, 2)), "head", id_number="015175990002"),
            household=lo_home,
        )
    Account.objects.filter(pk=cast["mai"].pk).update(resident_id=mai.pk)
    return World(units, cast, Household.objects.get(pk=mai_home.pk), Household.objects.get(pk=lo_home.pk))


def resident(name: str) -> Resident:
    return Resident.objects.get(full_name=name)


CODES = tuple(path.stem for path in catalogue.files())  # every procedure that ships is walked
APPOINTMENTS = tuple(one.code for _text, one in _catalogue() if one.appointment_only)
CIVIL = ("1.000656", "1.000689", "1.000894", "1.001022", "1.004837", "1.004884")  # walked in test_civil_status.py
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=HANOI)  # the Tuesday after it is a holiday


def officer_of(code: str) -> str:
    """Who works on a procedure after its reception."""
    steps = next(one.steps for _text, one in _catalogue() if one.code == code)
    return {"officer_social": "hoa"}.get(
        next((one.role for one in steps if one.role.startswith("officer_")), ""), "binh"
    )


def file_sample(world: World, one: Sample) -> Filed:
    """File a sample the way it says: online by chị Mai, in the hamlet through anh Tú, or at cô Lan's desk."""
    actor = world.filer(one)
    return world.file_from_afar(actor, one, channel=one.channel)
