"""The administrator keeps the facts of the commune: they are on papers and pages, two people do not overwrite each other."""

from uuid import uuid4

import pytest

from thonso.core.access.models import Account
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.core.units.models import CommuneProfile
from thonso.dossiers.printing import heads

HERE = "/quan-tri/xa/"
GOOD = {
    "office_name": "Trung tâm Phục vụ hành chính công xã Bát Xát", "office_address": "Thôn Tân Tiến, xã Bát Xát",
    "office_phone": "0214 388 1234", "office_email": "ubnd@batxat.example.vn",
    "authority_code": "H38.12.3", "official_numbering": "external", "place_name": "Bát Xát",
    "superior_name": "Tỉnh Lào Cai", "revision": "0",
    "refusal_by": "centre_director", "extension_by": "centre_director", "supplement_by": "",
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client, sign_in):
    sign_in(client, "quantri")
    return client


def send(client, key=None, **more):
    return client.post(HERE, {**GOOD, "transaction_id": key or str(uuid4()), **more})


def kept():
    return CommuneProfile.objects.get()


def test_what_is_saved_stands_on_the_public_page_and_on_papers_and_is_journalled_without_its_values(
    administrator, bat_xat
):
    assert administrator.get(HERE).status_code == 200
    assert send(administrator).status_code == 302
    said = administrator.get("/tro-giup/").content.decode()
    assert "0214 388 1234" in said
    assert "ubnd@batxat.example.vn" in said
    head = heads.head(bat_xat.commune, None)
    assert head["parent_organ"] == "TỈNH LÀO CAI"
    assert head["footer"] == "Thôn Tân Tiến, xã Bát Xát · 0214 388 1234 · ubnd@batxat.example.vn"
    entry = Entry.objects.get(verb="commune.profile_changed")
    assert "office_phone" in body_of(entry)["facts"]["fields"]
    assert "0214" not in entry.body


def test_the_same_form_sent_twice_changes_once(administrator):
    key = str(uuid4())
    assert send(administrator, key).status_code == 302
    assert send(administrator, key).status_code == 302
    assert kept().revision == 1
    assert Entry.objects.filter(verb="commune.profile_changed").count() == 1


def test_a_form_that_is_older_than_what_is_kept_is_refused_and_shows_what_stands_there(administrator):
    send(administrator)
    send(administrator, office_phone="0214 388 9999", revision="1")
    answer = send(administrator, office_phone="0214 388 1111", place_name="Bát Xát mới", revision="1")
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "0214 388 9999" in said  # theirs
    assert "0214 388 1111" in said  # mine, still in its box
    assert kept().office_phone == "0214 388 9999"
    # Having seen it, the next press is meant.
    assert send(administrator, office_phone="0214 388 1111", revision="2").status_code == 302
    assert kept().office_phone == "0214 388 1111"


def test_only_what_really_differs_is_shown_beside(administrator):
    send(administrator)
    send(administrator, office_phone="0214 388 9999", revision="1")
    answer = send(administrator, office_phone="0214 388 1111", revision="1")
    assert answer.status_code == 409
    assert [str(label) for label, _value in answer.context["theirs"]] == ["Điện thoại"]


def test_nothing_changed_is_no_entry(administrator):
    send(administrator)
    send(administrator, superior_name="TỈNH LÀO CAI", revision="1")
    assert kept().revision == 1
    assert Entry.objects.filter(verb="commune.profile_changed").count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"office_name": " "}, "Ghi tên"),
        ({"place_name": "12"}, "Ghi địa danh"),
        ({"office_phone": "gọi chị Lan"}, "Ghi số điện thoại"),
        ({"office_phone": "12"}, "Ghi số điện thoại"),
        ({"office_email": "ubnd@"}, "Ghi địa chỉ thư"),
        ({"authority_code": "38-12"}, "không phải mã định danh"),
        ({"official_numbering": "own", "authority_code": ""}, "Chưa có mã định danh"),
        ({"official_numbering": "both"}, "Chọn nơi cấp"),
        ({"office_address": "x" * 201}, "200"),
        ({"office_address": "\x07"}, "không in được"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_typed_is_lost(administrator, wrong, said):
    answer = send(administrator, **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert answer.context["errors"].keys() == {"authority_code"} if "own" in wrong.values() else {*wrong}
    assert "Thôn Tân Tiến, xã Bát Xát" in page or "office_address" in wrong
    assert not CommuneProfile.objects.exists()


def test_the_older_form_of_the_identifier_is_turned_round(administrator):
    send(administrator, authority_code="000.00.12.h38")
    assert kept().authority_code == "H38.12"


@pytest.mark.parametrize("who", ["lan", "hai", "mai", "xuan", "tinh"])
def test_nobody_else_sees_or_changes_it(client, sign_in, who):
    sign_in(client, who)
    assert client.get(HERE).status_code == 404
    assert send(client).status_code == 404
    assert not CommuneProfile.objects.exists()


def test_identity_is_confirmed_first_outside_the_demo(administrator, cast, settings):
    Account.objects.filter(pk=cast["quantri"].pk).update(is_sample=False)
    settings.DEMO = False
    answer = administrator.get(HERE)
    assert answer.status_code == 302
    assert not answer["Location"].startswith(HERE)
    send(administrator)
    assert not CommuneProfile.objects.exists()


def test_the_support_point_of_a_hamlet_is_entered_and_stands_on_the_page_of_points(administrator, bat_xat):
    url = f"/quan-tri/don-vi/{bat_xat.suoi_chai.pk}/"
    form = {
        "name": "Thôn Suối Chải", "support_place": "Nhà văn hóa thôn", "support_hours": "Thứ Ba, thứ Sáu: 19:00–21:00",
        "support_helper": "Tẩn Văn Tú", "support_phone": "0900 000 002", "transaction_id": str(uuid4()),
    }  # fmt: skip
    refused = administrator.post(url, {**form, "support_phone": "hỏi trưởng thôn"})
    assert refused.status_code == 422
    assert refused.context["errors"].keys() == {"support_phone"}
    assert "Nhà văn hóa thôn" in refused.content.decode()
    assert administrator.post(url, form).status_code == 302
    said = administrator.get("/diem-ho-tro/").content.decode()
    for part in ("Nhà văn hóa thôn", "19:00–21:00", "Tẩn Văn Tú", 'href="tel:0900 000 002"'):
        assert part in said


def test_who_decides_is_chosen_and_journalled(administrator):
    page = administrator.get(HERE).content.decode()
    assert "Ai duyệt việc từ chối hồ sơ?" in page
    assert send(administrator, refusal_by="leader", supplement_by="centre_director").status_code == 302
    assert (kept().refusal_by, kept().extension_by, kept().supplement_by) == (
        "leader",
        "centre_director",
        "centre_director",
    )
    entry = Entry.objects.get(verb="commune.profile_changed")
    assert body_of(entry)["facts"]["refusal_by"] == "leader"


@pytest.mark.parametrize("name", ["refusal_by", "extension_by", "supplement_by"])
def test_who_decides_is_one_of_those_offered(administrator, name):
    answer = send(administrator, **{name: "chairman"})
    assert answer.status_code == 422
    assert "Chọn người duyệt." in answer.content.decode()
    assert not CommuneProfile.objects.filter(revision__gt=0).exists()
