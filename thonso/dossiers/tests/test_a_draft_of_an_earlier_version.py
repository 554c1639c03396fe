"""A version is replaced, or withdrawn, while a form is being filled in: its owner is told what to do and loses nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.journal.work import transact
from thonso.dossiers.models import Dossier, Draft
from thonso.dossiers.services import drafts, filing
from thonso.dossiers.tests.test_drafts import again, begun, sent
from thonso.dossiers.tests.world import MONDAY, World, filing_of, sample
from thonso.procedures import access, reading, services
from thonso.procedures.models import ProcedureVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LATER = MONDAY + timedelta(days=2)


def newer(world: World, **changed: Any) -> ProcedureVersion:
    """Another text of the procedure, offered from the day after the form was begun."""
    old = access.version_on(world.commune_id, "TS.000001", MONDAY.date())
    source = json.loads(json.dumps(dict(old.definition.raw))) | {"version": "2026-12", "name": "Tên mới"} | changed
    version, _new = services.add_version(reading.canonical(source), "TS.000001")
    with transact(world.commune_id) as work:
        day = MONDAY.date() + timedelta(days=1)
        services.publish(work, services.SYSTEM, world.commune_id, version.pk, day, keep_checks=True)
    return version


def test_a_form_begun_before_is_sent_as_it_was_begun(world: World) -> None:
    draft = begun(world)
    old, new = draft.version_id, newer(world)
    with clock.at(LATER):
        sent(world, again(draft))
        assert Dossier.objects.get(pk=draft.pk).version_id == old
        late = filing_of(world, sample("TS.000001"), old, "online", begun(world).pk)
        Draft.objects.filter(pk=late.id).update(version=new)
        with pytest.raises(Refused, match=r"hiệu lực"):
            filing.file(world.actor("mai"), late)


def test_a_form_begun_before_goes_on_under_the_new_version_with_its_answers(
    world: World, client: Client, sign_in: Any
) -> None:
    draft = begun(world)
    new = newer(world)
    with clock.at(LATER):
        sign_in(client, "mai")
        at = reverse("dossiers:check_answers", args=[draft.pk])
        page = client.get(at).content.decode()
        assert "Thủ tục này có bản mới" in page
        assert "vẫn gửi được" in page
        for _twice in range(2):
            moved = client.post(reverse("dossiers:carry_over", args=[draft.pk]))
            assert moved["Location"] == reverse("dossiers:fill", args=[draft.pk])
        now = again(draft)
        assert now.version_id == new.pk
        assert drafts.answers_of(now).keys() == drafts.answers_of(draft).keys()
        assert "có bản mới" not in client.get(at).content.decode()
        other = Client()
        sign_in(other, "phung")
        assert other.post(reverse("dossiers:carry_over", args=[draft.pk])).status_code == 404


def test_of_a_version_that_was_withdrawn_only_the_way_to_the_new_one_is_left(
    world: World, client: Client, sign_in: Any
) -> None:
    draft = begun(world)
    new = newer(world)
    with transact(world.commune_id) as work:
        services.withdraw_version(work, services.SYSTEM, draft.version_id)
    with clock.at(LATER):
        sign_in(client, "mai")
        at = reverse("dossiers:check_answers", args=[draft.pk])
        page = client.get(at).content.decode()
        assert "không dùng nữa" in page
        refused = client.post(at, {"revision": "0"})
        assert not Dossier.objects.filter(pk=draft.pk).exists()
        assert "không dùng nữa" in refused.content.decode()
        assert drafts.answers_of(again(draft)) == drafts.answers_of(draft)
        client.post(reverse("dossiers:carry_over", args=[draft.pk]))
        sent(world, again(draft))
        assert Dossier.objects.get(pk=draft.pk).version_id == new.pk


def test_a_capacity_that_the_new_version_does_not_know_is_told_and_nothing_is_lost(
    world: World, client: Client, sign_in: Any
) -> None:
    draft = begun(world)
    newer(world, who_may_file=[{"relation": "authorised"}])
    with clock.at(LATER):
        sign_in(client, "mai")
        answer = client.post(reverse("dossiers:carry_over", args=[draft.pk]))
        assert answer.status_code == 422
        assert again(draft).version_id == draft.version_id
        assert drafts.answers_of(again(draft)) == drafts.answers_of(draft)


def test_a_procedure_that_was_stopped_takes_no_form_whenever_it_was_begun(world: World) -> None:
    draft = begun(world)
    with transact(world.commune_id) as work:
        services.retire(work, services.SYSTEM, world.commune_id, "TS.000001", MONDAY.date())
    with clock.at(LATER), pytest.raises(Refused):
        sent(world, again(draft))
