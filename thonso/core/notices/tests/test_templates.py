"""Every message reads as it should on every channel, and an SMS without diacritics is one SMS."""

import pytest

from thonso.core.base.text import fold
from thonso.core.notices import messages
from thonso.core.notices.channels.sms.text import size, without_diacritics
from thonso.core.notices.messages import TEMPLATES
from thonso.core.notices.tests.conftest import COMMUNE
from thonso.core.units.models import Unit

pytestmark = pytest.mark.django_db
# As long as they are in practice: an official code, a due date with its hour, a place, a long name of a commune.
LONG = {
    "code": "H38.24.05-261122-0001",
    "due": "17:00 05/12/2026",
    "until": "05/12/2026",
    "at": "08:40 05/12/2026",
    "place": "nhà văn hóa thôn Suối Chải",
    "minutes": "10",
    "why": "Nghỉ phòng chống bão lũ 25/11",
    "count": "12",
    "number": "12345/2026",
    "day": "05/12/2026",
    "holder": "Ủy ban nhân dân xã Bát Xát",
    "amount": "1.250.000 đ",
    "post": "Phó Giám đốc Trung tâm Phục vụ hành chính công xã",
    "kind": "Quyết định",
    "name": "Hoàng Nguyễn Thị Phương Thảo",
    "first": "30/11/2026",
    "last": "05/12/2026",
}
CASES = [(name, channel) for name, template in TEMPLATES.items() for channel in sorted(template.channels)]


@pytest.fixture(autouse=True)
def _commune(db):
    from django.core.cache import caches

    caches["local"].clear()
    Unit.objects.create(
        id=COMMUNE,
        kind="commune",
        code="02683",
        name="Bát Xát",
        full_name="Xã Bát Xát",
        folded="bat xat",
        path="15.02683",
        valid_from="2025-07-01",
    )


def values_for(name):
    template = TEMPLATES[name]
    if name == "phone_code":
        return {"code": "482913", "minutes": "10"}
    return {key: LONG[key] for key in [*template.needs, *template.may]}


@pytest.mark.parametrize(("name", "channel"), CASES)
def test_every_message_renders_whole_and_with_the_least_it_needs(name, channel):
    full = messages.render(name, channel, COMMUNE, messages.check(name, channel, values_for(name)))
    least = {key: LONG[key] for key in TEMPLATES[name].needs}
    short = messages.render(name, channel, COMMUNE, messages.check(name, channel, least)) if least else full
    for rendered in (full, short):
        for text in (rendered.text, rendered.html, rendered.subject):
            assert "{" not in text.replace("{margin", "")
            assert "  " not in rendered.text.replace("\n", " ").replace("  ", " ", 0) or channel == "email"
        assert "None" not in rendered.text
        assert ".." not in rendered.text
    assert "UBND xã Bát Xát" in full.text or channel == "inapp"
    if channel == "email":
        assert full.subject
        assert "UBND xã Bát Xát" in full.html
    if "code" in TEMPLATES[name].needs:
        assert LONG["code"] in full.text


@pytest.mark.parametrize("name", [name for name, template in TEMPLATES.items() if "sms" in template.channels])
def test_an_sms_without_diacritics_is_one_part_and_with_them_at_most_three(name):
    text = messages.render(name, "sms", COMMUNE, values_for(name)).text
    plain = size(without_diacritics(text))
    assert (plain.encoding, plain.segments) == ("gsm7", 1), f"{plain.units} characters: {text}"
    assert size(text).segments <= 3


@pytest.mark.parametrize(("name", "channel"), CASES)
def test_no_message_tells_of_poverty_health_or_party(name, channel):
    rendered = messages.render(name, channel, COMMUNE, values_for(name))
    for word in ("nghèo", "bệnh", "khuyết tật", "trợ cấp", "đảng", "căn cước công dân số"):
        assert fold(word) not in fold(f"{rendered.text} {rendered.subject}").replace("dang cho", "").replace(
            "dang tren", ""
        )


def test_html_is_escaped_and_plain_text_is_not():
    context = {"code": "A&B<i>"}
    rendered = messages.render("dossier_received", "email", COMMUNE, context)
    assert "A&B<i>" in rendered.text
    assert "A&amp;B&lt;i&gt;" in rendered.html


def test_a_subject_is_one_line():
    assert "\n" not in messages.render("dossier_received", "email", COMMUNE, {"code": "A"}).subject
