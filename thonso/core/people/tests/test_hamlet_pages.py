"""The administrator keeps the hamlets in the browser; nobody else finds the pages."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from thonso.core.units import services
from thonso.core.units.models import ImportBatch, Unit

BASE = "/quan-tri/don-vi/"


@pytest.fixture
def admin(client, sign_in):
    sign_in(client, "quantri")
    return client


def file(text: str, name: str = "thon.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("utf-8-sig"))


def post(client, url, **values):
    return client.post(url, {"transaction_id": str(uuid4()), **values})


@pytest.mark.parametrize("name", ["mai", "tu", "dung", "lan", "hoa", "hai", "tinh", "xuan", "sen", None])
def test_nobody_but_an_administrator_finds_the_pages(client, cast, sign_in, bat_xat, name):
    if name:
        sign_in(client, name)
    for path in ("", "them/", "gop/", "nhap/", "nhap/mau.xlsx", "tai-ve.csv", f"{bat_xat.suoi_chai.id}/"):
        response = client.get(BASE + path)
        assert response.status_code in (302, 403, 404), path
        assert "Sơn Hà" not in response.content.decode(errors="ignore")


def test_the_list_shows_names_figures_and_totals(admin, bat_xat):
    post(admin, BASE + "them/", name="Thôn Bản Mạc", households="96", population="432", distance_km="6,5")
    page = admin.get(BASE).content.decode()
    for text in ("Thôn Suối Chải", "Thôn Bản Mạc", "432", "6,5"):
        assert text in page
    assert "Thôn Suối Chải" not in admin.get(BASE, {"q": "ban mac"}).content.decode()


def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_do(admin, bat_xat):
    response = post(admin, BASE + "them/", name="Thôn Suối Chải", households="mười", latitude="99")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="mười"' in page
    assert 'value="99"' in page
    assert Unit.objects.filter(kind="hamlet").count() == 2


def test_figures_are_edited(admin, bat_xat):
    url = f"{BASE}{bat_xat.suoi_chai.id}/"
    assert admin.get(url).status_code == 200
    response = post(
        admin, url, name="Thôn Suối Chải", households="86", population="440", ethnic_groups="Dao: 300; Mông: 140"
    )
    assert response.status_code == 302
    assert services.data_of(bat_xat.suoi_chai).ethnic_groups == {"Dao": 300, "Mông": 140}
    assert "Dao: 300; Mông: 140" in admin.get(url).content.decode()


def test_the_same_form_sent_twice_adds_one_hamlet(admin, bat_xat):
    values = {"transaction_id": str(uuid4()), "name": "Thôn Bản Mạc"}
    first = admin.post(BASE + "them/", values)
    again = admin.post(BASE + "them/", values)
    assert (first.status_code, again.status_code) == (302, 302)
    assert Unit.objects.filter(name="Bản Mạc").count() == 1


def test_a_hamlet_gets_a_new_name_by_decision(admin, bat_xat):
    url = f"{BASE}{bat_xat.suoi_chai.id}/doi-ten/"
    assert post(admin, url, name="Suối Mới", on="hôm qua").status_code == 422
    assert post(admin, url, name="Suối Mới", on="01/03/2026").status_code == 302
    page = admin.get(BASE).content.decode()
    assert "Thôn Suối Mới" in page
    assert "28/02/2026" in page
    # A stale page: the hamlet has ended.
    assert post(admin, url, name="Suối Khác", on="01/04/2026").status_code == 422


def test_hamlets_are_merged_and_split(admin, bat_xat):
    both = [str(bat_xat.suoi_chai.id), str(bat_xat.son_ha.id)]
    assert post(admin, BASE + "gop/", merged=both[:1], name="Suối Sơn", on="01/03/2026").status_code == 422
    assert post(admin, BASE + "gop/", merged=both, name="Suối Sơn", on="01/03/2026").status_code == 302
    [merged] = services.hamlets(bat_xat.commune.id)
    response = post(admin, f"{BASE}{merged.id}/tach/", names="Suối Trên\nSuối Dưới", on="01/04/2026")
    assert response.status_code == 302
    assert {unit.name for unit in services.hamlets(bat_xat.commune.id)} == {"Suối Trên", "Suối Dưới"}


def test_a_unit_that_is_no_hamlet_of_ours_is_not_there(admin, bat_xat):
    for unit in (bat_xat.commune, bat_xat.other, bat_xat.province):
        assert admin.get(f"{BASE}{unit.id}/").status_code == 404
        assert post(admin, f"{BASE}{unit.id}/doi-ten/", name="X", on="01/03/2026").status_code == 404


def test_a_list_is_looked_at_first_and_then_imported_once(admin, bat_xat):
    text = "Tên thôn;Số hộ\nThôn Bản Mạc;96\nThôn Lỗi;mười\n"
    shown = admin.post(BASE + "nhap/", {"file": file(text)}, follow=True)
    page = shown.content.decode()
    assert "Thôn Bản Mạc" in page
    assert "mười" in page
    assert not Unit.objects.filter(name="Bản Mạc").exists()
    batch = ImportBatch.objects.get()
    assert "Mạc" not in batch.sealed
    url = f"{BASE}nhap/{batch.id}/"
    rejects = load_workbook(io.BytesIO(admin.get(url + "loi.xlsx").content)).active
    assert rejects["A2"].value == 3
    assert post(admin, url).status_code == 302
    assert Unit.objects.filter(name="Bản Mạc").exists()
    batch.refresh_from_db()
    assert (batch.imported, batch.rejected, batch.sealed) == (1, 1, "")
    assert post(admin, url).status_code == 422


def test_a_file_of_another_kind_is_refused_and_kept_nowhere(admin, bat_xat):
    for upload in (
        SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not"),
        SimpleUploadedFile("a.csv", b""),
        file("Cột lạ\n1\n"),
    ):
        assert admin.post(BASE + "nhap/", {"file": upload}).status_code == 422
    assert admin.post(BASE + "nhap/", {}).status_code == 422
    assert not ImportBatch.objects.exists()


def test_another_administrator_does_not_open_the_file(admin, bat_xat, cast, client):
    admin.post(BASE + "nhap/", {"file": file("Tên thôn\nThôn Bản Mạc\n")})
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(actor_id=cast["xuan"].id)
    assert admin.get(f"{BASE}nhap/{batch.id}/").status_code == 404


def test_the_list_goes_out_as_excel_and_csv(admin, bat_xat):
    assert load_workbook(io.BytesIO(admin.get(BASE + "tai-ve.xlsx").content)).active["A2"].value == "Thôn Sơn Hà"
    assert "Thôn Sơn Hà" in admin.get(BASE + "tai-ve.csv").content.decode("utf-8-sig")
    assert admin.get(BASE + "tai-ve.pdf").status_code == 404


def test_the_list_costs_the_same_few_queries_with_a_hundred_hamlets(admin, bat_xat, django_assert_max_num_queries):
    content = "Tên thôn;Số hộ\n" + "".join(f"Thôn Số {n};10\n" for n in range(100))
    admin.post(BASE + "nhap/", {"file": file(content)})
    post(admin, f"{BASE}nhap/{ImportBatch.objects.get().id}/")
    with django_assert_max_num_queries(12):
        assert admin.get(BASE).status_code == 200
