"""One search for all: what this commune takes first, then the national catalogue, asked for in the words of the village."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from thonso.procedures import everyday, searching
from thonso.procedures.models import PLACES, SECTION_KEYS, NationalProcedure
from thonso.procedures.national import places
from thonso.procedures.national.sections import SECTIONS

# Names and offices as the national catalogue has them: code, name, sector, place.
NATIONAL = """
1.000656|Thủ tục đăng ký khai tử|Hộ tịch|commune
1.000894|Thủ tục đăng ký kết hôn|Hộ tịch|commune
1.000094|Thủ tục đăng ký kết hôn có yếu tố nước ngoài tại khu vực biên giới|Hộ tịch|commune
1.000593|Thủ tục đăng ký kết hôn lưu động|Hộ tịch|commune
1.000689|Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con|Hộ tịch|commune
1.001022|Thủ tục đăng ký nhận cha, mẹ, con|Hộ tịch|commune
1.003583|Thủ tục đăng ký khai sinh lưu động|Hộ tịch|commune
1.004772|Thủ tục đăng ký khai sinh cho người đã có hồ sơ, giấy tờ cá nhân|Hộ tịch|commune
1.004837|Thủ tục đăng ký giám hộ|Hộ tịch|commune
1.004845|Thủ tục đăng ký chấm dứt giám hộ|Hộ tịch|commune
1.004884|Thủ tục đăng ký lại khai sinh|Hộ tịch|commune
2.000748|Thủ tục thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc có yếu tố nước ngoài|Hộ tịch|commune
2.001023|Liên thông các thủ tục hành chính về đăng ký khai sinh, cấp Thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi|Hộ tịch|commune
2.002516|Thủ tục xác nhận thông tin hộ tịch|Hộ tịch|other
2.000815|Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp|Chứng thực|other
2.000908|Thủ tục cấp bản sao từ sổ gốc|Chứng thực|other
2.000942|Cấp bản sao có chứng thực từ bản chính giao dịch đã được chứng thực|Chứng thực|other
2.001016|Chứng thực văn bản từ chối nhận di sản|Chứng thực|commune
2.001019|Chứng thực di chúc|Chứng thực|commune
2.001035|Chứng thực giao dịch liên quan đến tài sản là động sản, quyền sử dụng đất, nhà ở|Chứng thực|commune
2.001406|Chứng thực văn bản phân chia di sản mà di sản là động sản, quyền sử dụng đất, nhà ở|Chứng thực|commune
2.001263|Đăng ký việc nuôi con nuôi trong nước|Nuôi con nuôi|commune
2.001255|Đăng ký lại việc nuôi con nuôi trong nước|Nuôi con nuôi|commune
1.011606|Công nhận hộ nghèo, hộ cận nghèo; hộ thoát nghèo, hộ thoát cận nghèo định kỳ hằng năm|Giảm nghèo|commune
1.011608|Công nhận hộ thoát nghèo, hộ thoát cận nghèo thường xuyên hằng năm|Giảm nghèo|commune
1.001612|Đăng ký thành lập hộ kinh doanh|Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)|unsaid
1.001266|Chấm dứt hoạt động hộ kinh doanh|Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)|unsaid
1.002211|Thủ tục công nhận hòa giải viên (cấp xã)|Hòa giải ở cơ sở|commune
2.000930|Thủ tục thôi làm hòa giải viên (cấp xã)|Hòa giải ở cơ sở|commune
1.012812|Hòa giải tranh chấp đất đai|Đất đai|commune
1.012753|Đăng ký đất đai, tài sản gắn liền với đất, cấp Giấy chứng nhận quyền sử dụng đất lần đầu|Đất đai|commune
1.013226|Cấp điều chỉnh giấy phép xây dựng đối với công trình cấp III, cấp IV|Hoạt động xây dựng|unsaid
1.013225|Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ|Hoạt động xây dựng|commune
1.008004|Chuyển đổi cơ cấu cây trồng, vật nuôi trên đất trồng lúa|Trồng trọt|commune
1.004222|Đăng ký thường trú|Đăng ký, quản lý cư trú|police
1.004194|Đăng ký tạm trú|Đăng ký, quản lý cư trú|police
1.002755|Gia hạn tạm trú|Đăng ký, quản lý cư trú|police
1.003197|Xóa đăng ký thường trú|Đăng ký, quản lý cư trú|police
1.010038|Tách hộ|Đăng ký, quản lý cư trú|police
1.010041|Xác nhận thông tin về cư trú|Đăng ký, quản lý cư trú|police
1.003677|Khai báo tạm vắng|Đăng ký, quản lý cư trú|police
2.001159|Thông báo lưu trú|Đăng ký, quản lý cư trú|police
1.014061|Cấp thẻ căn cước cho người từ đủ 14 tuổi trở lên|Cấp, quản lý căn cước|police
1.014062|Cấp thẻ căn cước cho người dưới 14 tuổi|Cấp, quản lý căn cước|police
1.014068|Cấp lại giấy chứng nhận căn cước|Cấp, quản lý căn cước|police
3.000228|Cấp tài khoản định danh điện tử mức độ 02, căn cước điện tử cho công dân Việt Nam|Định danh điện tử|police
1.012575|Đăng ký xe lần đầu trực tuyến toàn trình đối với xe sản xuất lắp ráp trong nước|Đăng ký, quản lý phương tiện|police
1.001939|Đăng ký đóng, cấp thẻ BHYT đối với người chỉ tham gia BHYT|Thu BHXH, BHYT, BHTN|insurance
3.000527|Đăng ký cai nghiện ma túy tự nguyện|Tổ chức cai nghiện ma túy|commune
1.007700|Khai lệ phí trước bạ/ Miễn lệ phí trước bạ đối với tài sản khác|Thuế|tax
1.000020|Thủ tục hải quan đối với xăng dầu, hóa chất, khí, nguyên liệu xuất khẩu, tái xuất|Hải quan|customs
"""

QUESTIONS = [
    ("làm giấy khai sinh", "1.001193"), ("lam giay khai sinh", "1.001193"), ("giay khai sin", "1.001193"),
    ("con mới đẻ làm giấy gì", "1.001193"), ("sinh em bé", "1.001193"), ("làm lại giấy khai sinh", "1.004884"),
    ("xin xác nhận nghèo", "TS.000001"), ("xin xac nhan ngheo", "TS.000001"), ("giấy hộ nghèo cho con đi học", "TS.000001"),
    ("xin vào hộ nghèo", "1.011607"), ("cong nhan ho ngheo", "1.011607"), ("ra khỏi hộ nghèo", "1.011608"),
    ("thoát nghèo", "1.011608"), ("giay ket hon", "1.000894"), ("đăng ký kết hôn", "1.000894"),
    ("dang ki ket hon", "1.000894"), ("giấy độc thân", "1.004873"), ("xac nhan doc than", "1.004873"),
    ("lấy vợ cần giấy gì", "1.000894"), ("báo tử", "1.000656"), ("có người chết", "1.000656"), ("giấy chứng tử", "1.000656"),
    ("đăng ký khai tủ", "1.000656"), ("xin bản sao giấy khai sinh", "2.000635"), ("trích lục", "2.000635"),
    ("chong thuc ban sao", "2.000815"), ("chứng thực bản sao", "2.000815"), ("sao y bản chính", "2.000815"),
    ("phô tô công chứng", "2.000815"), ("chung thuc chu ky", "2.000884"), ("sơ yếu lý lịch", "2.000884"),
    ("làm di chúc", "2.001019"), ("mua bán đất", "2.001035"), ("chia thừa kế", "2.001406"),
    ("từ chối thừa kế", "2.001016"), ("đổi tên", "2.000748"), ("sai ngày sinh", "2.000748"), ("nhận con nuôi", "2.001263"),
    ("nhận bố cho con", "1.001022"), ("người giám hộ", "1.004837"), ("xác nhận hộ tịch", "2.002516"),
    ("lập tổ hợp tác", "2.002637"), ("mở quán", "1.001612"), ("đăng ký kinh doanh", "1.001612"), ("đóng cửa hàng", "1.001266"),
    ("làm hòa giải viên", "1.002211"), ("tranh chấp đất", "1.012812"), ("làm sổ đỏ", "1.012753"), ("bìa đỏ", "1.012753"),
    ("xây nhà", "1.013225"), ("nhập hộ khẩu", "1.004222"), ("đăng ký tạm trú", "1.004194"), ("tách khẩu", "1.010038"),
    ("giấy xác nhận cư trú", "1.010041"), ("tạm vắng", "1.003677"), ("làm căn cước", "1.014061"),
    ("can cuoc cho tre duoi 14 tuoi", "1.014062"), ("làm vneid", "3.000228"), ("biển số xe máy", "1.012575"),
    ("thẻ bảo hiểm y tế", "1.001939"), ("bảo hiểm cho trẻ", "2.001023"), ("cai nghiện", "3.000527"),
    ("chuyển đất lúa", "1.008004"), ("1.012812", "1.012812"), ("lệ phí trước bạ", "1.007700"),
]  # fmt: skip


@pytest.fixture
def national(db: None) -> None:
    for line in NATIONAL.strip().splitlines():
        code, name, sector, place = line.split("|")
        NationalProcedure.objects.create(
            code=code, name=name, sector=sector, place=place, place_said=True, source="{}",
            digest="0" * 64, imported_at=datetime(2026, 11, 20, tzinfo=UTC),
        )  # fmt: skip


def first(context: Any) -> str:
    """The code that stands first on the page."""
    rows, titles = [row["offered"].code for row in context["rows"]], [row["title"].code for row in context["titles"]]
    both = titles + rows if context["found"].titles_first else rows + titles
    return both[0] if both else ""


@pytest.mark.django_db
@pytest.mark.usefixtures("national", "offered")
def test_what_people_ask_for_stands_first(client: Client) -> None:
    """The table of questions, with seven procedures taken by the commune and the rest in the national catalogue."""
    with time_machine.travel(datetime(2026, 11, 23, 5, tzinfo=UTC), tick=False):
        wrong = []
        for question, code in QUESTIONS:
            context = client.get("/thu-tuc/", {"q": question}).context
            if first(context) != code:
                wrong.append((question, code, first(context)))
    assert len(QUESTIONS) >= 40
    assert not wrong


@pytest.mark.django_db
@pytest.mark.usefixtures("national", "offered")
def test_results_tell_whose_they_are_and_can_be_narrowed(client: Client) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 5, tzinfo=UTC), tick=False):
        everything = client.get("/thu-tuc/", {"q": "giấy"}).content.decode()
        police = client.get("/thu-tuc/", {"noi": "police"})
        here = client.get("/thu-tuc/", {"noi": "xa-nay", "q": "khai sinh"}).context
        sector = client.get("/thu-tuc/", {"linh-vuc": "Hộ tịch"}).context
        front = client.get("/thu-tuc/").content.decode()
        odd = client.get("/thu-tuc/", {"noi": "' OR 1=1", "linh-vuc": "<b>"})
    assert everything.index("Xã nhận hồ sơ") < everything.index("Danh mục quốc gia")
    assert {row["title"].place for row in police.context["titles"]} == {"police"}
    assert not police.context["rows"]
    assert "Công an cấp xã" in police.content.decode()
    assert here["rows"]
    assert not here["titles"]
    assert {row["title"].sector for row in sector["titles"]} == {"Hộ tịch"}
    assert "Cấp, quản lý căn cước" in front
    assert "1.014061" not in front, "the catalogue is looked through, not poured out"
    assert odd.status_code == 200
    assert b'value="<b>"' not in odd.content


@pytest.mark.django_db
@pytest.mark.usefixtures("national", "offered")
def test_what_the_commune_takes_is_not_told_twice(client: Client) -> None:
    NationalProcedure.objects.filter(code="1.004884").update(code="1.001193")
    with time_machine.travel(datetime(2026, 11, 23, 5, tzinfo=UTC), tick=False):
        context = client.get("/thu-tuc/", {"q": "khai sinh"}).context
    assert "1.001193" not in {row["title"].code for row in context["titles"]}


def test_each_everyday_phrase_is_written_once_and_read_in_the_words_of_procedures() -> None:
    said = [phrase for phrase, _means in everyday.phrases()]
    assert len(said) == len(set(said)) >= 100
    assert everyday.readings("xin lam giay khai sinh") == ["xin lam giay khai sinh", "xin lam dang ki khai sinh"]
    assert everyday.readings("xin ban sao giay khai sinh")[1].count("khai sinh") == 1, (
        "the longest phrase is read, once"
    )
    assert everyday.readings("mua xe") == ["mua xe"]


@pytest.mark.parametrize(
    ("typed", "meant", "near"),
    [("chong", "chung", True), ("khai", "khia", True), ("sinhh", "sinh", True), ("ket", "kt", True), ("hon", "hoan", True),
     ("khai", "thai", True), ("khai", "khong", False), ("nghien", "nghin", True), ("abcd", "badc", False)],
)  # fmt: skip
def test_one_slip_of_the_finger_is_forgiven(typed: str, meant: str, near: bool) -> None:
    assert searching._one_slip(typed, meant) is near
    assert searching._one_slip(meant, typed) is near


def test_the_database_knows_the_same_places_and_sections_as_the_reader() -> None:
    assert list(places.PLACES) == PLACES
    assert list(SECTIONS) == SECTION_KEYS
