"""An administrator copies a version, changes it by boxes and buttons; two at once lose nothing; each change counts once."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.cast import Units
from thonso.core.access.models import Account
from thonso.core.journal.models import Entry
from thonso.procedures.editor.tests.conftest import LIST, Desk
from thonso.procedures.models import ProcedureVersion, WorkingCopy, WorkingText

pytestmark = pytest.mark.django_db


def test_a_copy_holds_the_definition_under_a_label_of_its_own(desk: Desk) -> None:
    version = ProcedureVersion.objects.get(procedure__code="2.000635")
    assert desk.copy.base == version
    assert desk.text["version"] != version.version
    page = desk.page()
    assert "Đã đủ" in page
    for title in ("Tên và lời văn", "Ai được nộp", "Phí, lệ phí", "Quy tắc", "Các bước", "Nội dung cần xác minh"):
        assert title in page
    assert Entry.objects.filter(verb="procedure.copied").count() == 1
    assert "Bùi Đức Quân" in desk.client.get(f"{LIST}soan/").content.decode()


@pytest.mark.parametrize(
    ("place", "changed", "held"),
    [
        ("texts", {"name": "Tên mới", "plain_names": "một\nhai\n\nmột"}, lambda t: t["plain_names"] == ["một", "hai"]),
        ("texts", {"valid_to": ""}, lambda t: "valid_to" not in t),
        ("who_may_file.0", {"min_age": "18", "paper": "id_card"}, lambda t: t["who_may_file"][0]["min_age"] == 18),
        ("ways", {"channels": ["desk"]}, lambda t: t["channels"] == ["desk"]),
        ("papers.id_card", {"copies": "2", "required": None}, lambda t: t["papers"][2]["required"] is False),
        ("papers.id_card", {"when__0__test": "is @channel post"},
         lambda t: t["papers"][2]["when"] == {"equals": ["@channel", "post"]}),
        ("cases.person", {"time__kind": "hours", "time__amount": "4", "time__text": "Bốn giờ", "time__source": "Luật số 1"},
         lambda t: t["cases"][1]["time"]["amount"] == 4),
        ("fees.0", {"amount": "12.000", "when__0__test": "is event_kind birth"}, lambda t: t["fees"][0]["amount"] == 12000),
        ("fees.0", {"amount": ""}, lambda t: t["fees"][0]["amount"] is None),
        ("timing", {"time__kind": "working_days", "time__amount": "3"},
         lambda t: t["time"]["amount"] == 3 and "cutoff" not in t["time"]),
        ("form.sections.who.fields.phone", {"label": "Số máy của anh chị", "required": "1"},
         lambda t: t["form"]["sections"][0]["fields"][3]["required"] is True),
        ("form.sections.event.fields.registered", {"parts__sex": "must", "parts__birth": ""},
         lambda t: t["form"]["sections"][1]["fields"][2]["parts"] == ["full_name", "id_number?", "sex"]),
        ("form.rules.2", {"if__0__test": "is event_kind death"},
         lambda t: t["form"]["rules"][2]["if"] == {"equals": ["event_kind", "death"]}),
        ("form.rules.2", {"does": "refuse", "targets": ["event_kind"], "say": "Xã chưa làm việc này."},
         lambda t: t["form"]["rules"][2]["refuse"] == "event_kind"),
        ("steps.sign", {"hours": "1,5", "role": "chairman"}, lambda t: t["steps"][3]["hours"] == 1.5),
        ("outcome", {"result__system": "Phần mềm khác"}, lambda t: t["result"]["system"] == "Phần mềm khác"),
    ],
)  # fmt: skip
def test_each_part_is_changed_by_its_boxes(
    desk: Desk, place: str, changed: dict[str, str], held: Callable[[dict[str, object]], bool]
) -> None:
    answer = desk.save(place, **changed)
    assert answer.status_code == 302, answer.context["errors"]
    assert held(desk.text)
    assert desk.now.revision == 2
    assert "chỗ cần sửa" not in desk.page()


@pytest.mark.parametrize(
    ("place", "changed", "box"),
    [
        ("texts", {"name": ""}, "name"),
        ("texts", {"name": "a" * 500}, "name"),
        ("texts", {"valid_from": "31/02/2026"}, "valid_from"),
        ("fees.0", {"amount": "tám nghìn"}, "amount"),
        ("fees.0", {"times": "moon"}, "times"),
        ("steps.sign", {"hours": "1,3"}, "hours"),
        ("steps.sign", {"hours": "-1"}, "hours"),
        ("papers.id_card", {"copies": "21"}, "copies"),
        ("papers.id_card", {"when__0__test": "is moon full"}, "when"),
        ("form.rules.2", {"if__0__test": "more copies", "if__0__number": "hai"}, "if"),
        ("form.rules.2", {"if__0__test": ""}, "if"),
        ("form.rules.2", {"does": "refuse", "targets": ["event_kind", "copies"], "say": "Không."}, "targets"),
        ("form.rules.2", {"does": "refuse", "targets": ["event_kind"], "say": ""}, "say"),
        ("warnings._", {"text": "Chú ý", "from": "31/02"}, "from"),
        ("ways", {"channels": []}, "channels"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box_and_stays_as_typed(
    desk: Desk, place: str, changed: dict[str, str], box: str
) -> None:
    answer = desk.save(place, **changed)
    assert answer.status_code == 422
    assert box in answer.context["errors"]
    shown = {one.box.at: one for one in answer.context["boxes"]}
    assert shown[box].errors
    if isinstance(typed := changed.get(box), str):
        assert shown[box].value == typed
    assert desk.now.revision == 1


def test_a_question_is_added_moved_and_made_whole_by_what_its_page_says(desk: Desk) -> None:
    answer = desk.save("form.sections.need.fields._", label="Anh chị nói tiếng gì?", kind="choice")
    at = "form.sections.need.fields.anh_chi_noi_tieng_gi"
    assert answer["Location"] == f"{desk.at}phan/{at}/"
    assert "ít nhất 2" in desk.page(f"phan/{at}/")
    assert "chỗ cần sửa" in desk.page()
    assert desk.client.get(f"{desk.at}cong-bo/").context["wrong"]
    for words in ("Tiếng Việt", "Tiếng Mông"):
        desk.save(f"{at}.options._", label=words)
    assert [one["value"] for one in desk.text["form"]["sections"][3]["fields"][-1]["options"]] == [
        "tieng_viet",
        "tieng_mong",
    ]
    assert "Đã đủ" in desk.page()
    moved = desk.send("doi-cho/", {"up": at})
    assert moved["Location"].endswith(f"#r-{at}")
    assert desk.text["form"]["sections"][3]["fields"][-2]["label"] == "Anh chị nói tiếng gì?"
    desk.send("doi-cho/", {"down": f"{at}.options.tieng_viet"})
    assert desk.text["form"]["sections"][3]["fields"][-2]["options"][0]["value"] == "tieng_mong"


@pytest.mark.parametrize("kind", ["text", "number", "date", "unit", "person", "group", "file", "yes_no", "statement"])
def test_every_kind_of_question_can_be_added(desk: Desk, kind: str) -> None:
    answer = desk.save("form.sections.need.fields._", label="Câu mới", kind=kind)
    assert answer.status_code == 302
    assert "Câu mới" in desk.page("phan/form.sections.need.fields.cau_moi/")


def test_what_depends_on_a_thing_is_named_before_it_goes_and_told_after(desk: Desk) -> None:
    page = desk.page("bo/papers.authorisation/")
    assert "Cá nhân yêu cầu" in page
    assert "Văn bản ủy quyền" in page
    assert desk.send("bo/papers.authorisation/")["Location"].endswith("/phan/papers/")
    page = desk.page()
    assert "nêu một giấy tờ không còn" in page
    assert (
        desk.save("cases.person", papers=["request", "id_card", "residence_proof", "certified_copies"]).status_code
        == 302
    )
    assert desk.client.get(f"{desk.at}bo/papers.authorisation/").status_code == 404
    assert "không chỗ nào khác" in desk.page("bo/legal_basis.0/").lower()


def test_a_value_to_verify_is_neither_unmarked_nor_removed(desk: Desk) -> None:
    assert desk.text["supplement"]["verify"] is True
    assert desk.save("timing", supplement__verify=None).status_code == 302
    assert desk.text["supplement"]["verify"] is True
    before = desk.text["verify"]
    assert desk.send(f"bo/verify.{before[0]['key']}/").status_code == 422
    assert desk.text["verify"] == before


def test_the_same_form_sent_twice_is_one_change(desk: Desk) -> None:
    form = desk.filled("fees.0") | {"amount": "9000"}
    first, second = (desk.send("phan/fees.0/", form)["Location"] for _twice in range(2))
    assert first == second
    assert desk.now.revision == 2
    assert Entry.objects.filter(verb="procedure.changed").count() == 1
    assert desk.send("phan/fees.0/", form | {"amount": "1"}).status_code == 409


def test_two_administrators_at_once_the_second_is_told_what_changed_and_loses_nothing(desk: Desk) -> None:
    mine = desk.filled("fees.0") | {"note": "Ghi chú của tôi"}
    both = desk.filled("fees.0") | {"amount": "7.000"}
    assert desk.save("fees.0", amount="15.000").status_code == 302
    answer = desk.send("phan/fees.0/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for told in ("Bùi Đức Quân", "8.000 đồng", "15.000 đồng", "Ghi chú của tôi"):
        assert told in page
    shown = {one.box.at: one for one in answer.context["boxes"]}
    assert shown["amount"].value == "15.000"
    assert desk.text["fees"][0]["amount"] == 15000
    again = desk.send("phan/fees.0/", both)
    clash = {one.box.at: one for one in again.context["boxes"]}["amount"]
    assert (again.status_code, clash.value) == (409, "7.000")
    assert "15.000 đồng" in clash.errors[0]


def test_who_changes_what_the_other_removed_gets_back_what_was_typed(desk: Desk) -> None:
    mine = desk.filled("papers.id_card") | {"note": "Tôi vừa ghi điều này"}
    removing = {"revision": "1", "transaction_id": str(uuid4())}
    assert desk.client.post(f"{desk.at}bo/papers.id_card/", removing).status_code == 302
    answer = desk.send("phan/papers.id_card/", mine)
    assert answer.status_code == 409
    assert "Tôi vừa ghi điều này" in answer.content.decode()
    stale = {"revision": "1", "transaction_id": str(uuid4()), "up": "steps.sign"}
    moved = desk.client.post(f"{desk.at}doi-cho/", stale)
    assert moved.status_code == 409
    assert "Thẻ căn cước" in moved.content.decode()


def test_an_earlier_state_is_taken_up_again_and_the_history_stays(desk: Desk) -> None:
    desk.save("texts", name="Tên sai")
    assert "Tên sai" in desk.page("lich-su/")
    assert desk.send("lay-lai/", {"to": "1"}).status_code == 302
    assert desk.text["name"] != "Tên sai"
    assert WorkingText.objects.filter(copy=desk.copy).count() == 3
    assert desk.send("lay-lai/", {"to": "77"}).status_code == 422
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        WorkingText.objects.update(text="{}")


def test_a_copy_thrown_away_is_closed_and_keeps_what_was_typed_on_its_pages(desk: Desk) -> None:
    form = desk.filled("texts") | {"summary": "Điều tôi đang gõ"}
    assert desk.send("huy/").status_code == 302
    assert desk.now.state == WorkingCopy.State.DROPPED
    answer = desk.send("phan/texts/", form)
    assert answer.status_code == 409
    assert "Điều tôi đang gõ" in answer.content.decode()
    for path in ("", "phan/texts/", "so-sanh/", "cong-bo/", "xem-truoc/", "huy/", "lich-su/"):
        desk.page(path)


def test_places_that_are_not_there_are_absent(desk: Desk) -> None:
    for place in (
        "moon",
        "papers.moon",
        "fees.9",
        "form.sections.who.fields.moon",
        "papers.id_card.fields",
        "verify._._",
    ):
        assert desk.client.get(f"{desk.at}phan/{place}/").status_code == 404, place
    assert desk.send("doi-cho/", {"up": "papers.moon"}).status_code == 404
    assert desk.send("doi-cho/", {}).status_code == 404
    assert desk.client.get(f"{LIST}soan/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("who", ["lan", "trung", "hai", "mai", "xuan", "tinh"])
def test_nobody_else_gets_there(desk: Desk, sign_in: Callable[..., Account], who: str) -> None:
    client = Client()
    sign_in(client, who)
    for path in (
        "",
        "phan/texts/",
        "bo/fees.0/",
        "xem-truoc/",
        "thu/",
        "so-sanh/",
        "cong-bo/",
        "tai-ve/",
        "lich-su/",
        "huy/",
    ):
        assert client.get(f"{desk.at}{path}").status_code == 404, path
    for path in ("phan/texts/", "bo/fees.0/", "doi-cho/", "lay-lai/", "cong-bo/", "huy/"):
        assert client.post(f"{desk.at}{path}", {"revision": "1"}).status_code == 404, path
    assert desk.now.revision == 1


def test_another_communes_copy_is_not_there(desk: Desk, offered: Units) -> None:
    WorkingCopy.objects.filter(pk=desk.copy.pk).update(commune=offered.other)
    for path in ("", "phan/texts/", "lich-su/", "thu/", "tai-ve/"):
        assert desk.client.get(f"{desk.at}{path}").status_code == 404, path
    assert desk.copy.code not in desk.client.get(f"{LIST}soan/").content.decode()


def test_a_fee_is_shown_as_people_read_it_while_it_is_typed(desk: Desk) -> None:
    page = desk.page("phan/fees.0/")
    assert "8.000 đ / bản" in page
    assert "Khai 3 ở câu «Số bản sao»: 24.000 đ" in page
    assert "8.000 đ / bản" in desk.page("phan/fees/"), "in the list as on the page"

    def typed(amount: str, **more: str) -> str:
        values = {**desk.filled("fees.0"), "amount": amount, "xem": "1", **more}
        answer = desk.client.post(f"{desk.at}phan/fees.0/", values, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        return str(answer.content.decode())

    said = typed("9.500", unit="tờ")
    assert "9.500 đ / tờ" in said
    assert "28.500 đ" in said
    assert "<form" not in said
    assert "Miễn phí" in typed("0")
    assert "do tỉnh quyết định" in typed("")
    wrong = typed("tám nghìn")
    assert "Chưa đọc được ô:" in wrong
    assert "tỉnh quyết định" not in wrong
    assert desk.now.revision == 1, "looking saves nothing"


def test_without_a_script_a_button_shows_it_and_what_was_typed_stays(desk: Desk) -> None:
    answer = desk.client.post(f"{desk.at}phan/fees.0/", {**desk.filled("fees.0"), "amount": "9500", "xem": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="9500"' in page
    assert "9.500 đ / bản" in page
    assert desk.now.revision == 1
