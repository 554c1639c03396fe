"""What is being filled in: resumed on another device, overwritten by none, seen by its owner alone, sent once."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.crypto import CannotOpen
from thonso.core.journal.models import Entry
from thonso.dossiers import access, vault
from thonso.dossiers.models import Dossier, Draft
from thonso.dossiers.services import drafts, filing
from thonso.dossiers.tests.world import MONDAY, World, filing_of, photo, sample
from thonso.procedures.access import version_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def begun(world: World, who: str = "mai", code: str = "TS.000001") -> Draft:
    version = version_on(world.commune_id, code, date(2026, 11, 23)).version_id
    return drafts.begin(
        world.actor(who),
        commune_id=world.commune_id,
        version_id=version,
        channel="online",
        people={"representation": "self"},
        answers=sample(code).answers,
        prefilled={"requester": "resident"},
    )


def again(draft: Draft) -> Draft:
    return Draft.objects.select_related("commune").get(pk=draft.pk)


def test_it_is_resumed_on_another_device_with_every_answer_and_file(world: World) -> None:
    draft = begun(world)
    sha = world.upload("mai")
    drafts.add_file(world.actor("mai"), draft, "authorisation", sha)
    found = access.draft(world.actor("mai"), draft.pk)
    assert drafts.answers_of(found) == dict(sample("TS.000001").answers)
    assert drafts.prefilled_of(found) == {"requester": "resident"}
    assert [entry["sha256"] for entry in found.attachments] == [sha]
    assert [d.pk for d in access.drafts_of(world.actor("mai"))] == [draft.pk]


def test_two_devices_do_not_overwrite_each_other(world: World) -> None:
    draft = begun(world)
    phone, tablet = again(draft), again(draft)
    drafts.replace_answers(phone, {"klass": "poor"})
    with pytest.raises(Stale):
        drafts.replace_answers(tablet, {"klass": "near_poor"})
    assert drafts.answers_of(again(draft)) == {"klass": "poor"}


@pytest.mark.parametrize("who", ["sen", "tu", "lan", "hoa", "hai", "xuan", "quantri"])
def test_nobody_else_opens_it_not_even_the_desk(world: World, who: str) -> None:
    draft = begun(world)
    with pytest.raises(Absent):
        access.draft(world.actor(who), draft.pk)
    assert access.drafts_of(world.actor(who)).count() == 0


def test_in_the_database_its_answers_are_sealed_each_under_its_own_label(world: World) -> None:
    draft = again(begun(world))
    stored = "".join([draft.answers, draft.people, draft.prefilled])
    assert "Mai" not in stored
    assert "015168990001" not in stored
    with pytest.raises(CannotOpen):
        vault.open_draft(draft.pk, "people", draft.answers)
    with pytest.raises(CannotOpen):
        vault.open_draft(uuid4(), "answers", draft.answers)


def test_someone_elses_file_is_not_taken_in(world: World) -> None:
    draft = begun(world)
    with pytest.raises(Refused):
        drafts.add_file(world.actor("mai"), draft, "authorisation", world.upload("tu", photo(90)))


def test_there_is_an_end_to_the_number_of_files(world: World) -> None:
    draft = begun(world)
    sha = world.upload("mai")
    entries = [{"paper": f"p{n}", "sha256": sha, "name": "anh.jpg"} for n in range(30)]
    Draft.objects.filter(pk=draft.pk).update(attachments=entries)
    with pytest.raises(Refused):
        drafts.add_file(world.actor("mai"), again(draft), "authorisation", sha)


def sent(world: World, draft: Draft):
    whole = filing_of(world, sample("TS.000001"), draft.version_id, "online", draft.pk)
    done = filing.file(world.actor("mai"), whole)
    drafts.mark_filed(draft)
    return done


def test_sent_twice_it_is_one_dossier_under_the_drafts_own_id(world: World) -> None:
    draft = begun(world)
    first, second = sent(world, draft), sent(world, draft)
    assert first.dossier_id == second.dossier_id == draft.pk
    assert (first.code, first.key) == (second.code, second.key)
    assert (first.replayed, second.replayed) == (False, True)
    assert Dossier.objects.count() == 1


def test_other_answers_under_the_same_id_are_refused(world: World) -> None:
    draft = begun(world)
    sent(world, draft)
    whole = filing_of(world, sample("TS.000001"), draft.version_id, "online", draft.pk)
    with pytest.raises(Stale):
        filing.file(world.actor("mai"), replace(whole, answers={**whole.answers, "copies": "3"}))


def test_once_sent_its_answers_are_gone_from_the_draft(world: World) -> None:
    draft = begun(world)
    sent(world, draft)
    with pytest.raises(Absent):
        access.draft(world.actor("mai"), draft.pk)
    assert drafts.answers_of(again(draft)) == {}
    assert drafts.people_of(again(draft)) == {}
    with pytest.raises(Stale):
        drafts.replace_answers(again(draft), {"klass": "poor"})


def test_a_refused_filing_loses_nothing_that_was_typed(world: World) -> None:
    draft = begun(world)
    wrong = filing_of(world, sample("TS.000001", "refused"), draft.version_id, "online", draft.pk)
    with pytest.raises(Refused):
        filing.file(world.actor("mai"), wrong)
    assert drafts.answers_of(access.draft(world.actor("mai"), draft.pk)) == dict(sample("TS.000001").answers)
    with clock.at(MONDAY + timedelta(hours=1)):
        assert sent(world, draft).code.startswith("TS-261123")


def test_it_is_thrown_away_by_whoever_began_it(world: World, client: Client, sign_in) -> None:
    draft = begun(world)
    sign_in(client, "mai")
    assert "Bỏ đơn này" in client.get(reverse("dossiers:mine")).content.decode()
    answer = client.post(reverse("dossiers:discard", args=[draft.pk]), follow=True)
    assert "Đã bỏ đơn." in answer.content.decode()
    assert not Draft.objects.exists()
    assert Entry.objects.filter(verb="draft.discarded").count() == 1
    assert client.post(reverse("dossiers:discard", args=[draft.pk])).status_code == 404


def test_what_was_sent_meanwhile_is_not_thrown_away(world: World) -> None:
    draft = begun(world)
    drafts.mark_filed(draft)
    with pytest.raises(Stale):
        drafts.discard(world.actor("mai"), draft)
    assert Draft.objects.exists()


def test_in_a_session_one_is_back_among_the_procedures(world: World, client: Client, sign_in) -> None:
    sign_in(client, "tu")
    begin = {"name": "Chảo Thị Sen", "consent": "spoken"}
    client.post(reverse("dossiers:helper_begin"), begin)
    client.post(reverse("dossiers:start", args=["TS.000001"]), {"representation": "self"})
    answer = client.post(reverse("dossiers:discard", args=[Draft.objects.get().pk]))
    assert answer["Location"] == reverse("dossiers:helper_choose")
    assert not Draft.objects.exists()


def test_the_front_page_tells_its_owner_what_is_not_sent_and_nobody_else(world: World, client: Client, sign_in) -> None:
    path = reverse("dossiers:fill", args=[begun(world).pk])
    assert path not in client.get("/").content.decode()
    sign_in(client, "sen")
    assert path not in client.get("/").content.decode()
    sign_in(client, "mai")
    page = client.get("/").content.decode()
    assert "Đang làm dở" in page
    assert path in page


def test_a_list_of_forms_says_whose_each_is(world: World, client: Client, sign_in) -> None:
    draft, other = begun(world), begun(world)
    drafts.replace_answers(other, {})
    name = sample("TS.000001").answers["requester"]["full_name"]
    sign_in(client, "mai")
    page = client.get(reverse("dossiers:mine")).content.decode()
    assert f"Hồ sơ của {name}" in page
    assert "Chưa ghi tên ai" in page
    assert sample("TS.000001").answers["requester"]["id_number"] not in page
    assert f"Xác nhận thuộc hộ nghèo, hộ cận nghèo – {name}" in client.get("/").content.decode()
    sign_in(client, "sen")
    assert name not in client.get(reverse("dossiers:mine")).content.decode()
    assert draft.pk != other.pk


def test_a_helper_reads_the_name_in_the_session_and_on_no_other_phone(world: World, client: Client, sign_in) -> None:
    sign_in(client, "tu")
    client.post(reverse("dossiers:helper_begin"), {"name": "Chảo Thị Sen", "consent": "spoken"})
    client.post(reverse("dossiers:start", args=["TS.000001"]), {"representation": "self"})
    drafts.replace_answers(Draft.objects.get(), {"requester": {"full_name": "Chảo Láo Tả"}})
    for name in ("helper_choose", "helper_end"):
        assert "Hồ sơ của Chảo Láo Tả" in client.get(reverse(f"dossiers:{name}")).content.decode()
    elsewhere = Client()
    sign_in(elsewhere, "tu")
    assert "Chảo Láo Tả" not in elsewhere.get(reverse("dossiers:helper_end")).content.decode()
