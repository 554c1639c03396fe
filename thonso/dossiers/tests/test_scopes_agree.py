"""`can` and `visible` say the same of dossiers and of what stands around them, for any roles, people and sessions."""

from dataclasses import replace
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import create_sample_accounts, make_units
from thonso.core.access import policy
from thonso.core.access.actors import ANONYMOUS, Actor, AssistRef, Grant, actor_of_account, system_actor
from thonso.core.access.policy_table import OFFICIAL_ACTS
from thonso.core.access.roles import HAMLET_ROLES, OFFICER_ROLES, ROLES, STAFF_ROLES
from thonso.core.access.testing import actions_of, assert_faces_agree
from thonso.core.base import clock
from thonso.core.files.models import Upload
from thonso.core.people.models import Classification, Household, Resident
from thonso.core.units.models import Unit
from thonso.dossiers.models import Complaint, Dossier, HamletTask, Rating, Report
from thonso.dossiers.scopes import keyholder
from thonso.dossiers.services import voice
from thonso.dossiers.tests.world import MONDAY, SEED, World, build, sample

MODELS = (Dossier, HamletTask, Complaint, Rating, Report, Upload, Resident, Household, Classification)
COPIES = 6


def _copy_of(dossier: Dossier, number: int) -> Dossier:
    dossier.pk, dossier.code, dossier.official_code = uuid4(), f"TS-261101-{number:04d}", ""
    dossier.save(force_insert=True)
    return dossier


def _upload(kind: str, owner: UUID, commune: UUID, number: int) -> Upload:
    return Upload(
        id=uuid4(), commune_id=commune, owner_kind=kind, owner_id=owner, received_sha256=f"{number:064x}", size=1,
        name="a.jpg", made_at=MONDAY, changed_at=MONDAY,
    )  # fmt: skip


