"""The officers import residents and decide about doubles in the browser; an administrator and a stranger see none of it."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from thonso.core.journal.models import Entry
from thonso.core.people import duplicates
from thonso.core.people.models import Classification, DuplicateProposal, Resident
from thonso.core.people.tests.conftest import MAI_ID, household, person
from thonso.core.units.models import ImportBatch

IMPORT, DOUBLES = "/ban/dan-cu/nhap/", "/ban/dan-cu/trung/"
HEAD = "Thôn;Mã hộ;Họ và tên;Ngày sinh;Giới tính;Số định danh cá nhân"
ROWS = f"{HEAD}\nSuối Chải;SC-012;Lý Thị Mai;14/05/1968;Nữ;{MAI_ID}\nSuối Chải;SC-013;Phàn Thị Lở;05/1979;Nữ;\n"


def file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("dan-cu.csv", text.encode("utf-8-sig"))


def post(client, url, **values):
    return client.post(url, {"transaction_id": str(uuid4()), **values})


@pytest.fixture
def pair(bat_xat, mai, act):
    twin = household(bat_xat.son_ha, person("Ly Thị Mai", "1968"))[1][0]
    act(duplicates.propose_for, bat_xat.commune.id, [twin])
    return DuplicateProposal.objects.get()


@pytest.mark.parametrize("name", ["mai", "tu", "dung", "lan", "quantri", "tinh", "xuan", "thu", "hai", None])
def test_only_the_officers_of_people_import(client, cast, sign_in, name):
    if name:
        sign_in(client, name)
    for path in (IMPORT, IMPORT + "mau.xlsx"):
        assert client.get(path).status_code in (302, 403, 404)
    assert client.post(IMPORT, {"file": file(ROWS)}).status_code in (302, 403, 404)
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("name", ["mai", "tu", "dung", "quantri", "tinh", "xuan", "hai", None])
def test_doubles_are_seen_by_those_who_edit_people_only(client, cast, sign_in, pair, name):
    if name:
        sign_in(client, name)
    for path in (DOUBLES, f"{DOUBLES}{pair.id}/"):
        response = client.get(path)
        assert response.status_code in (302, 403, 404) or "Thị Mai" not in response.content.decode()
    assert post(client, f"{DOUBLES}{pair.id}/", answer="different").status_code in (302, 403, 404)
    pair.refresh_from_db()
    assert pair.state == "open"


def test_a_list_of_residents_is_looked_at_and_imported(hoa, bat_xat):
    page = hoa.post(IMPORT, {"file": file(ROWS)}, follow=True).content.decode()
    assert "Lý Thị Mai" in page
    assert MAI_ID not in page
    assert "015•••••••23" in page
    batch = ImportBatch.objects.get()
    assert post(hoa, f"{IMPORT}{batch.id}/").status_code == 302
    assert Resident.objects.count() == 2
    assert Entry.objects.filter(verb="people.imported").count() == 1


def test_classes_are_imported_by_the_social_officer_only(client, sign_in, bat_xat, cast):
    text = f"{HEAD};Phân loại hộ;Năm phân loại;Số quyết định;Ngày quyết định\n"
    text += "Suối Chải;SC-012;Lý Thị Mai;1968;Nữ;;Hộ nghèo;2026;215/QĐ-UBND;19/12/2025\n"
    sign_in(client, "binh")
    assert client.post(IMPORT, {"file": file(text)}).status_code == 422
    sign_in(client, "hoa")
    client.post(IMPORT, {"file": file(text)})
    assert post(client, f"{IMPORT}{ImportBatch.objects.get().id}/").status_code == 302
    assert Classification.objects.get().klass == "poor"


def test_the_template_can_be_taken_away(hoa, bat_xat):
    assert hoa.get(IMPORT + "mau.xlsx").content[:2] == b"PK"


def test_two_records_stand_side_by_side_with_masked_numbers_and_both_readings_are_written_down(hoa, pair, mai):
    assert "Lý Thị Mai" in hoa.get(DOUBLES).content.decode()
    before = Entry.objects.filter(verb="resident.read").count()
    page = hoa.get(f"{DOUBLES}{pair.id}/").content.decode()
    assert "015•••••••23" in page
    assert MAI_ID not in page
    assert Entry.objects.filter(verb="resident.read").count() == before + 2


def test_a_decision_is_needed_and_made_once(hoa, pair, mai):
    url = f"{DOUBLES}{pair.id}/"
    assert post(hoa, url).status_code == 422
    assert post(hoa, url, answer=str(uuid4())).status_code == 422
    assert post(hoa, url, answer=str(mai.id)).status_code == 302
    assert Resident.objects.filter(status="merged").count() == 1
    # The same pair again, from a stale page.
    assert post(hoa, url, answer="different").status_code in (404, 409)
    assert "Lý Thị Mai" not in hoa.get(DOUBLES).content.decode()


def test_nobody_decides_about_her_own_household(client, sign_in, cast, pair, mai):
    cast["hoa"].resident_id = mai.id
    cast["hoa"].save()
    sign_in(client, "hoa")
    assert "Thị Mai" not in client.get(DOUBLES).content.decode()
    assert client.get(f"{DOUBLES}{pair.id}/").status_code == 404
