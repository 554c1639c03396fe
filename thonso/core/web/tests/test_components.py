"""The template tags: right HTML, wired for screen readers, and nothing of a person's text is ever taken as markup."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.web import aloud
from thonso.core.web.templatetags.ui.icons import ICONS

EVIL = "<script>alert(1)</script>\"'&"


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_an_icon_is_hidden_from_screen_readers_unless_it_is_named():
    assert 'aria-hidden="true"' in draw('{% icon "phone" %}')
    named = draw('{% icon "phone" label="Gọi" %}')
    assert 'role="img"' in named
    assert 'aria-label="Gọi"' in named
    assert "aria-hidden" not in named


def test_an_unknown_icon_does_not_break_the_page():
    assert "<svg" in draw('{% icon "no-such" %}')


def test_every_icon_of_the_design_document_exists(settings):
    listed = (settings.ROOT / "docs" / "design.md").read_text().split("## 5. Icons")[1].split("```")[0].split("`")[1]
    assert set(listed.split()) <= set(ICONS)


def test_an_unknown_tone_is_plain():
    assert "tag--plain" in draw('{% status_tag "Mới" "glitter" %}')


def test_an_empty_status_draws_nothing():
    assert draw('{% status_tag "" "ok" %}') == ""


def test_a_path_says_in_words_where_it_stands():
    steps = [{"label": "Đã nộp", "state": "done"}, SimpleNamespace(label="Thẩm định", state="now", note="chị Hoa")]
    html = draw("{% path steps %}", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert "(đang làm)" in html
    assert "chị Hoa" in html


def test_a_short_limit_is_a_strip_and_a_long_one_a_calendar_of_weeks():
    monday = date(2026, 11, 9)
    short = [SimpleNamespace(date=monday, kind="start", label="ngày nhận", number=None)]
    assert "days--weeks" not in draw("{% day_strip days %}", days=short)
    long = [
        SimpleNamespace(date=monday + timedelta(days=n), kind="counted", label=f"ngày {n}", number=n) for n in range(20)
    ]
    html = draw("{% day_strip days %}", days=long)
    assert "days--weeks" in html
    assert html.count('class="day day--') == 20 + html.count('<li><span class="day day--')


def test_counted_days_that_have_not_come_yet_look_different():
    days = [
        SimpleNamespace(date=today() - timedelta(days=1), kind="counted", label="ngày 1", number=1),
        SimpleNamespace(date=today() + timedelta(days=1), kind="counted", label="ngày 2", number=2),
    ]
    html = draw("{% day_strip days legend=False %}", days=days)
    assert html.index("day--counted") < html.index("day--left")


def test_only_the_day_the_clock_starts_on_is_outlined():
    """Received in the evening, its clock starts the next day: two outlined days would be two days of reception."""
    days = [
        SimpleNamespace(date=date(2026, 11, 26), kind="received", label="nhận ngoài giờ", number=None),
        SimpleNamespace(date=date(2026, 11, 27), kind="start", label="bắt đầu tính", number=None),
    ]
    html = draw("{% day_strip days legend=False %}", days=days)
    assert (html.count("day--start"), html.count("day--received")) == (1, 1)


def test_days_are_explained_in_words_on_request():
    days = [SimpleNamespace(date=date(2026, 11, 24), kind="holiday", label="Nghỉ lễ của tỉnh", number=None)]
    html = draw("{% day_strip days explain=True %}", days=days)
    assert "Vì sao ngày này?" in html
    assert "Nghỉ lễ của tỉnh" in html


def test_a_field_ties_its_hint_and_error_to_the_control():
    html = draw('{% text_field "phone" "Số điện thoại" hint="Mười chữ số" errors=e value="09" %}', e=["Chưa đủ số."])
    assert 'for="f-phone"' in html
    assert 'aria-describedby="f-phone-hint f-phone-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="f-phone-error"' in html
    assert "field--error" in html


def test_a_block_field_gives_its_attributes_to_the_control_inside():
    html = draw('{% field "x" "Nhãn" hint="Gợi ý" %}<input class="input" {{ field_attrs }}>{% endfield %}')
    assert 'id="f-x"' in html
    assert 'name="x"' in html
    assert 'aria-describedby="f-x-hint"' in html


def test_the_first_choice_carries_the_id_that_the_error_summary_links_to():
    html = draw('{% choice_field "who" "Ai?" choices=c value="b" %}', c=[("a", "Tôi"), ("b", "Con tôi")])
    assert html.count('id="f-who"') == 1
    assert html.index('id="f-who"') < html.index("Con tôi")
    assert html.count(" checked") == 1
    assert html.count('<label class="opt__text" for="f-who') == 2


def test_a_date_may_be_only_a_year():
    html = draw('{% date_field "birth" "Ngày sinh" value="1950" %}')
    assert 'value="1950"' in html
    assert "Chỉ nhớ năm thì ghi năm." in html


def test_a_text_with_a_limit_tells_it_with_and_without_scripts():
    html = draw('{% textarea_field "note" "Ghi chú" limit=200 %}')
    assert 'data-limit="200"' in html
    assert "Nhiều nhất 200 ký tự." in html


def test_the_error_summary_takes_what_services_and_forms_give():
    refused = Refused("Không được.", fields={"phone": ["Chưa đủ số."]})
    assert 'href="#f-phone"' in draw("{% error_summary e %}", e=refused)
    assert "Không được." in draw("{% error_summary e %}", e=Refused("Không được."))
    assert draw("{% error_summary e %}", e={}) == ""

    class Asked(forms.Form):
        phone = forms.CharField(label="Số điện thoại")

    form = Asked({})
    assert 'href="#f-phone"' in draw("{% error_summary e %}", e=form)


def test_the_error_summary_names_a_box_once():
    labels = {"agree": "Số hộ đồng ý", "members": "Số người trong hộ"}
    errors = {"agree": ["Số hộ đồng ý nhiều hơn số hộ dự."], "members": ["Anh chị ghi một số nguyên."]}
    html = draw("{% error_summary e l %}", e=errors, l=labels)
    assert ">Số hộ đồng ý nhiều hơn số hộ dự.<" in html
    assert ">Số người trong hộ: Anh chị ghi một số nguyên.<" in html


def test_a_django_form_field_wears_the_same_dress():
    class Asked(forms.Form):
        name = forms.CharField(label="Họ tên", help_text="Như trên căn cước", required=False)
        sex = forms.ChoiceField(label="Giới", choices=[("f", "Nữ"), ("m", "Nam")], widget=forms.RadioSelect)
        agree = forms.BooleanField(label="Đồng ý")

    html = draw("{% for f in form %}{% form_field f %}{% endfor %}", form=Asked({"sex": "f"}))
    assert 'id="f-name"' in html
    assert "không bắt buộc" in html
    assert html.count('type="radio"') == 2
    assert 'type="checkbox"' in html


def test_a_transaction_id_is_kept_when_the_form_comes_back():
    assert 'value="abc"' in draw("{% transaction_id t %}", t="abc")
    assert draw("{% transaction_id %}") != draw("{% transaction_id %}")


def test_a_table_says_how_many_and_how_much():
    html = draw(
        '{% table c r count=2 noun="hồ sơ" total="20.000 đ" %}',
        c=["Mã", {"label": "Phí", "num": True}],
        r=[["TS-1", "0 đ"], {"cells": ["TS-2", {"text": "Trễ", "tone": "late"}], "url": "/x/", "tone": "late"}],
    )
    assert "<b>2</b> hồ sơ" in html
    assert "20.000 đ" in html
    assert 'href="/x/"' in html
    assert "is-late" in html
    assert html.count('class="num"') >= 3


def test_an_empty_table_says_so():
    assert "Chưa có giấy tờ nào." in draw('{% table c r empty="Chưa có giấy tờ nào." %}', c=["Mã"], r=[])


def test_pages_tell_how_many_are_shown_of_how_many():
    html = draw('{% pagination_keyset "" "?sau=1" shown=50 total="hơn 10.000" %}')
    assert "Đang xem 50 trong hơn 10.000" in html
    assert "Trang trước" not in html
    assert "Trang sau" in html


def test_the_key_is_shown_in_two_groups():
    assert "482\u00a0913" in draw('{% code_panel "Đã nộp" code="TS-261109-0007" key="482913" %}')


def test_blocks_keep_what_stands_inside_them():
    html = draw('{% notice "soon" "Chú ý" %}<p>{{ name }}</p>{% endnotice %}', name="Mai & Tú")
    assert "notice--soon" in html
    assert "<p>Mai &amp; Tú</p>" in html


class Spoken:
    tongue = aloud.Tongue("vi", "Tiếng Việt", "vi")

    def of(self, text):
        return aloud.Sound("/am-thanh/1/")


def test_a_speaker_is_drawn_only_where_somebody_has_spoken():
    assert draw('{% aloud "Nghe" %}') == ""
    with aloud.reading(Spoken()):
        assert 'data-say="/am-thanh/1/"' in draw('{% aloud "Nghe" %}')
        assert "<script>" not in draw("{% aloud x %}", x="<script>")


TAGS = [
    "{% status_tag x x %}", "{% path steps %}", "{% timeline entries %}", "{% facts rows %}", "{% table cols cells %}",
    "{% file_list files %}", "{% tabs tabs %}", "{% empty_state x x %}", "{% text_field 'n' x value=x hint=x errors=e %}",
    "{% textarea_field 'n' x value=x %}", "{% choice_field 'n' x choices=choices hint=x %}",
    "{% select_field 'n' x choices=choices %}", "{% check_field 'n' x %}", "{% error_summary e %}",
    "{% notice 'ok' x %}{{ x }}{% endnotice %}", "{% details x %}{{ x }}{% enddetails %}",
    "{% dialog 'd' x %}{{ x }}{% enddialog %}", "{% code_panel x code=x key=x text=x %}", "{% copy_button x x %}",
    "{% aloud x x %}", "{% back_link x x %}", "{% tile x 'home' x x %}", "{% transaction_id x %}",
    "{% icon 'home' label=x %}", "{% progress 1 2 x %}", "{% pagination_keyset x x total=x %}",
    "{% table_summary x noun=x total=x %}", "{% day_strip days explain=True %}",
]  # fmt: skip


def everywhere(x: str) -> dict[str, object]:
    return {
        "x": x,
        "e": {"n": [x]},
        "steps": [{"label": x, "state": "now", "note": x}],
        "entries": [{"title": x, "text": x, "who": x, "url": x}],
        "rows": [{"label": x, "value": x, "url": x, "url_text": x, "note": x}],
        "cols": [x],
        "cells": [{"cells": [{"text": x, "url": x}], "tone": "late"}],
        "files": [{"name": x, "url": x, "state_text": x, "note": x, "thumb_url": x, "size": 1}],
        "tabs": [{"label": x, "url": x, "count": 1}],
        "choices": [{"value": x, "label": x, "hint": x, "say": x}],
        "days": [SimpleNamespace(date=date(2026, 11, 9), kind="counted", label=x, number=1)],
    }


@pytest.mark.parametrize("tag", TAGS)
def test_text_of_a_person_is_never_markup(tag):
    with aloud.reading(Spoken()):
        html = draw(tag, **everywhere(EVIL))
    assert "<script>" not in html
    assert 'alert(1)</script>"' not in html


@given(st.text(alphabet="<>&\"'/= aàẫđ{}%", min_size=1, max_size=12))
def test_no_text_breaks_out_of_an_attribute_or_a_tag(text):
    for tag in ("{% text_field 'n' x value=x hint=x %}", "{% choice_field 'n' x choices=choices %}"):
        html = draw(tag, **everywhere(text))
        safe = draw(tag, **everywhere("a" * 3))
        assert html.count("<") == safe.count("<")
        assert html.count('"') == safe.count('"')


def test_the_button_of_a_file_speaks_the_language_of_the_page() -> None:
    for accept, words in (("image/*,application/pdf", "Chụp ảnh hoặc chọn tệp"), (".xlsx", "Chọn tệp")):
        drawn = draw("{% file_field 'paper' 'Giấy tờ' accept=accept multiple=True %}", accept=accept)
        assert f"{words}</label>" in drawn
        assert 'type="file"' in drawn
        assert 'for="f-paper"' in drawn


def test_a_label_that_is_a_sentence_is_not_followed_by_a_stop_and_a_colon() -> None:
    drawn = Template("{% error_summary errors labels %}").render(
        Context({"errors": {"truth": ["Anh chị đọc."]}, "labels": {"truth": "Tôi cam đoan là đúng."}})
    )
    assert "Tôi cam đoan là đúng: Anh chị đọc." in drawn
