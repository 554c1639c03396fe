"""Who leaves the commune, dies elsewhere or comes back is recorded by page, and taken back where it was a mistake."""

import re
from datetime import timedelta
from uuid import uuid4

from thonso.core.journal.models import Entry
from thonso.core.people.models import Household, Resident
from thonso.core.people.tests.conftest import SINCE
from thonso.core.people.tests.moving import DAY, WHY, at, done, named, notes, of, refused


def test_one_leaves_the_commune_or_all_do(hoa, mai):
    url = at(mai.household, "chuyen-di")
    page, _answer = done(hoa, url, {"who": [str(named("Tẩn Thị Pham").pk)]})
    assert "Chuyển khỏi xã, ngày cuối cùng ở đây 01/04/2026: Tẩn Thị Pham" in page
    assert (named("Tẩn Thị Pham").status, named("Tẩn Thị Pham").left_on) == ("moved", DAY)
    rest = [str(one.pk) for one in Resident.objects.filter(household=mai.household)]
    page, answer = done(hoa, url, {"who": rest})
    assert "Hộ SC-012 không còn ai" in page
    assert not Resident.objects.filter(status="here").exists()
    assert "Hộ này đã khép lại" in hoa.get(answer.url).content.decode()
    assert {one["purpose"] for one in notes("resident.moved")} == {WHY}


def test_leaving_asks_who_leaves_and_who_heads_the_rest(hoa, mai):
    url = at(mai.household, "chuyen-di")
    assert re.search(rf'value="{mai.pk}"[^>]* checked', hoa.get(f"{url}?ai={mai.pk}").content.decode())
    refused(hoa, url, {}, "Chưa chọn ai")
    refused(hoa, url, {"who": [str(uuid4())]}, "nay không còn ở hộ này")
    refused(hoa, url, {"who": [str(mai.pk)]}, "Chủ hộ đi thì hộ không có ai làm chủ hộ")
    refused(hoa, url, {"who": [str(mai.pk)], "heir": str(named("Tẩn Láo Sử").pk)}, "Ngày này chưa tới", on="01/01/2090")


def test_a_death_elsewhere_is_recorded_with_its_paper_and_taken_back(hoa, mai):
    url, paper = of(mai, "da-mat"), "Trích lục khai tử số 12/2026, UBND phường Lào Cai"
    refused(hoa, url, {}, "Chủ hộ đi thì hộ không có ai làm chủ hộ")
    heir = named("Tẩn Láo Sử")
    refused(hoa, url, {"heir": str(heir.pk)}, "đến ngày 14/05/1968 mới sinh", on="13/05/1968")
    page, answer = done(hoa, url, {"heir": str(heir.pk)}, reason=paper)
    assert "Lý Thị Mai mất ngày 01/04/2026" in page
    assert "mẫu 05" in page
    mai.refresh_from_db()
    assert (mai.status, mai.left_on, Household.objects.get().head) == ("died", DAY, heir)
    assert [one["purpose"] for one in notes("resident.died")] == [paper]
    assert "Ghi nhầm" in hoa.get(answer.url).content.decode()
    refused(hoa, url, {}, "Theo sổ, Lý Thị Mai đã mất ngày 01/04/2026")
    refused(hoa, of(mai, "tro-ve"), {"relation": "other"}, "đã mất ngày", code="SC-012")
    page, _answer = done(hoa, of(mai, "ghi-nham"), {}, reason="Nhầm người cùng tên")
    assert "lại được ghi đang ở xã" in page
    mai.refresh_from_db()
    assert (mai.status, Household.objects.get().head) == ("here", mai)
    assert [one["purpose"] for one in notes("resident.death_undone")] == ["Nhầm người cùng tên"]
    refused(hoa, of(mai, "ghi-nham"), {}, "Theo sổ, Lý Thị Mai đang ở xã")


def test_who_left_by_mistake_is_back_in_the_household_of_before(hoa, sin):
    # The day is before the register had him there: he is kept in it for one day, so that it can be taken back.
    early = f"{SINCE - timedelta(days=9):%d/%m/%Y}"
    done(hoa, at(sin.household, "chuyen-di"), {"who": [str(sin.pk)]}, on=early)
    assert Household.objects.get().valid_to is not None
    page, _answer = done(hoa, of(sin, "ghi-nham"), {})
    assert "Hộ SH-001 lại có: Vàng Văn Sin (chủ hộ)" in page
    sin.refresh_from_db()
    home = Household.objects.get()
    assert (sin.status, sin.household, home.valid_to, home.head) == ("here", home, None, sin)
    assert len(notes("resident.leaving_undone")) == 1


def test_who_comes_back_to_the_commune_joins_a_household(hoa, mai, sin):
    done(hoa, at(sin.household, "chuyen-di"), {"who": [str(sin.pk)]})
    url = of(sin, "tro-ve")
    refused(hoa, url, {}, "Anh chị chọn quan hệ", code="SC-012", on="01/06/2026")
    refused(hoa, url, {"relation": "other"}, "đã chuyển đi ngày 01/04/2026", code="SC-012", on="01/03/2026")
    done(hoa, url, {"relation": "other"}, code="SC-012", on="01/06/2026")
    sin.refresh_from_db()
    assert (sin.status, sin.left_on, sin.household) == ("here", None, mai.household)
    refused(hoa, url, {"relation": "other"}, "đang ở hộ SC-012", code="SC-012", on="01/06/2026")


def test_where_somebody_moved_to_is_kept_sealed_and_shown_to_who_opens_the_record(hoa, mai):
    url, pham = at(mai.household, "chuyen-di"), named("Tẩn Thị Pham")
    assert 'name="to"' in hoa.get(url).content.decode()
    refused(hoa, url, {"who": [str(pham.pk)], "to": "x" * 201}, "200")
    page, _answer = done(hoa, url, {"who": [str(pham.pk)], "to": "phường Cam Đường, tỉnh Lào Cai"})
    assert "Chuyển đến: phường Cam Đường, tỉnh Lào Cai." in page
    pham.refresh_from_db()
    assert b"Cam" not in bytes(str(pham.moved_to), "utf-8")
    assert "Cam Đường" not in "".join(Entry.objects.values_list("body", flat=True)), "the journal holds no answers"
    opened = hoa.post(f"/ban/dan-cu/nguoi/{pham.pk}/", {"purpose": WHY}).content.decode()
    assert "phường Cam Đường, tỉnh Lào Cai" in opened
    done(hoa, of(pham, "tro-ve"), {"relation": "child_in_law"}, code=mai.household.code)
    pham.refresh_from_db()
    assert (pham.status, pham.relation, pham.moved_to) == ("here", "child_in_law", None)
    assert "con dâu, con rể" in hoa.post(f"/ban/dan-cu/nguoi/{pham.pk}/", {"purpose": WHY}).content.decode().lower()


def test_leaving_without_saying_where_to_and_taken_back(hoa, mai):
    pham = named("Tẩn Thị Pham")
    page, _answer = done(hoa, at(mai.household, "chuyen-di"), {"who": [str(pham.pk)], "to": " "})
    assert "Chuyển đến:" not in page
    done(hoa, of(pham, "ghi-nham"), {})
    done(hoa, at(mai.household, "chuyen-di"), {"who": [str(pham.pk)], "to": "Hà Nội"})
    done(hoa, of(pham, "ghi-nham"), {})
    pham.refresh_from_db()
    assert (pham.status, pham.moved_to) == ("here", None)
