"""What life does to a household is recorded by page: shown before it is done, refused with a sentence, taken back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from thonso.core.base.clock import today
from thonso.core.base.errors import Stale
from thonso.core.people import services
from thonso.core.people.models import Household, Membership, Resident
from thonso.core.people.rules import Klass
from thonso.core.people.tests.conftest import SINCE
from thonso.core.people.tests.moving import DAY, ON, WHY, at, done, named, notes, of, post, refused, shown, who
from thonso.core.people.views.moving_parts import lock


def test_a_household_splits_as_it_was_shown(hoa, mai, act):
    home = mai.household
    act(services.set_classification, home, Klass(2026, "poor", "215/QĐ-UBND", date(2025, 12, 19)))
    form = {**who(Sử="head", Nải="parent"), "address": "Đầu thôn"}
    page, asked = shown(post(hoa, at(home, "tach"), form))
    for words in (
        "Hộ mới SC-013 ở Thôn Suối Chải từ ngày 01/04/2026: Tẩn Láo Sử (chủ hộ), Chảo Mùi Nải (",
        "Ở lại hộ SC-012: Lý Thị Mai (chủ hộ)",
        "Phân loại hộ nghèo, cận nghèo không đi theo",
        "Hồ sơ đang giải quyết vẫn của người nộp",
        "Nếu ghi nhầm",
    ):
        assert words in page
    assert Household.objects.count() == 1, "looking changes nothing"
    assert not notes("household.split")
    answer = post(hoa, at(home, "tach"), form, asked=asked)
    assert answer.status_code == 302
    fresh = Household.objects.get(code="SC-013")
    assert answer.url == f"/ban/dan-cu/ho/{fresh.pk}/"
    assert (fresh.head, fresh.address, fresh.valid_from) == (named("Tẩn Láo Sử"), "Đầu thôn", DAY)
    assert named("Chảo Mùi Nải").relation == "parent"
    assert services.classification_on(fresh, today()) is None
    assert services.classification_on(home, today()).klass == "poor"
    assert [(one["purpose"], one["facts"]["people"]) for one in notes("household.split")] == [(WHY, 2)]
    assert "Tẩn Láo Sử" in hoa.get(answer.url).content.decode(), "opened once under the reason that was given"


def test_the_head_goes_and_somebody_is_chosen_to_head_who_stays(hoa, mai):
    form = who(Mai="head", Pham="child")
    refused(hoa, at(mai.household, "tach"), form, "Chủ hộ đi thì hộ không có ai làm chủ hộ")
    refused(hoa, at(mai.household, "tach"), form, "Chủ hộ đi thì", heir=str(mai.pk))
    page, _answer = done(hoa, at(mai.household, "tach"), form, heir=str(named("Chảo Mùi Nải").pk))
    assert "Chảo Mùi Nải (chủ hộ)" in page
    assert "Quan hệ của những người khác với chủ hộ mới Chảo Mùi Nải thì sửa sau" in page
    home = Household.objects.get(code="SC-012")
    assert home.head == named("Chảo Mùi Nải")
    heads = Resident.objects.filter(relation="head").order_by("full_name").values_list("full_name", flat=True)
    assert list(heads) == ["Chảo Mùi Nải", "Lý Thị Mai"]


def test_two_of_the_same_name_are_told_apart_where_the_next_head_is_chosen(hoa, mai):
    Resident.objects.filter(pk=named("Chảo Mùi Nải").pk).update(full_name="Tẩn Láo Sử")
    for url in (at(mai.household, "tach"), f"/ban/dan-cu/nguoi/{mai.pk}/da-mat/"):
        heirs = [label for _key, label in hoa.get(url).context["heirs"] if label.startswith("Tẩn Láo Sử")]
        assert len(set(heirs)) == 2, url


def test_a_wife_left_behind_by_a_split_is_fetched_into_the_new_household(hoa, mai):
    home = mai.household
    page, answer = done(hoa, at(home, "tach"), who(Sử="head"))
    assert "Còn sót người phải theo sang? Mở hộ cũ, chọn “Chuyển đến hộ khác” và gõ SC-013." in page
    assert "Đón người từ hộ khác về hộ này" in hoa.get(answer.url).content.decode()
    # On the day of the split itself; she heads the old household, where others stay.
    form = who(Mai="spouse", Pham="child", Nải="grandparent")
    refused(hoa, at(home, "sang-ho-khac"), form, "Chủ hộ đi thì hộ không có ai làm chủ hộ", code="SC-013")
    chief = named("Tẩn Văn Chiêu")
    page, _answer = done(hoa, at(home, "sang-ho-khac"), form, code="sc-013", heir=str(chief.pk))
    assert "Lý Thị Mai (vợ, chồng)" in page.replace("vợ hoặc chồng", "vợ, chồng")
    assert "Chảo Mùi Nải (ông, bà)" in page
    fresh = Household.objects.get(code="SC-013")
    assert set(Resident.objects.filter(household=fresh).values_list("relation", flat=True)) == {
        "head", "spouse", "child", "grandparent",
    }  # fmt: skip
    # And the last one too: the old household ends.
    page, _answer = done(hoa, at(home, "sang-ho-khac"), who(Chiêu="child"), code="SC-013")
    assert "Hộ SC-012 không còn ai" in page


@pytest.mark.parametrize(
    ("chosen", "more", "words"),
    [
        ({}, {}, "Chưa chọn ai"),
        ({"Sử": "spouse"}, {}, "đúng một người là chủ hộ mới"),
        ({"Sử": "head", "Nải": "head"}, {}, "đúng một người là chủ hộ mới"),
        (
            {"Mai": "head", "Sử": "spouse", "Nải": "parent", "Pham": "child", "Chiêu": "child"},
            {},
            "phải có người ở lại",
        ),
        ({"Sử": "boss"}, {}, "Anh chị chọn quan hệ"),
        ({"Sử": "head"}, {"on": ""}, "từ ngày nào"),
        ({"Sử": "head"}, {"on": "31/02/2026"}, "ngày/tháng/năm"),
        ({"Sử": "head"}, {"on": "01/01/2090"}, "Ngày này chưa tới"),
        ({"Sử": "head"}, {"on": "01/01/1950"}, "Tẩn Láo Sử đến ngày 01/01/1965 mới sinh"),
        ({"Sử": "head"}, {"reason": ""}, "Ghi lý do"),
        ({"Sử": "head"}, {"address": "xa " * 100}, "aria-invalid"),
    ],
)
def test_a_split_that_cannot_be_is_told_and_nothing_typed_is_lost(hoa, mai, chosen, more, words):
    page = refused(hoa, at(mai.household, "tach"), who(**chosen), words, **{"address": "Đầu thôn", **more})
    if "address" not in more:
        assert "Đầu thôn" in page
    assert Household.objects.count() == 1


def test_a_head_who_stays_is_not_replaced_by_the_way(hoa, mai):
    form = who(Sử="head") | {"heir": str(named("Chảo Mùi Nải").pk)}
    refused(hoa, at(mai.household, "tach"), form, "Chủ hộ vẫn ở lại")


def test_change_something_goes_back_with_everything_typed(hoa, mai):
    form = {**who(Sử="head"), "address": "Đầu thôn"}
    page, _asked = shown(post(hoa, at(mai.household, "tach"), form))
    assert 'name="again"' in page
    again = post(hoa, at(mai.household, "tach"), form, again="1").content.decode()
    assert 'value="Đầu thôn"' in again
    assert 'value="head" selected' in again


def test_of_two_officers_the_second_reads_that_somebody_has_gone(hoa, mai, sin, act):
    form = who(Sử="head", Nải="parent")
    _page, asked = shown(post(hoa, at(mai.household, "tach"), form))
    act(services.move, named("Chảo Mùi Nải"), sin.household, on=DAY)
    refused(hoa, at(mai.household, "tach"), form, "nay không còn ở hộ này", asked=asked)


def test_what_changed_meanwhile_is_shown_again_before_it_is_saved(hoa, mai, sin, act):
    form = who(Sử="head")
    _page, asked = shown(post(hoa, at(mai.household, "tach"), form))
    act(services.move, named("Chảo Mùi Nải"), sin.household, on=DAY)
    page, fresh = shown(post(hoa, at(mai.household, "tach"), form, asked=asked))
    assert "Sổ vừa thay đổi" in page
    assert Household.objects.filter(code="SC-013").count() == 0
    assert post(hoa, at(mai.household, "tach"), form, asked=fresh).status_code == 302


def test_what_was_read_before_the_other_officer_saved_is_stale(mai, sin, act):
    pham, home = named("Tẩn Thị Pham"), mai.household
    act(services.move, named("Tẩn Thị Pham"), sin.household, on=DAY)
    for homes, people, row in (([home], [pham], None), ([], [], pham)):
        with pytest.raises(Stale), transaction.atomic():
            lock(homes, people, row)


def test_the_same_form_sent_twice_splits_once(hoa, mai):
    form = who(Sử="head")
    _page, asked = shown(post(hoa, at(mai.household, "tach"), form))
    sent = {**form, "transaction_id": str(uuid4()), "reason": WHY, "on": ON, "asked": asked}
    assert [hoa.post(at(mai.household, "tach"), sent).status_code for _ in range(2)] == [302, 302]
    assert Household.objects.count() == 2


def test_a_daughter_marries_into_another_household_and_back_again(hoa, mai, sin):
    page, answer = done(hoa, at(mai.household, "sang-ho-khac"), who(Pham="spouse"), code="sh-001")
    assert "thuộc hộ SH-001, Thôn Sơn Hà, chủ hộ Vàng Văn Sin: Tẩn Thị Pham (vợ hoặc chồng)" in page
    assert "từ ngày đó tính theo hộ SH-001" in page
    pham = named("Tẩn Thị Pham")
    assert (pham.household, pham.relation) == (sin.household, "spouse")
    assert answer.url == f"/ban/dan-cu/ho/{sin.household_id}/"
    done(hoa, at(sin.household, "sang-ho-khac"), who(Pham="child"), code="SC-012")
    assert named("Tẩn Thị Pham").household == mai.household
    spans = Membership.objects.filter(resident=pham).order_by("valid_from").values_list("household__code", "valid_to")
    assert list(spans) == [("SC-012", DAY - timedelta(days=1)), ("SC-012", None)], "nothing is left of the mistake"


def test_who_marries_in_and_leaves_nobody_behind_ends_the_household(hoa, mai, sin):
    page, _answer = done(hoa, at(sin.household, "sang-ho-khac"), who(Sin="other"), code="SC-012")
    assert "Hộ SH-001 không còn ai nên khép lại" in page
    assert "hộ cũ không mở lại được ở đây" in page
    assert Household.objects.get(code="SH-001").valid_to == DAY - timedelta(days=1)
    stale = hoa.get(at(sin.household, "tach"))
    assert stale.status_code == 409
    assert "Hộ này đã khép lại" in stale.content.decode()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "ghi mã hộ"),
        ("XX-999", "không có hộ mang mã này"),
        ("SC-012", "Đây là hộ họ đang ở"),
        ("x" * 40, "aria-invalid"),
    ],
)
def test_where_they_go_is_another_household_that_is_there(hoa, mai, sin, code, words):
    refused(hoa, at(mai.household, "sang-ho-khac"), who(Pham="spouse"), words, code=code)


def test_nobody_becomes_the_head_of_a_household_by_moving_in(hoa, mai, sin):
    refused(hoa, at(mai.household, "sang-ho-khac"), who(Pham="head"), "Anh chị chọn quan hệ", code="SH-001")


def test_a_move_before_the_register_had_them_there_says_what_it_takes_out(hoa, mai, sin):
    early = f"{SINCE - timedelta(days=9):%d/%m/%Y}"
    page, _answer = done(hoa, at(mai.household, "sang-ho-khac"), who(Pham="spouse"), code="SH-001", on=early)
    assert "Sổ ghi Tẩn Thị Pham ở hộ SC-012 từ ngày" in page
    assert Membership.objects.filter(resident=named("Tẩn Thị Pham")).count() == 1


def test_a_day_before_an_earlier_move_is_refused(hoa, mai, sin, act):
    act(services.move, named("Tẩn Thị Pham"), sin.household, on=DAY)
    form = who(Pham="child")
    refused(hoa, at(sin.household, "sang-ho-khac"), form, "Anh chị chọn ngày sau đó", code="SC-012", on="01/03/2026")


def test_the_whole_household_moves_to_another_hamlet(hoa, mai, bat_xat):
    url = at(mai.household, "doi-thon")
    refused(hoa, url, {"hamlet": str(mai.hamlet_id)}, "Anh chị chọn thôn")
    page, _answer = done(hoa, url, {"hamlet": str(bat_xat.son_ha.pk)})
    assert "Từ hôm nay hộ SC-012, 5 người, thuộc Thôn Sơn Hà" in page
    assert set(Resident.objects.values_list("hamlet", flat=True)) == {bat_xat.son_ha.pk}
    assert notes("household.moved")[0]["purpose"] == WHY


def every(mai):
    home = [at(mai.household, what) for what in ("tach", "sang-ho-khac", "chuyen-di", "doi-thon")]
    return [*home, *(of(mai, what) for what in ("da-mat", "tro-ve", "ghi-nham"))]


@pytest.mark.parametrize("name", ["mai", "lan", "tu", "dung", "trung", "quantri", "tinh", "xuan", "thu", "hai", None])
def test_it_is_for_those_who_keep_households(client, sign_in, mai, name):
    if name:
        sign_in(client, name)
    for url in every(mai):
        for answer in (client.get(url), post(client, url, who(Sử="head") | {"who": [str(mai.pk)]})):
            assert answer.status_code in ({404} if name else {302, 403}), url
    assert Household.objects.count() == 1


def test_nobody_moves_their_own_household_or_into_it(hoa, client, sign_in, mai, sin):
    account = sign_in(client, "hoa")
    account.resident_id = mai.pk
    account.save(update_fields=["resident_id"])
    for url in every(mai):
        assert client.get(url).status_code == 404, url
    refused(client, at(sin.household, "sang-ho-khac"), who(Sin="other"), "hộ không dành cho anh chị", code="SC-012")


def test_the_pages_offer_it_to_those_only(hoa, client, sign_in, mai):
    why = {"purpose": "Kiểm tra hộ khẩu"}
    home, row = f"/ban/dan-cu/ho/{mai.household_id}/", f"/ban/dan-cu/nguoi/{mai.pk}/"
    assert "Tách hộ" in client.post(home, why).content.decode()
    assert "Ghi đã mất" in client.post(row, why).content.decode()
    sign_in(client, "lan")
    for url in (home, row):
        assert "Biến động" not in client.post(url, why).content.decode()
