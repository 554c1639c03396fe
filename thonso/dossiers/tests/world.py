"""A small working commune for the tests of dossiers: the cast, two households, the catalogue, the calendar."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.management import call_command

from thonso.core.access.actors import Actor, actor_of_account, system_actor
from thonso.core.access.models import Account
from thonso.core.journal.work import transact
from thonso.core.people.models import Household, Resident
from thonso.core.people.rules import Birth, Klass, Person
from thonso.core.people.services import add_household, add_resident, set_classification
from thonso.core.units.models import CommuneProfile
from thonso.dossiers import actions
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.services import filing, results
from thonso.dossiers.services.filing import Filed, Filing
from thonso.dossiers.views.signing import LINES
from thonso.procedures import samples
from thonso.procedures.access import version_on
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.samples import Sample
from thonso.procedures.services import load_catalogue
from thonso.sample.keys import make_keys

SEED = system_actor("seed").ref
MAI_ID = "015168990001"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


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
        return Dossier.objects.select_related("hamlet", "commune").get(pk=done.dossier_id)

    def act(self, who: str, done: Filed, name: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        return actions.perform(self.actor(who), self.dossier(done), name, data or {}, uuid4())

    def file(self, who: str, sample: Sample, *, channel: str = "", id_: UUID | None = None, **changes: Any) -> Filed:
        """File a sample of the catalogue as the officer at the desk, or online for oneself."""
        offered = version_on(self.commune_id, sample.code, date(2026, 11, 23))
        filed = filing.file(
            self.actor(who), filing_of(self, sample, offered.version_id, channel or "desk", id_ or uuid4(), **changes)
        )
        self.filed.append(filed)
        return filed

    def check_all(self, who: str, done: Filed) -> None:
        dossier = self.dossier(done)
        self.act(who, done, "check_paper", {"papers": {key: {"verdict": "valid"} for key in dossier.paper_keys}})

    def receive(self, done: Filed, who: str = "lan") -> None:
        self.check_all(who, done)
        self.act(who, done, "receive")

    def sign(self, who: str, *filed: Filed) -> list[Result]:
        actor = self.actor(who)
        role = "chairman" if actor.has("chairman") else "deputy_chairman"
        return results.sign(actor, [self.dossier(f) for f in filed], [uuid4() for _f in filed], lines=LINES[role])


def filing_of(world: World, sample: Sample, version_id: UUID, channel: str, id_: UUID, **changes: Any) -> Filing:
    from thonso.dossiers import people_of
    from thonso.dossiers.services.filing import Person as Party
    from thonso.procedures.access import pinned
    from thonso.procedures.rules import evaluate

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


def sample(code: str, name: str = "valid") -> Sample:
    return samples.load(code)[name]


def build(units: Any, cast: dict[str, Account]) -> World:
    call_command("load_holidays", verbosity=0)
    CommuneProfile.objects.create(
        unit=units.commune,
        office_name="Trung tâm Phục vụ hành chính công xã Bát Xát",
        office_address="Thôn Bản Vược, xã Bát Xát",
        office_phone="0214 000 000",
        place_name="Bát Xát",
        superior_name="",
        authority_code="H38.12.3",
    )
    load_catalogue(units.commune.pk)
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
