"""What differs is said in words, then a copy is published from a day on; the version before it keeps its dossiers."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Units
from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.base.errors import Absent
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.procedures import access, reading, services
from thonso.procedures.editor import drafts
from thonso.procedures.editor.tests.conftest import LIST, Desk
from thonso.procedures.models import Confirmation, Offering, ProcedureVersion, WorkingCopy

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "is_strict", lambda: True)


def publish(desk: Desk, day: str = "", **more: str) -> Any:
    tomorrow = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    against = desk.client.get(f"{desk.at}cong-bo/").context["offered"]
    return desk.send("cong-bo/", {"day": day or tomorrow, "against": str(against.pk), **more})


def test_from_tomorrow_on_the_new_text_counts_and_the_old_one_until_then(desk: Desk, offered: Units) -> None:
    old = ProcedureVersion.objects.get(procedure__code="2.000635")
    desk.save("fees.0", amount="12.000")
    desk.save("form.sections.who.fields.phone", label="Số máy báo kết quả")
    page = desk.page("so-sanh/")
    for told in ("8.000 đồng", "12.000 đồng", "Số máy báo kết quả", old.version):
        assert told in page
    key, today = str(uuid4()), clock.today()
    first = publish(desk, transaction_id=key, revision="3")
    made = desk.now.made
    assert made is not None
    assert first["Location"] == f"{LIST}{made.pk}/"
    again = desk.client.post(f"{desk.at}cong-bo/", {
        "transaction_id": key, "revision": "3", "against": str(old.pk),
        "day": f"{today + timedelta(days=1):%d/%m/%Y}"})  # fmt: skip
    assert again["Location"] == first["Location"]
    assert (made.state, made.digest) == ("published", reading.digest_of(made.definition))
    assert ProcedureVersion.objects.filter(procedure__code="2.000635").count() == 2
    now = access.version_on(offered.commune.id, "2.000635", today)
    then = access.version_on(offered.commune.id, "2.000635", today + timedelta(days=1))
    assert (now.version_id, then.version_id) == (old.pk, made.pk)
    assert then.definition.fees[0].amount == 12000
    assert access.pinned(old.pk).fees[0].amount == 8000
    assert {"procedure.made", "procedure.published"} <= set(Entry.objects.values_list("verb", flat=True))
    assert "đưa bản đang soạn này thành phiên bản" in desk.page()


@pytest.mark.parametrize("day", ["", "31/02/2027", "hôm nay", "yesterday"])
def test_a_day_that_cannot_be_is_refused_and_nothing_is_made(desk: Desk, day: str) -> None:
    desk.save("fees.0", amount="12.000")
    given = f"{clock.today() - timedelta(days=1):%d/%m/%Y}" if day == "yesterday" else day
    against = str(desk.client.get(f"{desk.at}cong-bo/").context["offered"].pk)
    answer = desk.send("cong-bo/", {"day": given, "against": against})
    assert answer.status_code == 422
    assert answer.context["errors"]["day"]
    assert ProcedureVersion.objects.count() == 1
    assert desk.now.state == WorkingCopy.State.OPEN


def test_what_is_not_whole_or_says_nothing_new_is_not_published(desk: Desk) -> None:
    desk.send("bo/papers.authorisation/")
    assert "Phải sửa trước khi công bố" in desk.page("cong-bo/")
    assert publish(desk).status_code == 422
    desk.send("lay-lai/", {"to": "1"})
    desk.save("texts", version=ProcedureVersion.objects.get().version)
    answer = publish(desk)
    assert answer.status_code == 422
    assert "không có gì để công bố" in answer.content.decode()


def test_a_label_that_people_know_already_is_refused(desk: Desk) -> None:
    label = ProcedureVersion.objects.get().version
    desk.save("texts", version=label, name="Tên khác hẳn")
    answer = publish(desk)
    assert answer.status_code == 422
    assert label in answer.content.decode()
    assert ProcedureVersion.objects.count() == 1


def test_two_administrators_publish_at_once_the_second_is_told(desk: Desk) -> None:
    old = ProcedureVersion.objects.get()
    other = Desk.__new__(Desk)
    other.client = desk.client
    other.at = desk.client.post(f"{LIST}{old.pk}/chep/", {"transaction_id": str(uuid4())})["Location"]
    other.copy = WorkingCopy.objects.get(pk=other.at.rstrip("/").rsplit("/", 1)[1])
    desk.save("fees.0", amount="12.000")
    other.save("fees.0", amount="15.000")
    other.save("texts", version="2026-12")
    tomorrow = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    assert desk.send("cong-bo/", {"day": tomorrow, "against": str(old.pk)}).status_code == 302
    answer = other.send("cong-bo/", {"day": tomorrow, "against": str(old.pk)})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "12.000 đồng" in page
    assert "15.000 đồng" in page
    assert other.now.state == WorkingCopy.State.OPEN
    twice = desk.send("cong-bo/", {"day": tomorrow, "against": str(old.pk)})
    assert twice.status_code == 409
    assert ProcedureVersion.objects.count() == 2


def test_who_publishes_what_another_has_just_changed_is_told_first(desk: Desk) -> None:
    desk.save("fees.0", amount="12.000")
    old = ProcedureVersion.objects.get()
    tomorrow = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    answer = desk.send("cong-bo/", {"day": tomorrow, "against": str(old.pk), "revision": "1"})
    assert answer.status_code == 409
    assert "12.000 đồng" in answer.content.decode()
    assert not Offering.objects.exclude(version=old).exists()


def test_outside_the_demo_it_waits_as_a_version_until_every_value_was_confirmed(desk: Desk, strict: None) -> None:
    desk.save("fees.0", amount="12.000")
    page = desk.page("cong-bo/")
    assert "Lưu thành phiên bản để xác minh" in page
    answer = publish(desk)
    made = desk.now.made
    assert made is not None
    assert answer["Location"] == f"{LIST}{made.pk}/"
    assert made.state == "draft"
    assert not Offering.objects.filter(version=made).exists()
    day = f"{clock.today():%d/%m/%Y}"
    form = {"day": day, "transaction_id": str(uuid4())}
    assert desk.client.post(f"{LIST}{made.pk}/cong-bo/", form).status_code == 422
    for check in access.pinned(made.pk).checks:
        values = {"source": "Quyết định 1234/QĐ-UBND, mục 3", "dated": "01/07/2025", "transaction_id": str(uuid4())}
        desk.client.post(f"{LIST}{made.pk}/xac-minh/{check.key}/", values)
    assert Confirmation.objects.filter(version=made).exists()
    form = {"day": day, "transaction_id": str(uuid4())}
    assert desk.client.post(f"{LIST}{made.pk}/cong-bo/", form).status_code == 302


def test_a_procedure_from_memory_as_a_whole_is_never_published_outside_the_demo(
    desk: Desk, strict: None, offered: Units
) -> None:
    text = desk.text | {"demo_only": "Viết theo trí nhớ."}
    with transact(offered.commune.id) as work:
        drafts.change(work, services.SYSTEM, desk.now, 1, text, "texts")
    assert "Viết theo trí nhớ." in desk.page("phan/texts/")
    desk.save("texts", name="Tên khác")
    assert desk.text["demo_only"] == "Viết theo trí nhớ."
    assert "bản thử" in desk.page("cong-bo/")
    publish(desk)
    assert Offering.objects.count() == 1


def test_a_version_withdrawn_while_its_copy_is_open_loses_nothing(desk: Desk, offered: Units) -> None:
    desk.save("fees.0", amount="12.000")
    old = ProcedureVersion.objects.get()
    with transact(offered.commune.id) as work:
        services.withdraw_version(work, services.SYSTEM, old.pk)
    assert "12.000 đồng" in desk.page("so-sanh/")
    assert publish(desk).status_code == 302
    with pytest.raises(Absent):
        access.version_on(offered.commune.id, "2.000635", clock.today())


def test_publishing_asks_for_a_proof_of_identity(desk: Desk, cast: dict[str, Account]) -> None:
    Account.objects.filter(pk=cast["quantri"].pk).update(is_sample=False)
    assert desk.client.get(f"{desk.at}cong-bo/")["Location"].startswith("/tai-khoan/")
    desk.send("cong-bo/", {"day": "01/12/2026", "against": ""})
    assert ProcedureVersion.objects.count() == 1


def test_a_page_of_the_editor_takes_few_queries(desk: Desk) -> None:
    taken = {}
    # The whole form on a page also reads the names of places, which a process keeps, but not in tests.
    for path in (
        "",
        "phan/form.sections.who/",
        "phan/form.rules.2/",
        "so-sanh/",
        "xem-truoc/",
        "lich-su/",
        "thu/?man=mot",
    ):
        with CaptureQueriesContext(connection) as found:
            assert desk.client.get(f"{desk.at}{path}").status_code == 200
        taken[path] = len(found)
    assert max(taken.values()) <= 12, (taken, [one["sql"][:150] for one in found.captured_queries])
