"""Lượt làm việc (practice.md 15): one household at the counter, many dossiers; card and papers given once."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Stale
from thonso.core.files.models import Upload
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run
from thonso.core.people.models import Resident
from thonso.counter import access, periodic
from thonso.counter.models import Visit
from thonso.counter.services import visits
from thonso.dossiers import at_desk
from thonso.dossiers.models import Draft
from thonso.dossiers.services import drafts
from thonso.dossiers.tests.test_papers import words
from thonso.dossiers.tests.world import MAI_ID, MONDAY, World, file_sample, sample
from thonso.procedures.access import version_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
COPIES, STATUS = "2.000635", "1.004873"


def said(client: Client, path: str, data: dict[str, str] | None = None) -> str:
    response = client.get(path) if data is None else client.post(path, data, follow=True)
    return html.unescape(response.content.decode())


def statements(client: Client, path: str) -> int:
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)


def begin(world: World, who: str = "lan", **details: str) -> Visit:
    found = {"id_number": MAI_ID, "birth": "1968-05-12", "sex": "female", **details}
    return visits.begin(world.actor(who), world.commune_id, name="Lý Thị Mai", details=found, resident=None)


def start(client: Client, code: str, **data: str) -> Draft:
    response = client.post(f"/thu-tuc/{code}/nop/?kenh=desk", {"representation": "self", **data})
    assert response.status_code == 302, response.content.decode()
    return Draft.objects.get(pk=response.headers["Location"].split("/")[2])


def test_a_card_read_once_fills_in_every_form_of_the_visit(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "lan")
    shown = said(client, "/ban/quay/luot/moi/", {"name": "Lý Thị Mai", "id_number": MAI_ID, "phone": "0987650431"})
    assert "Hồ sơ đầu tiên" in shown
    visit = Visit.objects.get()
    assert visit.resident_id == Resident.objects.get(folded="ly thi mai").pk
    for code in (STATUS, COPIES):
        kept = drafts.answers_of(start(client, code))
        assert kept["requester"]["id_number"] == MAI_ID
        assert kept["phone"] == "0987650431" or kept["requester"].get("phone") == "0987650431"
    assert "Đang tiếp <b>Lý Thị Mai</b>" in said(client, "/ban/ho-so/moi/")
    page = said(client, f"/ban/quay/luot/{visit.pk}/")
    assert page.count("Làm tiếp<span") == 2  # both forms are found again
    # Without the visit nothing of her is known to the next.
    client.post(f"/ban/quay/luot/{visit.pk}/ket-thuc/")
    assert not drafts.answers_of(start(client, STATUS)).get("requester")


def test_whoever_is_found_in_the_register_is_served_from_there(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "lan")
    mai = Resident.objects.get(folded="ly thi mai")
    assert "Lý Thị Mai" in said(client, "/ban/quay/luot/moi/?q=ly+thi+mai")
    assert "Lý Thị Mai" in said(client, "/ban/quay/luot/moi/", {"resident": str(mai.pk)})
    visit = Visit.objects.get()
    assert (visit.resident_id, visits.details_of(visit)["id_number"]) == (mai.pk, MAI_ID)
    assert Entry.objects.filter(verb="resident.read", object_id=mai.pk).exists()
    for wrong in ("khong-phai", "00000000-0000-4000-8000-000000000000"):
        client.post(f"/ban/quay/luot/{visit.pk}/ket-thuc/")
        assert client.post("/ban/quay/luot/moi/", {"resident": wrong}).status_code == 404


def test_a_birth_says_on_the_list_which_child_it_is_for(world: World, client: Client, sign_in: Any) -> None:
    """Twins have one mother: by the owner alone nobody could tell their receipts apart."""
    sign_in(client, "lan")
    visit = begin(world)
    for code in ("1.001193", "1.004873"):
        visits.add(visit, file_sample(world, sample(code)).dossier_id)
    page = said(client, f"/ban/quay/luot/{visit.pk}/")
    assert "cho Phàn Chảo Minh An" in page
    assert page.count('<b class="nowrap">cho ') == 1  # of a paper that names its owner nothing is said twice


def test_what_is_wrong_is_said_and_what_was_typed_stays(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "lan")
    for data, words_ in (
        ({"name": ""}, 'value="0987"'),
        ({"name": "Lý Thị Mai", "id_number": "123"}, 'value="123"'),
    ):
        page = client.post("/ban/quay/luot/moi/", {"phone": "0987", **data})
        assert page.status_code == 422
        assert words_ in page.content.decode()
    assert not Visit.objects.exists()


def test_one_officer_serves_one_visit_and_a_second_is_refused(world: World, client: Client, sign_in: Any) -> None:
    begin(world)
    with pytest.raises(Stale):
        begin(world)
    sign_in(client, "lan")
    assert "Anh chị đang tiếp một người" in said(client, "/ban/quay/luot/moi/")


def test_a_paper_found_valid_once_is_offered_for_the_next_dossier_of_the_visit(
    world: World, client: Client, sign_in: Any
) -> None:
    visit = begin(world)
    one, two = (world.file("lan", sample("TS.000001")) for _n in range(2))
    alone = world.file("lan", sample("TS.000001"))
    for done in (one, two):
        visits.add(visit, done.dossier_id)
    world.check_all("lan", one)
    sign_in(client, "lan")
    names = at_desk.seen_already(world.dossier(two))
    assert names == {"Thẻ căn cước của người đề nghị": one.code}, "each request is its own"
    page = said(client, f"/ban/ho-so/{two.code}/lam/check_paper/")
    assert f"Trong lượt này đã thấy hợp lệ, ở hồ sơ {one.code}" in page
    assert at_desk.seen_already(world.dossier(alone)) == {}
    visits.end(world.actor("lan"), visit)
    assert at_desk.seen_already(world.dossier(two)) == {}


def test_the_second_of_twins_and_another_person_bring_papers_of_their_own(world: World) -> None:
    """Both are registered in one visit: each has a birth certificate, and the first one's is not taken for the second's."""
    visit, lan = begin(world), world.actor("lan")
    first, second = (world.file_from_afar("lan", sample("1.001193"), channel="desk") for _n in range(2))
    lo = {"full_name": "Phàn Thị Lở", "id_number": "015175990002", "birth": "1975-03-02", "sex": "female"}
    other = world.file("lan", sample("TS.000001"), requester=lo)
    for done in (first, second, other):
        visits.add(visit, done.dossier_id)
    Visit.objects.filter(pk=visit.pk).update(name=world.dossier(first).subject_name)
    world.check_all("lan", first)
    seen = at_desk.seen_already(world.dossier(second))
    assert "Giấy chứng sinh" not in seen
    assert any("căn cước" in name for name in seen), "the mother's card is the same"
    assert at_desk.seen_already(world.dossier(other)) == {}
    present = at_desk.present(lan, world.commune_id)
    certificate = version_on(world.commune_id, "1.001193", MONDAY.date()).definition.paper("birth_certificate")
    assert present.given(certificate, "1.001193") == []
    assert len(present.given(certificate, "1.000689")) >= 1, "asked for something else she need not give it again"


def test_a_colleague_goes_on_with_what_was_begun_and_its_files(world: World, client: Client, sign_in: Any) -> None:
    world.appoint("thu", "one_stop")
    visit = begin(world)
    sign_in(client, "lan")
    draft = start(client, STATUS)
    sha = world.upload("lan")
    drafts.add_file(world.actor("lan"), Draft.objects.get(pk=draft.pk), "request", sha)
    left = start(client, COPIES)  # begun too, then sent to nobody
    sign_in(client, "thu")
    assert "Làm tiếp<span" not in said(client, f"/ban/quay/luot/{visit.pk}/")
    assert client.get(f"/nop/{draft.pk}/tat-ca/").status_code == 404
    assert "Anh chị đã nhận tiếp lượt này" in said(client, f"/ban/quay/luot/{visit.pk}/nhan/", {})
    for one in (draft, left):
        assert client.get(f"/nop/{one.pk}/tat-ca/").status_code == 200
    assert Upload.objects.get(received_sha256=sha).owner_id == world.cast["thu"].pk
    # She who had it before serves nobody now, and cannot end it over the colleague's head.
    sign_in(client, "lan")
    assert client.post(f"/ban/quay/luot/{visit.pk}/ket-thuc/").status_code == 409
    with pytest.raises(Stale):
        visits.take_over(world.actor("lan"), visit)  # as she still has it before her eyes


def test_a_visit_that_nobody_goes_on_with_ends_by_itself(world: World) -> None:
    left = begin(world)
    world.appoint("thu", "one_stop")
    with clock.at(MONDAY + timedelta(minutes=50)):
        kept = begin(world, "thu")
    with clock.at(MONDAY + timedelta(minutes=61)):
        assert access.open_visit(world.actor("lan"), world.commune_id) is None
        with transact(world.commune_id) as work:
            jobs.enqueue(work, "counter.end_visits")
        for job in jobs_run.claim(1):
            jobs_run.run(job)
        ends = {one.pk: one.end for one in Visit.objects.all()}
        assert ends == {left.pk: "left_open", kept.pk: ""}
        begin(world)  # and nobody has to end it first
    assert jobs._periods["counter.end_visits"] == periodic.EVERY


def test_one_list_is_printed_for_all_that_was_filed(world: World, client: Client, sign_in: Any) -> None:
    earlier = world.file("lan", sample("TS.000001"))
    with clock.at(MONDAY + timedelta(hours=1)):
        visit = begin(world)
        done = [world.file("lan", sample(code)) for code in ("TS.000001", STATUS)]
        world.receive(done[0])
        sign_in(client, "lan")
        path = f"/ban/quay/luot/{visit.pk}/danh-sach.pdf"
        assert client.get(path).status_code == 422  # nothing yet, and said so
        for one in (*done, earlier):
            page = said(client, f"/ban/quay/luot/{visit.pk}/them/", {"code": one.code.lower()})
            assert one.code in page
        assert "Ở đây không có hồ sơ mang mã này" in said(client, f"/ban/quay/luot/{visit.pk}/them/", {"code": "TS-1"})
        for shape in ("", "?kho=80mm"):
            text = words(client.get(path + shape).content)
            for one in (*done, earlier):
                assert one.code in text
            assert done[0].key in text.replace(" ", "")
            assert earlier.key not in text.replace(" ", "")  # its key went to whoever filed it
            assert f"{world.dossier(done[0]).due_at:%d/%m/%Y}" in text
        assert Entry.objects.filter(verb="visit.printed").count() == 2
        client.post(f"/ban/quay/luot/{visit.pk}/bo/", {"code": earlier.code})
        assert earlier.code not in words(client.get(path).content)


def test_strangers_and_other_posts_have_no_visit(world: World, client: Client, sign_in: Any) -> None:
    visit = begin(world)
    for who in ("xuan", "mai", "hoa", "quantri"):
        sign_in(client, who)
        assert client.get(f"/ban/quay/luot/{visit.pk}/").status_code == 404
        assert client.post(f"/ban/quay/luot/{visit.pk}/nhan/").status_code == 404
    with pytest.raises(Absent):
        begin(world, "hoa")


def test_the_page_of_a_visit_asks_no_more_for_many_dossiers(world: World, client: Client, sign_in: Any) -> None:
    visit = begin(world)
    visits.add(visit, world.file("lan", sample("TS.000001")).dossier_id)
    sign_in(client, "lan")
    path = f"/ban/quay/luot/{visit.pk}/"
    few = statements(client, path)
    for _n in range(6):
        visits.add(visit, world.file("lan", sample("TS.000001")).dossier_id)
    assert statements(client, path) == few <= 12