class FacesAgree(TestCase):
    world: World

    @classmethod
    def setUpTestData(cls) -> None:
        units = make_units()
        with clock.at(MONDAY):
            cls.world = world = build(units, create_sample_accounts(units.commune, units.hamlets))
            filed = world.file("lan", sample("TS.000001"))
        cls.sessions = [uuid4(), uuid4()]
        # Few of each, so that people and things meet often.
        cls.people = [None, *Resident.objects.order_by("full_name").values_list("pk", flat=True)[:2]]
        cls.homes = [None, world.mai_home.pk, world.lo_home.pk]
        cls.accounts = [world.cast[name].pk for name in ("mai", "tu", "hoa")]
        cls.dossiers = [_copy_of(world.dossier(filed), number) for number in range(COPIES)]
        for number, dossier in enumerate(cls.dossiers):
            hamlet = (units.suoi_chai, units.son_ha)[number % 2]
            HamletTask.objects.create(
                id=uuid4(), commune=units.commune, hamlet=hamlet, dossier=dossier, kind="review", step="review",
                asked_at=MONDAY,
            )  # fmt: skip
            voice.complain(dossier, SEED, "Chờ lâu quá.")
            Rating.objects.create(dossier=dossier, commune=dossier.commune, score=4, at=MONDAY)
        owners = [("account", cls.accounts[0]), ("assist", cls.sessions[0]), ("session", uuid4()), ("system", uuid4())]
        uploads = [_upload(*owner, units.commune.pk, number) for number, owner in enumerate(owners)]
        # An id that is an account's in one kind is nobody's in another.
        uploads.append(_upload("assist", cls.accounts[0], units.other.pk, 90))
        uploads.append(_upload("account", cls.sessions[0], units.other.pk, 91))
        Upload.objects.bulk_create(uploads)

    def _anyone(self, draw) -> Actor:
        units = self.world.units
        busy = st.sampled_from(["officer_social", "officer_justice", "one_stop", "chairman"])
        post = st.one_of(
            st.tuples(busy, st.just(units.commune)),
            st.tuples(st.sampled_from(HAMLET_ROLES), st.sampled_from([units.suoi_chai, units.son_ha])),
            st.tuples(st.sampled_from(sorted(ROLES)), st.sampled_from(list(Unit.objects.order_by("path")))),
        )
        held = draw(st.lists(post, min_size=1, max_size=3))
        account = draw(st.sampled_from(self.accounts))
        session = draw(st.sampled_from([None, *self.sessions]))
        some = draw(st.none() | st.just(frozenset({"dossier.*"})) | st.just(frozenset({"dossier.read", "upload.*"})))
        lent = draw(st.sampled_from([frozenset(), frozenset({"dossier.sign", "hamlet_task.do"})]))
        return Actor(
            "account",
            account_id=account,
            id=account,
            grants=(*(Grant(r, u.pk, u.path, u.commune_id, only=lent) for r, u in held), Grant("citizen")),
            resident_id=draw(st.sampled_from(self.people)),
            household_id=draw(st.sampled_from(self.homes)),
            assist=AssistRef(session, "Lý Thị Mai", MONDAY, account) if session else None,
            token_scopes=some,
        )

    def _anyhow(self, draw) -> None:
        """Each dossier gets other people, another holder, another commune."""
        communes = [self.world.units.commune.pk, self.world.units.other.pk]
        for dossier in self.dossiers:
            roles = draw(st.lists(st.sampled_from(STAFF_ROLES), max_size=2, unique=True))
            Dossier.objects.filter(pk=dossier.pk).update(
                commune_id=(commune := draw(st.sampled_from(communes))),
                submitter_account_id=draw(st.sampled_from([None, *self.accounts])),
                assist_session_id=draw(st.sampled_from([None, *self.sessions])),
                subject_resident_id=draw(st.sampled_from(self.people)),
                household_id=draw(st.sampled_from(self.homes)),
                holder_role=draw(st.sampled_from(["", *OFFICER_ROLES, "one_stop", "village_head"])),
                assignee_id=draw(st.sampled_from([None, *self.accounts])),
                roles=f" {' '.join(roles)} ",
            )
            for said in (Complaint, Rating):
                said.objects.filter(dossier_id=dossier.pk).update(commune_id=commune)

    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(st.data())
    def test_for_any_actor_over_any_dossiers(self, data) -> None:
        self._anyhow(data.draw)
        actor = self._anyone(data.draw)
        for model in MODELS:
            assert_faces_agree(model, [actor], [*actions_of(policy.kind_of(model)), "no_such_action"])

    def test_for_the_whole_cast_for_nobody_and_for_who_holds_a_key(self) -> None:
        everybody = [ANONYMOUS, system_actor("worker"), keyholder(self.dossiers[0], "")]
        everybody += [actor_of_account(account) for account in self.world.cast.values()]
        for model in MODELS:
            assert assert_faces_agree(model, everybody, actions_of(policy.kind_of(model))) > 0

    def test_a_key_opens_its_own_dossier_and_no_other(self) -> None:
        holder = keyholder(self.dossiers[0], "")
        seen = Dossier.objects.filter(policy.visible(holder, "track", Dossier))
        assert list(seen.values_list("pk", flat=True)) == [self.dossiers[0].pk]
        assert not Dossier.objects.filter(policy.visible(holder, "read", Dossier)).exists()

    def test_nobody_acts_on_their_own_household_by_either_face(self) -> None:
        """Everything an office does to a person's affair, by whoever may do it, on their own household and on another."""
        commune, hamlet = self.world.units.commune, self.world.units.suoi_chai
        where = {"village_head": hamlet, "helper": hamlet}
        grants = tuple(
            Grant(role, where.get(role, commune).pk, where.get(role, commune).path, commune.pk)
            for role in (*STAFF_ROLES, "village_head", "helper")
        )
        home, mai = self.world.mai_home, Resident.objects.get(full_name="Lý Thị Mai")
        official = Actor("account", account_id=self.accounts[2], id=self.accounts[2], grants=grants)
        mine, others = self.dossiers[0], self.dossiers[1]
        all_roles = f" {' '.join(STAFF_ROLES)} "
        Dossier.objects.filter(pk=mine.pk).update(household_id=home.pk, subject_resident_id=None, roles=all_roles)
        Dossier.objects.filter(pk=others.pk).update(household_id=None, subject_resident_id=None, roles=all_roles)
        HamletTask.objects.update(hamlet_id=hamlet.pk)
        pairs = {
            "dossier": [(Dossier, mine.pk, others.pk)],
            "hamlet_task": [(HamletTask, mine.hamlet_tasks.get().pk, others.hamlet_tasks.get().pk)],
            "household": [(Household, home.pk, self.world.lo_home.pk)],
            "resident": [(Resident, mai.pk, Resident.objects.get(full_name="Phàn Thị Lở").pk)],
        }
        for kind, action in sorted(OFFICIAL_ACTS):
            for model, own, other in pairs[kind]:
                for actor in (
                    replace(official, household_id=home.pk),
                    replace(official, household_id=home.pk, resident_id=mai.pk),
                ):
                    assert_faces_agree(model, [official, actor], [action])
                    decision = policy.can(actor, action, model.objects.get(pk=own))
                    assert not decision.allow, (kind, action)
                    assert policy.can(official, action, model.objects.get(pk=own)).allow == (
                        policy.can(actor, action, model.objects.get(pk=other)).allow
                    ), (kind, action)
                    if policy.can(official, action, model.objects.get(pk=own)).allow:
                        assert decision.rule == "deny.own_household", (kind, action)

    def test_being_the_subject_is_enough_even_outside_the_household(self) -> None:
        mai = Resident.objects.get(full_name="Lý Thị Mai")
        commune = self.world.units.commune
        lan = Actor("account", account_id=self.accounts[2], id=self.accounts[2], resident_id=mai.pk,
                    grants=(Grant("one_stop", commune.pk, commune.path, commune.pk),))  # fmt: skip
        Dossier.objects.filter(pk=self.dossiers[0].pk).update(household_id=None, subject_resident_id=mai.pk)
        assert not policy.can(lan, "receive", Dossier.objects.get(pk=self.dossiers[0].pk)).allow
        assert_faces_agree(Dossier, [lan], actions_of("dossier"))
